package net.intentus.policy;

import static net.intentus.policy.PolicyEngineTest.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import net.intentus.policy.PolicyDecision.Action;
import org.junit.jupiter.api.Test;

class PolicyForecastTest {
  private static final PolicyContext CONTEXT =
      new PolicyContext(
          "key:k",
          Set.of(),
          "acme",
          "Search",
          null,
          null,
          (ObjectNode) json("{'q':'pumps','ssn':'[redacted]'}"));

  private static PolicyForecast.Outcome outcome(String policy) {
    return new PolicyForecast(
            PolicyDocument.lenient(json(policy)), CONTEXT, false, field -> !field.equals("ssn"))
        .evaluate("a");
  }

  @Test
  void decidesAsTheEngineDoesWhenNothingIsMissing() {
    PolicyForecast.Outcome outcome =
        outcome(
            "{'rules':[{'id':'x','action':'deny','tenants':['other']},{'id':'y','action':'deny',"
                + "'payload_regex':{'q':'^pump'}},{'id':'z','action':'allow'}]}");
    assertThat(outcome.action()).isEqualTo(Action.DENY);
    assertThat(outcome.ruleId()).isEqualTo("y");
    assertThat(outcome("{'default':'deny'}").action()).isEqualTo(Action.DENY);
  }

  @Test
  void saysWhatIsMissingWhenItDecides() {
    PolicyForecast.Outcome outcome =
        outcome(
            "{'rules':[{'id':'x','action':'deny','roles':['guest']},"
                + "{'id':'y','action':'deny','payload_regex':{'ssn':'^1'}}]}");
    assertThat(outcome.action()).isNull();
    assertThat(outcome.missing()).containsExactlyInAnyOrder("roles", "/payload/ssn");
  }

  @Test
  void whatIsMissingDoesNotMatterWhenEverythingElseSaysTheSame() {
    PolicyForecast.Outcome outcome =
        outcome(
            "{'default':'deny','rules':[{'id':'x','action':'deny','roles':['guest']},"
                + "{'id':'n','action':'allow','roles':['guest'],'intents':['Other']}]}");
    assertThat(outcome.action()).isEqualTo(Action.DENY);
    assertThat(outcome.ruleId()).isNull();
    assertThat(outcome.missing()).isEmpty();
  }

  @Test
  void aRuleThatMatchesForSureHidesWhatComesAfter() {
    assertThat(
            outcome(
                    "{'rules':[{'id':'x','action':'allow'},"
                        + "{'id':'y','action':'deny','roles':['guest']}]}")
                .action())
        .isEqualTo(Action.ALLOW);
  }
}
