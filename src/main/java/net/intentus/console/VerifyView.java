package net.intentus.console;

import java.util.ArrayList;
import java.util.List;
import net.intentus.journal.VerifyReport;
import org.jspecify.annotations.Nullable;

/** What checking the record found. */
public record VerifyView(boolean valid, String headline, List<Row> rows) {

  /** One check. */
  public record Row(String name, Mark mark, String detail, @Nullable Integer seq) {}

  static VerifyView of(VerifyReport report) {
    List<Row> rows = new ArrayList<>();
    int ok = 0;
    int failed = 0;
    for (VerifyReport.Check check : report.checks()) {
      rows.add(new Row(check.name(), Mark.of(check.result()), check.detail(), check.seq()));
      ok += check.result() == VerifyReport.Result.OK ? 1 : 0;
      failed += check.result() == VerifyReport.Result.FAILED ? 1 : 0;
    }
    int open = rows.size() - ok - failed;
    String rest = open == 0 ? "" : "; " + open + " cannot be checked";
    String headline =
        failed == 0
            ? "The record is intact: " + ok + " checks passed" + rest + "."
            : "The record does not hold: " + failed + " of " + rows.size() + " checks failed.";
    return new VerifyView(failed == 0, headline, rows);
  }
}
