package net.intentus.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the checklist says is shown by tests that exist. */
class SecurityChecklistTest {
  private static final Pattern TEST = Pattern.compile("`([A-Z]\\w+)(?:\\.(\\w+))?`");
  private static final Map<String, String> SOURCES = new HashMap<>();

  @BeforeAll
  static void readTests() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        String name = file.getFileName().toString();
        SOURCES.put(name.substring(0, name.length() - 5), Files.readString(file));
      }
    }
  }

  static List<String> rows() {
    return Runbook.read("security-checklist")
        .text()
        .lines()
        .filter(line -> line.startsWith("| V"))
        .toList();
  }

  @Test
  void goesThroughEveryChapter() {
    for (int chapter = 1; chapter <= 17; chapter++) {
      String number = "V" + chapter;
      assertThat(rows()).as(number).anyMatch(row -> row.matches(".*\\b" + number + "\\b.*"));
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void whatIsMetIsShownByATestThatExists(String row) {
    String[] cells = row.split("\\|", -1);
    assertThat(cells).hasSize(6);
    String state = cells[3].strip();
    assertThat(state).isIn("met", "not applicable", "gap");
    Matcher test = TEST.matcher(cells[4]);
    int found = 0;
    for (; test.find(); found++) {
      assertThat(SOURCES).as(row).containsKey(test.group(1));
      if (test.group(2) != null) {
        assertThat(SOURCES.get(test.group(1))).as(row).contains("void " + test.group(2) + "(");
      }
    }
    assertThat(found > 0).as(row).isEqualTo(state.equals("met"));
    assertThat(cells[4]).isNotBlank();
  }
}
