package net.intentus.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import net.intentus.harness.Api;
import net.intentus.harness.Eventually;
import net.intentus.harness.RunningServer;
import net.intentus.intent.Hashes;
import net.intentus.intent.Json;
import net.intentus.judge.AgentDesk;
import net.intentus.judge.Behaviour;
import net.intentus.judge.JudgeAgent;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a submission does and leaves behind; the same on every database. */
abstract class SubmissionContract {
  private static final int HUGE = 50 << 20;
  @AutoClose private final JudgeAgent judge = JudgeAgent.start();

  abstract RunningServer server();

  private Api api() {
    return server().api();
  }

  /** One way in which an agent can fail. */
  record Failure(String name, Behaviour behaviour, int status, String code) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Failure> failures() {
    return Stream.of(
        new Failure("502", Behaviour.status(502), 503, "AGENT_UNAVAILABLE"),
        new Failure("503", Behaviour.status(503), 503, "AGENT_UNAVAILABLE"),
        new Failure("504", Behaviour.status(504), 503, "AGENT_UNAVAILABLE"),
        new Failure("500", Behaviour.status(500), 502, "INTERNAL_AGENT_ERROR"),
        new Failure("429", Behaviour.status(429), 429, "RATE_LIMIT"),
        new Failure(
            "redirect", Behaviour.status(302, "Location: /elsewhere"), 502, "PROTOCOL_ERROR"),
        new Failure("404", Behaviour.status(404), 502, "PROTOCOL_ERROR"),
        new Failure("401", Behaviour.status(401), 502, "PROTOCOL_ERROR"),
        new Failure("garbage", Behaviour.garbage(), 502, "PROTOCOL_ERROR"),
        new Failure("wrong frame", Behaviour.text(intentFrame().toString()), 502, "PROTOCOL_ERROR"),
        new Failure("no frame", Behaviour.text(Json.object().toString()), 502, "PROTOCOL_ERROR"),
        new Failure("50 MB", Behaviour.huge(HUGE), 502, "PROTOCOL_ERROR"),
        new Failure("hangs up", Behaviour.hangUp(), 502, "TRANSPORT_ERROR"),
        new Failure("hangs", Behaviour.hang(), 504, "AGENT_TIMEOUT"),
        new Failure("dribbles", Behaviour.dribble(50), 504, "AGENT_TIMEOUT"),
        new Failure("reports", Behaviour.fail("AGENT_ERROR"), 502, "AGENT_ERROR"),
        new Failure("reports ours", Behaviour.fail("UNAUTHORIZED"), 502, "UNAUTHORIZED"),
        new Failure("reports its own", Behaviour.fail("ODD"), 502, "INTERNAL_AGENT_ERROR"));
  }

  private static ObjectNode intentFrame() {
    ObjectNode frame = Behaviour.success(Json.object());
    frame.put("messageType", "intent");
    return frame;
  }

  @ParameterizedTest
  @MethodSource("failures")
  void givesEveryAgentFailureItsCodeAndARecord(Failure failure) {
    try (AgentDesk desk = new AgentDesk(api(), judge)) {
      desk.register("failing", "FailIntent", failure.behaviour());
      Api.Reply reply = submit("FailIntent", "direct");
      assertThat(reply.status()).as("%s", reply).isEqualTo(failure.status());
      assertThat(reply.json().at("/error/code").asText()).isEqualTo(failure.code());
      assertThat(reply.json().at("/metadata/agent").asText()).isEqualTo("failing");
      assertThat(desk.called()).containsExactly("failing");
      JsonNode record = recordOf(reply);
      assertThat(record.path("status").asText()).isEqualTo("failed");
      assertThat(record.at("/error/code").asText()).isEqualTo(failure.code());
      assertThat(record.at("/candidates/0/outcome").asText()).isEqualTo("failed");
    }
  }

  @Test
  void keepsTheCodeThatAnAgentInventedAsADetail() {
    try (AgentDesk desk = new AgentDesk(api(), judge)) {
      desk.register("odd", "OddIntent", Behaviour.fail("ODD"));
      JsonNode error = submit("OddIntent", "direct").json().path("error");
      assertThat(error.at("/details/reportedCode").asText()).isEqualTo("ODD");
    }
  }

  @Test
  void callsNobodyWhereNobodyListens() {
    JudgeAgent gone = JudgeAgent.start();
    gone.close();
    try (AgentDesk desk = new AgentDesk(api(), gone)) {
      desk.register("gone", "GoneIntent", Behaviour.succeed());
      Api.Reply reply = submit("GoneIntent", "direct");
      assertThat(reply.status()).as("%s", reply).isEqualTo(503);
      assertThat(reply.json().at("/error/code").asText()).isEqualTo("AGENT_UNAVAILABLE");
      assertThat(recordOf(reply).path("status").asText()).isEqualTo("failed");
    }
  }

  @Test
  void stopsAtAnAmbiguousIrreversibleCallWhateverTheStrategy() {
    try (AgentDesk desk = new AgentDesk(api(), judge)) {
      ObjectNode draft = desk.draft("once-a", "OnceIntent").put("sideEffect", "irreversible");
      desk.register(draft, Behaviour.hangUp());
      desk.register("once-b", "OnceIntent", Behaviour.succeed());
      Api.Reply reply = submit("OnceIntent", "fallback");
      assertThat(reply.status()).as("%s", reply).isEqualTo(502);
      assertThat(reply.json().at("/error/details/ambiguous").asBoolean()).isTrue();
      assertThat(desk.called()).containsExactly("once-a");
      assertThat(recordOf(reply).path("status").asText()).isEqualTo("unknown");
    }
  }

  @Test
  void checksPayloadsAgainstTheSchemasOnBothSides() {
    ObjectNode schema = Json.object();
    schema.put("type", "object").putArray("required").add("query");
    try (AgentDesk desk = new AgentDesk(api(), judge)) {
      ObjectNode in = desk.draft("strict-in", "StrictIn");
      ((ObjectNode) in.at("/capabilities/0")).set("inputSchema", schema);
      desk.register(in, Behaviour.succeed());
      ObjectNode out = desk.draft("strict-out", "StrictOut");
      ((ObjectNode) out.at("/capabilities/0")).set("outputSchema", schema);
      desk.register(out, Behaviour.succeed());

      Api.Reply before = submit("StrictIn", "direct");
      assertThat(before.status()).as("%s", before).isEqualTo(422);
      assertThat(before.json().at("/error/code").asText()).isEqualTo("VALIDATION_ERROR");
      Api.Reply after = submit("StrictOut", "direct");
      assertThat(after.status()).as("%s", after).isEqualTo(502);
      assertThat(after.json().at("/error/code").asText()).isEqualTo("PROTOCOL_ERROR");
      assertThat(desk.called()).containsExactly("strict-out");
    }
  }

  @Test
  void followsAnExplicitChainInItsOwnOrderEachOnce() {
    try (AgentDesk desk = chain("ChainIntent")) {
      Api.Reply reply =
          submit(envelope("ChainIntent", "fallback", "c2", "c3", "c1", "ghost", "c3", "c2"));
      assertThat(reply.status()).as("%s", reply).isEqualTo(502);
      assertThat(desk.called()).containsExactly("c2", "c3", "c1");
      assertThat(reply.json().at("/metadata/agent").asText()).isEqualTo("fallback");
      JsonNode explain = read(reply, "/explain");
      assertThat(explain.toString()).contains("ghost");
    }
  }

  @Test
  void triesTheTargetFirstAndThenTheOthersInOrder() {
    try (AgentDesk desk = chain("TargetIntent")) {
      submit(envelope("TargetIntent", "fallback", "c3"));
      assertThat(desk.called()).containsExactly("c3", "c1", "c2");
    }
  }

  @Test
  void refusesAChainWithoutCandidatesAndATargetThatIsNone() {
    try (AgentDesk desk = chain("NoneIntent")) {
      for (ObjectNode body :
          List.of(
              envelope("NoneIntent", "fallback", null, "ghost", "phantom"),
              envelope("NoneIntent", "fallback", "ghost"),
              envelope("NoneIntent", "direct", "ghost"))) {
        Api.Reply reply = submit(body);
        assertThat(reply.status()).as("%s", reply).isEqualTo(422);
        assertThat(reply.json().at("/error/code").asText()).isEqualTo("ROUTING_ERROR");
        assertThat(recordOf(reply).path("status").asText()).isEqualTo("failed");
      }
      assertThat(desk.called()).isEmpty();
    }
  }

  @Test
  void plansWithoutCallingOrRecording() {
    try (AgentDesk desk = chain("PlanIntent")) {
      Api.Reply reply =
          api().post("/api/v1/intents/plan", envelope("PlanIntent", "fallback", null, "c3", "c1"));
      assertThat(reply.status()).as("%s", reply).isEqualTo(200);
      assertThat(texts(reply.json().path("wouldTry"))).containsExactly("c3", "c1");
      assertThat(reply.json().path("routingTableHash").asText()).startsWith("sha-256:");
      assertThat(desk.called()).isEmpty();
      JsonNode list = api().get("/api/v1/executions?intent=PlanIntent").json();
      assertThat(list.path("items")).isEmpty();
    }
  }

  @Test
  void recordsOneContiguousChainOfEventsPerExecution() {
    try (AgentDesk desk = chain("ChainOfEvents")) {
      Api.Reply reply = submit("ChainOfEvents", "fallback");
      JsonNode events = read(reply, "/events").path("items");
      String previous = reply.header("Intentus-Execution-Id");
      for (int i = 0; i < events.size(); i++) {
        assertThat(events.get(i).path("seq").asInt()).isEqualTo(i + 1);
        assertThat(events.get(i).path("prevHash").asText()).isEqualTo(previous);
        previous = events.get(i).path("hash").asText();
      }
      assertThat(events.get(0).path("type").asText()).isEqualTo("INTENT_RECEIVED");
      assertThat(events.get(events.size() - 1).path("type").asText()).isEqualTo("FINAL_RESPONSE");
      assertThat(recordOf(reply).path("journalHead").asText()).isEqualTo(previous);
      assertThat(read(reply, "/spans").path("items")).hasSize(3);
    }
  }

  @Test
  void neverStoresASecretButHandsItToTheAgent() {
    String secret = "correct-horse-battery";
    try (AgentDesk desk = new AgentDesk(api(), judge)) {
      desk.register("echoing", "SecretIntent", Behaviour.echo());
      ObjectNode body = envelope("SecretIntent", "direct", null);
      body.putObject("payload").putObject("login").put("Password", secret).put("user", "ada");
      Api.Reply reply = submit(body);
      assertThat(reply.status()).as("%s", reply).isEqualTo(200);
      assertThat(judge.last("echoing").envelope().at("/payload/login/Password").asText())
          .isEqualTo(secret);
      assertThat(recordOf(reply).path("redactionCount").asInt()).isPositive();
      for (String part : List.of("", "/envelope", "/response", "/events", "/spans", "/explain")) {
        assertThat(read(reply, part).toString()).doesNotContain(secret);
      }
      assertThat(read(reply, "/envelope").toString()).contains("ada");
    }
  }

  @Test
  void theHashOfTheAnswersBytesIsInTheRecord() {
    try (AgentDesk desk = new AgentDesk(api(), judge)) {
      JsonNode payload = Json.object().put("z", "ü").put("a", 1).put("\u20ac", "\"");
      desk.register("exact", "ExactIntent", Behaviour.succeed(payload));
      Api.Reply reply = submit("ExactIntent", "direct");
      List<String> recorded =
          read(reply, "/events").path("items").findValuesAsText("responseDocumentHash");
      String answered = Hashes.ofCanonical(reply.body().getBytes(StandardCharsets.UTF_8));
      assertThat(recorded).as("%s", reply).containsExactly(answered);
    }
  }

  @Test
  void anIrreversibleCallIsInTheRecordBeforeItIsMade() {
    List<JsonNode> seen = new CopyOnWriteArrayList<>();
    try (AgentDesk desk = new AgentDesk(api(), judge)) {
      ObjectNode draft = desk.draft("sure", "SureIntent").put("sideEffect", "irreversible");
      desk.register(
          draft,
          exchange -> {
            Api.Reply list = api().get("/api/v1/executions?intent=SureIntent&status=running");
            String id = list.json().at("/items/0/executionId").asText();
            seen.add(api().get("/api/v1/executions/" + id + "/events").json());
            Behaviour.succeed().handle(exchange);
          });
      Api.Reply reply = submit("SureIntent", "direct");
      assertThat(reply.status()).as("%s", reply).isEqualTo(200);
      assertThat(seen).hasSize(1);
      assertThat(seen.get(0).path("items").findValuesAsText("type"))
          .containsExactly(
              "INTENT_RECEIVED", "POLICY_DECISION", "ROUTER_DECISION", "AGENT_ATTEMPT_START");
      assertThat(read(reply, "/verify").path("valid").asBoolean()).isTrue();
    }
  }

  @Test
  void theFirstSuccessOfAParallelWinsAndTheOthersAreCancelled() {
    try (AgentDesk desk = new AgentDesk(api(), judge)) {
      CountDownLatch losersCalled = new CountDownLatch(2);
      Behaviour loser =
          exchange -> {
            losersCalled.countDown();
            Behaviour.hang().handle(exchange);
          };
      desk.register("race-a", "RaceIntent", loser);
      desk.register("race-b", "RaceIntent", Behaviour.succeedAfter(losersCalled));
      desk.register("race-c", "RaceIntent", loser);
      Api.Reply reply = submit("RaceIntent", "parallel");
      assertThat(reply.status()).as("%s", reply).isEqualTo(200);
      assertThat(reply.json().at("/metadata/agent").asText()).isEqualTo("race-b");
      assertThat(reply.json().at("/metadata/decisionPath").toString())
          .isEqualTo("[\"race-a\",\"race-b\",\"race-c\"]");
      assertThat(recordOf(reply).path("candidates").findValuesAsText("outcome"))
          .containsExactly("cancelled", "succeeded", "cancelled");
      Eventually.isTrue(
          "the losers have been left",
          Duration.ofSeconds(10),
          () -> judge.abandoned("race-a") == 1 && judge.abandoned("race-c") == 1);
      assertThat(read(reply, "/verify").path("valid").asBoolean()).isTrue();
    }
  }

  private AgentDesk chain(String intent) {
    AgentDesk desk = new AgentDesk(api(), judge);
    for (String name : List.of("c3", "c1", "c2")) {
      desk.register(name, intent, Behaviour.fail("AGENT_ERROR"));
    }
    return desk;
  }

  private Api.Reply submit(String intent, String strategy) {
    return submit(envelope(intent, strategy, null));
  }

  private Api.Reply submit(ObjectNode body) {
    return Leaks.none(api().post("/api/v1/intents", body));
  }

  private static ObjectNode envelope(
      String intent, String strategy, String target, String... chain) {
    ObjectNode body = Json.object();
    body.putObject("intent").put("name", intent);
    ObjectNode routing = body.putObject("routing");
    routing.put("strategy", strategy).put("targetAgent", target);
    for (String name : chain) {
      routing.withArray("fallbackAgents").add(name);
    }
    return body;
  }

  /** The record, after checking that it verifies. */
  private JsonNode recordOf(Api.Reply reply) {
    assertThat(read(reply, "/verify").path("valid").asBoolean()).isTrue();
    return read(reply, "");
  }

  private JsonNode read(Api.Reply reply, String part) {
    String id = reply.header("Intentus-Execution-Id");
    assertThat(id).as("%s", reply).isNotEmpty();
    Api.Reply found = Leaks.none(api().get("/api/v1/executions/" + id + part));
    assertThat(found.status()).as("%s", found).isEqualTo(200);
    return found.json();
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(text -> texts.add(text.asText()));
    return texts;
  }
}
