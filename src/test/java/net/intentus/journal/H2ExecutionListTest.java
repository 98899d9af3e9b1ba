package net.intentus.journal;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.intentus.JpaDatabase;

class H2ExecutionListTest extends ExecutionListContract {
  private static final Pattern SCANNED = Pattern.compile("scanCount: (\\d+)");

  @Override
  JpaDatabase open() {
    return JpaDatabase.h2();
  }

  @Override
  Set<Walk> walks() {
    return Walk.EMBEDDED;
  }

  @Override
  String analyze() {
    return "ANALYZE";
  }

  @Override
  String explain() {
    return "EXPLAIN ANALYZE ";
  }

  @Override
  long visited(List<String> plan) {
    long most = 0;
    Matcher scanned = SCANNED.matcher(String.join("\n", plan));
    while (scanned.find()) {
      most = Math.max(most, Long.parseLong(scanned.group(1)));
    }
    return most;
  }
}
