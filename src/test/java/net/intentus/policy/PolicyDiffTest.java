package net.intentus.policy;

import static net.intentus.policy.PolicyEngineTest.json;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PolicyDiffTest {
  private static java.util.List<String> diff(String a, String b) {
    return PolicyDiff.of(PolicyDocument.lenient(json(a)), PolicyDocument.lenient(json(b))).stream()
        .map(field -> field.name() + " " + field.a() + " " + field.b())
        .toList();
  }

  @Test
  void comparesRulesByTheirId() {
    assertThat(
            diff(
                "{'default':'allow','rules':[{'id':'x','action':'deny','agents':['a']},"
                    + "{'id':'gone','action':'deny'}]}",
                "{'default':'deny','rules':[{'id':'new','action':'allow'},"
                    + "{'id':'x','action':'allow','agents':['a']}]}"))
        .containsExactly(
            "default \"allow\" \"deny\"",
            "rule x: action \"deny\" \"allow\"",
            "rule gone {\"id\":\"gone\",\"action\":\"deny\"} null",
            "rule new null {\"id\":\"new\",\"action\":\"allow\"}");
  }

  @Test
  void seesThatRulesChangePlaces() {
    String one = "{'rules':[{'id':'x','action':'deny'},{'id':'y','action':'allow'}]}";
    String other = "{'rules':[{'id':'y','action':'allow'},{'id':'x','action':'deny'}]}";
    assertThat(diff(one, other)).containsExactly("order of the rules [\"x\",\"y\"] [\"y\",\"x\"]");
    assertThat(diff(one, one)).isEmpty();
  }
}
