package net.intentus.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.intentus.console.PolicyEditor.Problem;
import net.intentus.console.PolicyEditor.Read;
import org.junit.jupiter.api.Test;

class PolicyEditorTest {
  private static List<Problem> problems(String text) {
    return ((Read.Bad) PolicyEditor.read(text)).problems();
  }

  @Test
  void pointsAtTheLineThatIsWrong() {
    String text =
        """
        {
          "default": "allow",
          "rules": [
            {"id": "a", "action": "allow"},
            {
              "id": "b",
              "action": "permit",
              "payload_regex": {"q/r": "("}
            }
          ]
        }
        """;
    assertThat(problems(text))
        .extracting(problem -> problem.place() + " " + problem.line())
        .containsExactlyInAnyOrder(
            "Line 7 /rules/1/action \"action\": \"permit\",",
            "Line 8 /rules/1/payload_regex/q~1r \"payload_regex\": {\"q/r\": \"(\"}");
  }

  @Test
  void pointsAtTheRuleThatLacksSomething() {
    assertThat(problems("{\"rules\":[\n{\"action\":\"deny\"}]}").get(0).place())
        .isEqualTo("Line 2 /rules/0/id");
  }

  @Test
  void pointsAtWhereJsonEnds() {
    assertThat(problems("{\n\"rules\": nonsense}").get(0).place()).isEqualTo("Line 2");
    assertThat(problems("").get(0).message()).contains("one JSON document");
    assertThat(problems("{\"a\":1,\"a\":2}")).isNotEmpty();
  }

  @Test
  void takesWhatIsRight() {
    assertThat(PolicyEditor.read("{\"default\":\"deny\"}")).isInstanceOf(Read.Good.class);
    assertThat(PolicyEditor.read(PolicyEditor.FIRST)).isInstanceOf(Read.Good.class);
  }
}
