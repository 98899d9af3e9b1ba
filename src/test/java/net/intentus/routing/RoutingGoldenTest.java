package net.intentus.routing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import net.intentus.Golden;
import net.intentus.intent.ErrorCode;
import net.intentus.intent.IntentError;
import net.intentus.intent.IntentRef;
import net.intentus.intent.Routing;
import net.intentus.intent.SideEffect;
import net.intentus.intent.Strategy;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RoutingGoldenTest {

  static Stream<Named<JsonNode>> cases() {
    return Golden.cases("routing.json").map(c -> Named.of(c.get("id").textValue(), c));
  }

  @Test
  void allCasesAreThere() {
    assertThat(cases()).hasSize(223);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void decidesAndWalksAsEveryOtherNode(JsonNode golden) {
    JsonNode input = golden.get("input");
    JsonNode expected = golden.get("expected");
    Map<String, String> behaviours = new HashMap<>();
    List<RoutableAgent> registered = new ArrayList<>();
    for (JsonNode agent : input.get("agents")) {
      registered.add(agent(agent));
      behaviours.put(agent.get("name").textValue(), agent.get("behaviour").textValue());
    }
    IntentRef intent =
        new IntentRef(
            input.get("intent").get("name").textValue(),
            input.get("intent").get("version").textValue());

    List<RoutableAgent> candidates = RoutingTable.of(registered).candidates(intent, "default");
    assertThat(Fixtures.names(candidates)).isEqualTo(texts(expected.get("ordered")));

    RoutingDecision decision =
        Router.decide(
            candidates,
            routing(input.get("routing")),
            Fixtures.ALLOW_ALL,
            new RouterLimits(input.get("requireDeterminism").booleanValue(), 32));
    if (decision instanceof RoutingDecision.Routed routed) {
      check(walk(routed.plan(), behaviours), expected);
    } else if (decision instanceof RoutingDecision.Refused refused) {
      assertThat(expected.get("status").textValue()).isEqualTo("error");
      assertThat(expected.get("responseAgent").textValue()).isEqualTo("router");
      assertThat(refused.code().name()).isEqualTo(expected.get("errorCode").textValue());
      assertThat(texts(expected.get("attempts"))).isEmpty();
    }
  }

  private static void check(WalkResult result, JsonNode expected) {
    assertThat(result.ambiguous()).isFalse();
    assertThat(result.winner() == null ? "error" : "success")
        .isEqualTo(expected.get("status").textValue());
    if (expected.has("responseAgent")) {
      assertThat(result.agent()).isEqualTo(expected.get("responseAgent").textValue());
    }
    if (expected.has("attemptsUnordered")) {
      assertThat(result.decisionPath())
          .containsExactlyInAnyOrderElementsOf(texts(expected.get("attemptsUnordered")))
          .isEqualTo(texts(expected.get("ordered")));
    } else {
      assertThat(result.decisionPath()).isEqualTo(texts(expected.get("attempts")));
    }
    if (expected.path("winnerOneOf").size() > 0) {
      assertThat(texts(expected.get("winnerOneOf"))).contains(result.winner());
    } else {
      assertThat(result.winner()).isEqualTo(expected.get("winner").textValue());
    }
    String code = result.error() == null ? null : result.error().code().name();
    if (expected.has("errorCodeOneOf")) {
      assertThat(texts(expected.get("errorCodeOneOf"))).contains(code);
    } else {
      assertThat(code).isEqualTo(expected.get("errorCode").textValue());
    }
  }

  private static WalkResult walk(Plan plan, Map<String, String> behaviours) {
    if (plan.strategy() == Strategy.PARALLEL) {
      List<WalkResult.Completed> completed = new ArrayList<>();
      for (RoutableAgent agent : plan.steps()) {
        completed.add(new WalkResult.Completed(agent, outcome(behaviours.get(agent.name()))));
      }
      Collections.shuffle(completed, new Random(plan.steps().size()));
      return WalkResult.parallel(plan, completed);
    }
    Walk walk = new Walk(plan);
    for (Optional<RoutableAgent> next = walk.next(); next.isPresent(); next = walk.next()) {
      walk.record(next.get(), outcome(behaviours.get(next.get().name())));
    }
    return walk.result();
  }

  private static StepOutcome outcome(String behaviour) {
    if (behaviour.equals("succeed")) {
      return new StepOutcome.Succeeded();
    }
    ErrorCode code =
        behaviour.equals("throw")
            ? ErrorCode.INTERNAL_AGENT_ERROR
            : ErrorCode.valueOf(behaviour.substring("fail:".length()));
    return new StepOutcome.Failed(IntentError.of(code, behaviour));
  }

  private static RoutableAgent agent(JsonNode json) {
    List<IntentPattern> can = new ArrayList<>();
    for (JsonNode capability : json.get("capabilities")) {
      JsonNode intent = capability.get("intent");
      can.add(new IntentPattern(intent.get("name").textValue(), intent.get("version").textValue()));
    }
    return new RoutableAgent(
        json.get("name").textValue(),
        json.path("nodeId").textValue(),
        json.path("nodePriority").asInt(100),
        null,
        SideEffect.READ_ONLY,
        can);
  }

  /**
   * Older nodes took an unknown strategy for fallback; here the entrance refuses it, so the router
   * gets what those nodes meant. Null is the default, direct; an empty target is an absent one.
   */
  private static Routing routing(JsonNode json) {
    JsonNode strategy = json.get("strategy");
    String target = json.get("targetAgent").textValue();
    return new Routing(
        strategy.isNull()
            ? Strategy.DIRECT
            : Strategy.parse(strategy.textValue()).orElse(Strategy.FALLBACK),
        target == null || target.isEmpty() ? null : target,
        texts(json.get("fallbackAgents")));
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(element -> texts.add(element.textValue()));
    return texts;
  }
}
