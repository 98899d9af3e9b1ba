package net.intentus.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import net.intentus.Golden;
import net.intentus.policy.PolicyDecision.Action;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PolicyGoldenTest {

  static Stream<Named<JsonNode>> single() {
    return Golden.cases("policy.json").map(c -> Named.of(c.get("id").textValue(), c));
  }

  static Stream<Named<JsonNode>> targets() {
    return Golden.cases("policy_targets.json").map(c -> Named.of(c.get("id").textValue(), c));
  }

  @Test
  void allCasesAreThere() {
    assertThat(single()).hasSize(130);
    assertThat(targets()).hasSize(13);
  }

  @ParameterizedTest
  @MethodSource("single")
  void decidesForOneTargetAsEveryOtherNode(JsonNode golden) {
    JsonNode input = golden.get("input");
    JsonNode expected = golden.get("expected");
    PolicyDecision decision =
        PolicyEngine.evaluate(
            PolicyDocument.lenient(input.get("policy")),
            context(input.get("context")),
            input.get("context").path("agent").textValue());
    assertThat(decision.action() == Action.ALLOW).isEqualTo(expected.get("allowed").booleanValue());
    assertThat(decision.ruleId()).isEqualTo(expected.get("matchedRule").textValue());
    assertThat(decision.rateLimitKey()).isEqualTo(expected.get("rateLimitKey").textValue());
    assertThat(text(decision.rateLimitPerMinute()))
        .isEqualTo(expected.get("rateLimitPerMinute").asText());
    assertThat(text(decision.maxTimeoutMs())).isEqualTo(expected.get("maxTimeoutMs").asText());
  }

  @ParameterizedTest
  @MethodSource("targets")
  void decidesForEachTargetAsEveryOtherNode(JsonNode golden) {
    JsonNode input = golden.get("input");
    JsonNode expected = golden.get("expected");
    PolicyEngine engine =
        PolicyEngine.of(PolicyDocument.lenient(input.get("policy")), context(input.get("context")));
    List<String> allowed = new ArrayList<>();
    List<String> filtered = new ArrayList<>();
    for (JsonNode target : input.get("targets")) {
      PolicyDecision decision = engine.evaluate(target.textValue());
      JsonNode row = expected.get("evaluation").get(target.textValue());
      assertThat(decision.action().name()).isEqualTo(row.get("action").textValue());
      assertThat(decision.ruleId()).isEqualTo(row.get("rule").textValue());
      (decision.action() == Action.ALLOW ? allowed : filtered).add(target.textValue());
    }
    assertThat(allowed).isEqualTo(texts(expected.get("wouldExecute")));
    assertThat(filtered).isEqualTo(texts(expected.get("wouldFilter")));
  }

  private static String text(Object value) {
    return String.valueOf(value);
  }

  private static PolicyContext context(JsonNode json) {
    Set<String> roles = new HashSet<>(texts(json.get("roles")));
    return new PolicyContext(
        json.path("subject").textValue(),
        roles,
        json.path("tenant").textValue(),
        json.path("intent").textValue(),
        null,
        null,
        (ObjectNode) json.get("payload"));
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(element -> texts.add(element.textValue()));
    return texts;
  }
}
