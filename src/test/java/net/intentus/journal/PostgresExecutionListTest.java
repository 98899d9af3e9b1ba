package net.intentus.journal;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.persistence.EntityManager;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.intentus.JpaDatabase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresExecutionListTest extends ExecutionListContract {
  private static final Pattern READ =
      Pattern.compile("(?:Scan.*actual time=\\S+ rows=|Rows Removed by Filter: )(\\d+)");

  @Override
  JpaDatabase open() {
    return JpaDatabase.postgresql();
  }

  @Override
  Set<Walk> walks() {
    return EnumSet.allOf(Walk.class);
  }

  /** A few thousand rows are cheaper to read whole, and their index is no less than they are. */
  @Override
  void likeALargeTable(EntityManager entities) {
    for (String way :
        List.of("enable_seqscan TO off", "enable_bitmapscan TO off", "random_page_cost TO 0")) {
      entities.createNativeQuery("SET LOCAL " + way).executeUpdate();
    }
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
    long read = 0;
    Matcher rows = READ.matcher(String.join("\n", plan));
    while (rows.find()) {
      read += Long.parseLong(rows.group(1));
    }
    return read;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "agent=archivist",
        "intent=archivist status=FAILED",
        "errorCode=EMCL_FAILURE",
        "agent=nobody status=SUCCEEDED",
        "errorCode=EMCL_FAILURE agent=agent-A1",
        "to=2020-01-01T00:00:00Z"
      })
  void whatIsRareIsKnownAtOnceHoweverOldItIs(String words) {
    ExecutionListStore.Found found = lists(BUDGET, store -> store.page(filter(words), null));
    assertThat(found.floor()).isNull();
  }
}
