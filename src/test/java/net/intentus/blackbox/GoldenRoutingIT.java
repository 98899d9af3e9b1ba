package net.intentus.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import net.intentus.harness.Api;
import net.intentus.intent.ErrorCode;
import net.intentus.intent.Json;
import net.intentus.judge.AgentDesk;
import net.intentus.judge.Behaviour;
import net.intentus.judge.JudgeAgent;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The golden routing cases, with agents outside the server that are really called. */
class GoldenRoutingIT {
  /** Cases with an agent name, an intent name or a strategy that REST refuses. */
  private static final int INEXPRESSIBLE = 34;

  private static final Set<String> STRATEGIES =
      Set.of("direct", "fallback", "broadcast", "parallel");
  @AutoClose private static final JudgeAgent judge = JudgeAgent.start();

  @TestFactory
  Stream<DynamicTest> routesAsTheGoldenCasesSay() throws IOException {
    return cases().stream().map(c -> DynamicTest.dynamicTest(c.path("id").asText(), () -> run(c)));
  }

  @Test
  void leavesOutNoMoreCasesThanItMust() throws IOException {
    assertThat(cases().stream().filter(c -> inexpressible(c.path("input")) != null))
        .hasSize(INEXPRESSIBLE);
  }

  private static List<JsonNode> cases() throws IOException {
    try (InputStream in = GoldenRoutingIT.class.getResourceAsStream("/golden/routing.json")) {
      JsonNode cases = Json.read(in.readAllBytes()).path("cases");
      return StreamSupport.stream(cases.spliterator(), false).toList();
    }
  }

  private static void run(JsonNode golden) {
    JsonNode input = golden.path("input");
    String reason = inexpressible(input);
    if (reason != null) {
      abort(reason);
    }
    boolean strict = input.path("requireDeterminism").asBoolean();
    Api api = (strict ? Servers.standard() : Servers.narrow()).api();
    try (AgentDesk desk = new AgentDesk(api, judge)) {
      input.path("agents").forEach(agent -> desk.register(registration(desk, agent), of(agent)));
      Api.Reply reply = Leaks.none(api.post("/api/v1/intents", envelope(input)));
      if (golden.path("expected").path("nondeterministic").asBoolean()) {
        checkOneOf(golden.path("expected"), reply);
      } else {
        checkExactly(golden.path("expected"), reply, desk.called());
      }
    }
  }

  private static void checkExactly(JsonNode expected, Api.Reply reply, List<String> called) {
    JsonNode answer = reply.json();
    List<String> attempts = texts(expected.path("attempts"));
    assertThat(called).as("%s", reply).isEqualTo(attempts);
    assertThat(texts(answer.at("/metadata/decisionPath"))).isEqualTo(attempts);
    assertThat(answer.path("status")).isEqualTo(expected.path("status"));
    assertThat(answer.at("/metadata/agent")).isEqualTo(expected.path("responseAgent"));
    assertThat(answer.path("payload")).isEqualTo(expected.path("payload"));
    if (expected.path("errorCode").isNull()) {
      assertThat(reply.status()).isEqualTo(200);
      assertThat(answer.path("error").isNull()).isTrue();
    } else {
      String code = expected.path("errorCode").asText();
      assertThat(answer.at("/error/code").asText()).isEqualTo(code);
      int status = attempts.isEmpty() ? ErrorCode.valueOf(code).httpStatus() : 502;
      assertThat(reply.status()).isEqualTo(status);
    }
  }

  /** PARALLEL: which agent wins is open, who was launched is not. */
  private static void checkOneOf(JsonNode expected, Api.Reply reply) {
    JsonNode answer = reply.json();
    assertThat(answer.path("status")).as("%s", reply).isEqualTo(expected.path("status"));
    List<String> launched = texts(answer.at("/metadata/decisionPath"));
    assertThat(launched).isEqualTo(texts(expected.path("ordered")));
    assertThat(launched)
        .containsExactlyInAnyOrderElementsOf(texts(expected.path("attemptsUnordered")));
    if (answer.path("status").asText().equals("success")) {
      assertThat(texts(expected.path("winnerOneOf")))
          .contains(answer.at("/metadata/agent").asText());
    } else {
      assertThat(texts(expected.path("errorCodeOneOf")))
          .contains(answer.at("/error/code").asText());
      assertThat(answer.at("/metadata/agent")).isEqualTo(expected.path("responseAgent"));
    }
  }

  /** Why REST cannot express that input; null when it can. */
  private static String inexpressible(JsonNode input) {
    JsonNode strategy = input.at("/routing/strategy");
    if (!strategy.isNull() && !STRATEGIES.contains(strategy.asText())) {
      return "over REST an unknown strategy is 422, checked in EnvelopeIT";
    }
    if (input.at("/intent/name").asText().isEmpty()) {
      return "over REST a blank intent name is 422, checked in EnvelopeIT";
    }
    for (JsonNode agent : input.path("agents")) {
      if (agent.path("name").asText().codePoints().anyMatch(GoldenRoutingIT::controlOrFormat)) {
        return "registration refuses control and format characters in a name";
      }
    }
    return null;
  }

  private static boolean controlOrFormat(int codePoint) {
    int type = Character.getType(codePoint);
    return type == Character.CONTROL || type == Character.FORMAT;
  }

  private static ObjectNode registration(AgentDesk desk, JsonNode agent) {
    ObjectNode json = desk.draft(agent.path("name").asText(), "replaced");
    json.set("capabilities", agent.path("capabilities"));
    if (agent.has("nodeId")) {
      json.set("nodeId", agent.path("nodeId"));
    }
    if (agent.has("nodePriority")) {
      json.set("nodePriority", agent.path("nodePriority"));
    }
    return json;
  }

  private static Behaviour of(JsonNode agent) {
    String behaviour = agent.path("behaviour").asText();
    if (behaviour.startsWith("fail:")) {
      return Behaviour.fail(behaviour.substring("fail:".length()));
    }
    return behaviour.equals("throw") ? Behaviour.status(500) : Behaviour.succeed();
  }

  private static ObjectNode envelope(JsonNode input) {
    ObjectNode json = Json.object();
    json.set("intent", input.path("intent"));
    json.set("routing", input.path("routing"));
    return json;
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    if (list instanceof ArrayNode) {
      list.forEach(text -> texts.add(text.asText()));
    }
    return texts;
  }
}
