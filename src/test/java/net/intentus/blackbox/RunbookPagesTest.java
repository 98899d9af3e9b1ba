package net.intentus.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.intentus.intent.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class RunbookPagesTest {
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#]+)(#[^)]*)?\\)");

  static List<Runbook> pages() {
    return Runbook.all();
  }

  @ParameterizedTest
  @EnumSource(ErrorCode.class)
  void everyErrorCodeHasAPageThatNamesItAndItsStatus(ErrorCode code) {
    String slug = code.name().toLowerCase(Locale.ROOT).replace('_', '-');
    assertThat(Runbook.read(slug).text())
        .contains("`" + code.name() + "`, status " + code.httpStatus())
        .contains("## What it means", "## What to look at", "## What to do");
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyPageBeginsWithATitleAndHasACommandThatIsRun(Runbook page) {
    assertThat(page.text()).startsWith("# ");
    assertThat(page.blocks()).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyShellBlockIsTaggedToBeRun(Runbook page) {
    assertThat(page.text().lines().filter(line -> line.strip().startsWith("```")))
        .allMatch(line -> line.strip().equals("```") || line.strip().equals("```sh run"));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyLinkLeadsSomewhere(Runbook page) {
    Matcher link = LINK.matcher(page.text());
    while (link.find()) {
      assertThat(Path.of("runbooks", link.group(1))).exists();
    }
  }

  @Test
  void theRoutineRunbooksAreThere() {
    assertThat(
            List.of(
                "start-stop-upgrade",
                "high-error-rate",
                "agent-down",
                "lost-admin-password",
                "executions-unknown",
                "journal-cannot-commit"))
        .allMatch(slug -> Files.exists(Path.of("runbooks", slug + ".md")));
  }
}
