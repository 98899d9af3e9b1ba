package net.intentus.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import net.intentus.harness.Api;
import net.intentus.intent.Json;
import net.intentus.judge.AgentDesk;
import net.intentus.judge.Behaviour;
import net.intentus.judge.JudgeAgent;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Comparing, repeating and looking up what is recorded. */
class UnderstandingIT {
  @AutoClose private static final JudgeAgent judge = JudgeAgent.start();

  private static Api api() {
    return Servers.standard().api();
  }

  private static ObjectNode envelope(String intent, String strategy) {
    ObjectNode body = Json.object();
    body.putObject("intent").put("name", intent);
    body.putObject("payload").put("query", "pumps");
    body.putObject("context").putArray("tags").add("nightly");
    body.putObject("metadata").put("source", "test");
    body.putObject("routing").put("strategy", strategy);
    return body;
  }

  private static Api.Reply submit(ObjectNode body) {
    Api.Reply reply = Leaks.none(api().post("/api/v1/intents", body));
    assertThat(reply.header("Intentus-Execution-Id")).as("%s", reply).isNotEmpty();
    return reply;
  }

  private static String id(Api.Reply reply) {
    return reply.header("Intentus-Execution-Id");
  }

  private static JsonNode read(String path) {
    Api.Reply reply = api().get(path);
    assertThat(reply.status()).as("%s", reply).isEqualTo(200);
    Described.answer("GET", path, reply);
    return reply.json();
  }

  private static JsonNode detail(String id) {
    return read("/api/v1/executions/" + id);
  }

  private static JsonNode diff(String a, String b) {
    return read("/api/v1/executions/" + a + "/diff/" + b);
  }

  private static Api.Reply replay(String id, String body) {
    String path = "/api/v1/executions/" + id + "/replay";
    return Described.answer("POST", path, api().post(path, body));
  }

  private static List<String> pointers(JsonNode diff) {
    return diff.path("fields").findValuesAsText("pointer");
  }

  @Test
  void lookingAtARecordCallsNobody() {
    try (AgentDesk desk = new AgentDesk(api(), judge)) {
      desk.register("quiet", "QuietIntent", Behaviour.echo());
      String a = id(submit(envelope("QuietIntent", "direct")));
      String b = id(submit(envelope("QuietIntent", "direct")));
      int before = judge.calls("quiet");
      for (String part :
          List.of(
              "",
              "/envelope",
              "/response",
              "/explain",
              "/events",
              "/spans",
              "/verify",
              "/diff/" + b)) {
        read("/api/v1/executions/" + a + part);
      }
      read("/api/v1/executions/drift?intent=QuietIntent");
      assertThat(judge.calls("quiet")).isEqualTo(before).isEqualTo(2);
    }
  }

  @Test
  void theSameRequestTwiceIsNoDifference() {
    try (AgentDesk desk = new AgentDesk(api(), judge)) {
      desk.register("same-a", "SameIntent", Behaviour.fail("AGENT_ERROR"));
      desk.register("same-b", "SameIntent", Behaviour.echo());
      String a = id(submit(envelope("SameIntent", "fallback")));
      String b = id(submit(envelope("SameIntent", "fallback")));
      JsonNode diff = diff(a, b);
      assertThat(diff.path("same").asBoolean()).as("%s", diff).isTrue();
      assertThat(diff.path("fields")).isEmpty();
      assertThat(diff.at("/decision/same").asBoolean()).isTrue();
      assertThat(diff.at("/fingerprint/same").asBoolean()).isTrue();
    }
  }

  @Test
  void pointsAtWhatWasAskedAnsweredAndDecidedDifferently() {
    try (AgentDesk desk = new AgentDesk(api(), judge)) {
      desk.register("differ-a", "DifferIntent", Behaviour.echo());
      desk.register("differ-b", "DifferIntent", Behaviour.echo());
      String a = id(submit(envelope("DifferIntent", "fallback")));
      judge.on("differ-a", Behaviour.fail("AGENT_ERROR"));
      ObjectNode other = envelope("DifferIntent", "fallback");
      other.withObject("/payload").put("query", "valves").put("a/b~", 1);
      String b = id(submit(other));
      JsonNode diff = diff(a, b);
      assertThat(diff.path("same").asBoolean()).isFalse();
      assertThat(pointers(diff))
          .contains(
              "/envelope/payload/query",
              "/envelope/payload/a~1b~0",
              "/response/payload/query",
              "/response/metadata/decisionPath/1")
          .noneMatch(p -> p.contains("timestamp") || p.contains("Id") || p.contains("duration"));
      JsonNode field = diff.path("fields").get(0);
      assertThat(field.path("pointer").asText()).startsWith("/envelope/payload");
      assertThat(diff.at("/decision/agent/a").asText()).isEqualTo("differ-a");
      assertThat(diff.at("/decision/agent/b").asText()).isEqualTo("differ-b");
      assertThat(diff.at("/decision/candidates").findValuesAsText("agent"))
          .contains("differ-a", "differ-b");
      assertThat(diff.at("/fingerprint/same").asBoolean()).isFalse();
    }
  }

  @Test
  void comparesSecretsWithoutShowingThem() {
    try (AgentDesk desk = new AgentDesk(api(), judge)) {
      desk.register("safe", "VaultIntent", Behaviour.succeed());
      String a = id(submit(secret("correct-horse")));
      String same = id(submit(secret("correct-horse")));
      String other = id(submit(secret("battery-staple")));
      assertThat(diff(a, same).path("same").asBoolean()).isTrue();
      JsonNode diff = diff(a, other);
      assertThat(pointers(diff)).containsExactly("/envelope/payload/login/password");
      assertThat(diff.toString()).doesNotContain("correct-horse").doesNotContain("battery-staple");
    }
  }

  private static ObjectNode secret(String password) {
    ObjectNode body = envelope("VaultIntent", "direct");
    body.withObject("/payload/login").put("password", password).put("user", "ada");
    return body;
  }

  @Test
  void whatIsNotThereCannotBeComparedOrRepeated() {
    for (String path :
        List.of("/api/v1/executions/none/diff/none", "/api/v1/executions/none/diff/drift")) {
      assertThat(api().get(path).status()).isEqualTo(404);
    }
    assertThat(replay("none", "{}").status()).isEqualTo(404);
  }

  @Test
  void aFallbackAfterAFailureIsDriftAgainstAFirstSuccess() {
    try (AgentDesk desk = new AgentDesk(api(), judge)) {
      desk.register("drift-a", "DriftIntent", Behaviour.succeed(Json.object()));
      desk.register("drift-b", "DriftIntent", Behaviour.succeed(Json.object()));
      String first = id(submit(envelope("DriftIntent", "fallback")));
      judge.on("drift-a", Behaviour.fail("AGENT_ERROR"));
      String second = id(submit(envelope("DriftIntent", "fallback")));
      String third = id(submit(envelope("DriftIntent", "fallback")));
      JsonNode drift = read("/api/v1/executions/drift?intent=DriftIntent");
      assertThat(drift.path("items")).hasSize(1);
      JsonNode item = drift.path("items").get(0);
      assertThat(item.path("envelopeHash")).isEqualTo(detail(first).path("envelopeHash"));
      assertThat(item.at("/fingerprints/0/count").asInt()).isEqualTo(2);
      assertThat(item.at("/fingerprints/0/firstExecutionId").asText()).isEqualTo(second);
      assertThat(item.at("/fingerprints/0/lastExecutionId").asText()).isEqualTo(third);
      assertThat(item.at("/fingerprints/1/lastExecutionId").asText()).isEqualTo(first);
      assertThat(drift.path("scanned").asInt()).isEqualTo(3);
      assertThat(drift.path("windowIsComplete").asBoolean()).isTrue();
    }
    assertThat(api().get("/api/v1/executions/drift?cursor=bm9uZQ&more=1").status()).isEqualTo(422);
    assertThat(api().get("/api/v1/executions/drift?cursor=bm9uZQ").status()).isEqualTo(422);
    assertThat(
            api()
                .get("/api/v1/executions/drift?from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z")
                .status())
        .isEqualTo(422);
  }

  @Test
  void repeatsARecordAsANewLinkedExecution() {
    try (AgentDesk desk = new AgentDesk(api(), judge)) {
      desk.register("again", "AgainIntent", Behaviour.echo());
      String parent = id(submit(envelope("AgainIntent", "direct")));
      assertThat(detail(parent).path("replayable").asBoolean()).isTrue();
      Api.Reply reply = replay(parent, "");
      assertThat(reply.status()).as("%s", reply).isEqualTo(200);
      String child = id(reply);
      assertThat(child).isNotEqualTo(parent);
      assertThat(judge.calls("again")).isEqualTo(2);
      JsonNode detail = detail(child);
      assertThat(detail.path("parentExecutionId").asText()).isEqualTo(parent);
      assertThat(detail.path("tags").toString()).isEqualTo("[\"nightly\"]");
      assertThat(detail.path("traceId")).isNotEqualTo(detail(parent).path("traceId"));
      assertThat(detail.path("requestId")).isNotEqualTo(detail(parent).path("requestId"));
      assertThat(read("/api/v1/executions/" + child + "/envelope").at("/metadata/source").asText())
          .isEqualTo("test");
      assertThat(detail(parent).path("replays").toString()).isEqualTo("[\"" + child + "\"]");
      assertThat(detail(parent).path("parentExecutionId").isNull()).isTrue();
      assertThat(diff(parent, child).path("same").asBoolean()).isTrue();
      assertThat(read("/api/v1/executions/" + child + "/verify").path("valid").asBoolean())
          .isTrue();
    }
  }

  @Test
  void repeatsWithAPatchedPayloadAndOtherRouting() {
    try (AgentDesk desk = new AgentDesk(api(), judge)) {
      desk.register("patch-a", "PatchIntent", Behaviour.echo());
      desk.register("patch-b", "PatchIntent", Behaviour.echo());
      String parent = id(submit(envelope("PatchIntent", "direct")));
      Api.Reply reply =
          replay(
              parent,
              "{\"payloadPatch\":{\"query\":null,\"size\":{\"min\":1}},"
                  + "\"routing\":{\"strategy\":\"direct\",\"targetAgent\":\"patch-b\"}}");
      assertThat(reply.status()).as("%s", reply).isEqualTo(200);
      assertThat(judge.last("patch-b").envelope().path("payload").toString())
          .isEqualTo("{\"size\":{\"min\":1}}");
      assertThat(pointers(diff(parent, id(reply))))
          .contains(
              "/envelope/payload/query", "/envelope/payload/size", "/envelope/routing/targetAgent");
    }
  }

  @Test
  void refusesWhatIsNoReplayRequestAndCallsNobody() {
    try (AgentDesk desk = new AgentDesk(api(), judge)) {
      desk.register("strict", "StrictReplay", Behaviour.echo());
      String parent = id(submit(envelope("StrictReplay", "direct")));
      int before = judge.calls("strict");
      assertThat(replay(parent, "{").status()).isEqualTo(400);
      Api.Reply reply =
          replay(
              parent,
              "{\"payloadPatch\":[],\"routing\":{\"strategy\":\"chance\"},\"force\":\"yes\",\"x\":1}");
      assertThat(reply.status()).isEqualTo(422);
      assertThat(reply.json().path("violations").findValuesAsText("pointer"))
          .contains("/payloadPatch", "/force", "/x");
      Api.Reply routing = replay(parent, "{\"routing\":{\"strategy\":\"chance\"}}");
      assertThat(routing.status()).isEqualTo(422);
      assertThat(routing.json().path("violations").findValuesAsText("pointer"))
          .containsExactly("/routing/strategy");
      Api.Reply forced = replay(parent, "{\"force\":true,\"reason\":\" \"}");
      assertThat(forced.status()).isEqualTo(422);
      String path = "/api/v1/executions/" + parent + "/replay";
      assertThat(api().post(path, "{}", "Idempotency-Key", "k").status()).isEqualTo(501);
      assertThat(judge.calls("strict")).isEqualTo(before);
    }
  }

  @Test
  void callsAnIrreversibleAgentAgainOnlyWhenForcedWithAReason() {
    try (AgentDesk desk = new AgentDesk(api(), judge)) {
      desk.register(
          desk.draft("pay", "PayIntent").put("sideEffect", "irreversible"), Behaviour.succeed());
      String parent = id(submit(envelope("PayIntent", "direct")));
      assertThat(detail(parent).at("/replay/needsForce").asBoolean()).isTrue();
      assertThat(detail(parent).at("/replay/irreversibleAgents").toString()).isEqualTo("[\"pay\"]");
      Api.Reply refused = replay(parent, "{\"reason\":\"not enough\"}");
      assertThat(refused.status()).as("%s", refused).isEqualTo(409);
      assertThat(refused.json().path("code").asText()).isEqualTo("CONFLICT");
      assertThat(judge.calls("pay")).isEqualTo(1);
      Api.Reply forced = replay(parent, "{\"force\":true,\"reason\":\"the bank lost it\"}");
      assertThat(forced.status()).as("%s", forced).isEqualTo(200);
      assertThat(judge.calls("pay")).isEqualTo(2);
      JsonNode received =
          read("/api/v1/executions/" + id(forced) + "/events").at("/items/0/payload/replay");
      assertThat(received.path("forced").asBoolean()).isTrue();
      assertThat(received.path("reason").asText()).isEqualTo("the bank lost it");
    }
  }

  @Test
  void needsEveryRedactedValueAgain() {
    try (AgentDesk desk = new AgentDesk(api(), judge)) {
      desk.register("safe", "VaultIntent", Behaviour.succeed());
      String parent = id(submit(secret("correct-horse")));
      JsonNode detail = detail(parent);
      assertThat(detail.path("replayable").asBoolean()).isFalse();
      assertThat(detail.at("/replay/redacted").toString())
          .isEqualTo("[\"/payload/login/password\"]");
      int before = judge.calls("safe");
      Api.Reply refused = replay(parent, "{\"payloadPatch\":{\"login\":{\"user\":\"bob\"}}}");
      assertThat(refused.status()).as("%s", refused).isEqualTo(409);
      assertThat(refused.json().path("violations").findValuesAsText("pointer"))
          .containsExactly("/payload/login/password");
      assertThat(judge.calls("safe")).isEqualTo(before);
      Api.Reply reply =
          replay(parent, "{\"payloadPatch\":{\"login\":{\"password\":\"correct-horse\"}}}");
      assertThat(reply.status()).as("%s", reply).isEqualTo(200);
      assertThat(judge.last("safe").envelope().at("/payload/login/password").asText())
          .isEqualTo("correct-horse");
      assertThat(diff(parent, id(reply)).path("same").asBoolean()).isTrue();
    }
  }

  @Test
  void whatHasNotEndedCannotBeRepeated() {
    try (AgentDesk desk = new AgentDesk(api(), judge)) {
      ObjectNode draft = desk.draft("busy", "BusyIntent").put("sideEffect", "irreversible");
      List<Api.Reply> seen = new java.util.concurrent.CopyOnWriteArrayList<>();
      desk.register(
          draft,
          exchange -> {
            JsonNode list = read("/api/v1/executions?intent=BusyIntent&status=running");
            String id = list.at("/items/0/executionId").asText();
            seen.add(replay(id, "{\"force\":true,\"reason\":\"impatient\"}"));
            Behaviour.succeed().handle(exchange);
          });
      submit(envelope("BusyIntent", "direct"));
      assertThat(seen).hasSize(1);
      assertThat(seen.get(0).status()).as("%s", seen.get(0)).isEqualTo(409);
      assertThat(judge.calls("busy")).isEqualTo(1);
    }
  }
}
