package net.intentus.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import net.intentus.harness.Api;
import net.intentus.harness.Eventually;
import net.intentus.harness.RunningServer;
import net.intentus.intent.Hashes;
import net.intentus.intent.Json;
import net.intentus.judge.AgentDesk;
import net.intentus.judge.Behaviour;
import net.intentus.judge.JudgeAgent;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A server that keeps less of payloads than they are, and acknowledges read-only work early. */
class KeptPayloadsIT {
  private static final String SECRET = "a phrase that only the agent may keep";
  private static RunningServer server;
  @AutoClose private static final JudgeAgent judge = JudgeAgent.start();

  @BeforeAll
  static void start() {
    server =
        RunningServer.start(
            RunningServer.Options.fresh()
                .with("INTENTUS_DEMO_ENABLED", "true")
                .with("INTENTUS_RECORDING_PAYLOADS_BY_INTENT", "Open*=full,*HushIntent=digest")
                .with("INTENTUS_RECORDING_MAX_PAYLOAD_BYTES", "2048")
                .with("INTENTUS_RECORDING_DURABILITY", "async")
                .with("INTENTUS_HISTORY_MAX_BYTES", "65536")
                .with("INTENTUS_HISTORY_FILES", "2"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Api.Reply submit(String intent, String text) {
    ObjectNode body = Json.object();
    body.putObject("intent").put("name", intent);
    body.putObject("payload").put("text", text);
    Api.Reply reply = server.api().post("/api/v1/intents", body);
    assertThat(reply.status()).as("%s", reply).isEqualTo(200);
    assertThat(reply.json().at("/payload/text").asText()).isEqualTo(text);
    return reply;
  }

  private static Api.Reply read(Api.Reply submitted, String part) {
    String path = "/api/v1/executions/" + submitted.header("Intentus-Execution-Id") + part;
    Eventually.isTrue(
        "the record is stored",
        Duration.ofSeconds(20),
        () -> {
          String id = submitted.header("Intentus-Execution-Id");
          Api.Reply found = server.api().get("/api/v1/executions/" + id);
          return found.status() == 200 && found.json().path("completedAt").isTextual();
        });
    return Described.answer("GET", path, server.api().get(path));
  }

  private static List<String> results(Api.Reply submitted) {
    JsonNode report = read(submitted, "/verify").json();
    assertThat(report.path("valid").asBoolean()).as("%s", report).isTrue();
    List<String> results = new ArrayList<>();
    for (JsonNode check : report.path("checks")) {
      if (check.path("name").asText().matches("(envelope|response)-hash")) {
        results.add(check.path("result").asText());
      }
    }
    return results;
  }

  private static void hushed(Api.Reply submitted) {
    JsonNode detail = read(submitted, "").json();
    assertThat(detail.path("kept").toString())
        .isEqualTo("{\"envelope\":\"digest\",\"response\":\"digest\"}");
    assertThat(detail.path("replayable").asBoolean()).isFalse();
    for (String part : List.of("/envelope", "/response")) {
      Api.Reply none = read(submitted, part);
      assertThat(none.status()).isEqualTo(404);
      assertThat(none.json().path("detail").asText()).contains("only the hash is kept");
    }
    assertThat(read(submitted, "/events").body()).doesNotContain(SECRET);
    assertThat(results(submitted)).containsExactly("not_checkable", "not_checkable");
  }

  @Test
  void keepsOnlyHashesOfAnIntentThatARuleNames() {
    try (AgentDesk desk = new AgentDesk(server.api(), judge)) {
      desk.register("hush", "HushIntent", Behaviour.echo());
      desk.register("open", "OpenHushIntent", Behaviour.echo());
      hushed(submit("HushIntent", SECRET));
      Api.Reply open = submit("OpenHushIntent", SECRET);
      assertThat(read(open, "/envelope").body()).contains(SECRET);
      assertThat(read(open, "").json().path("replayable").asBoolean()).isTrue();
    }
  }

  @Test
  void showsNobodyADigestWhileTheExecutionIsOpen() {
    List<Api.Reply> seen = new CopyOnWriteArrayList<>();
    try (AgentDesk desk = new AgentDesk(server.api(), judge)) {
      desk.register(
          desk.draft("pay", "PayHushIntent").put("sideEffect", "irreversible"),
          exchange -> {
            String list = "/api/v1/executions?intent=PayHushIntent&status=running";
            String id = server.api().get(list).json().at("/items/0/executionId").asText();
            seen.add(server.api().get("/api/v1/executions/" + id + "/envelope"));
            seen.add(server.api().get("/api/v1/executions/" + id + "/verify"));
            Behaviour.echo().handle(exchange);
          });
      Api.Reply reply = submit("PayHushIntent", SECRET);
      assertThat(seen).hasSize(2);
      assertThat(seen.get(0).status()).isEqualTo(404);
      assertThat(seen.get(0).body()).doesNotContain(SECRET);
      assertThat(seen.get(1).json().path("valid").asBoolean()).isTrue();
      hushed(reply);
    }
  }

  @Test
  void aRepeatOfAnAnswerThatIsNotKeptWholeIsAConflictAndNotRunAgain() {
    try (AgentDesk desk = new AgentDesk(server.api(), judge)) {
      for (String intent : List.of("RepeatedHushIntent", "RepeatedLargeIntent")) {
        desk.register(intent.toLowerCase(Locale.ROOT), intent, Behaviour.echo());
        ObjectNode body = Json.object();
        body.putObject("intent").put("name", intent);
        body.putObject("payload").put("text", "0123456789".repeat(1_000));
        String key = UUID.randomUUID().toString();
        Api.Reply first = server.api().post("/api/v1/intents", body, "Idempotency-Key", key);
        assertThat(first.status()).as("%s", first).isEqualTo(200);
        Api.Reply repeat = server.api().post("/api/v1/intents", body, "Idempotency-Key", key);
        assertThat(repeat.status()).as("%s", repeat).isEqualTo(409);
        assertThat(repeat.json().path("code").asText()).isEqualTo("IDEMPOTENCY_CONFLICT");
        assertThat(repeat.json().path("detail").asText()).contains("its answer is not kept");
        assertThat(judge.calls(intent.toLowerCase(Locale.ROOT))).isEqualTo(1);
      }
    }
  }

  @Test
  void unknownWorkIsRunAgainWithAllThatWasSentAlthoughTheRecordHasLess() {
    String large = "0123456789".repeat(1_000);
    try (AgentDesk desk = new AgentDesk(server.api(), judge)) {
      for (String intent : List.of("UnsureHushIntent", "UnsureLargeIntent")) {
        String agent = intent.toLowerCase(Locale.ROOT);
        List<String> begun = new CopyOnWriteArrayList<>();
        desk.register(
            desk.draft(agent, intent).put("sideEffect", "irreversible"),
            exchange -> {
              begun.add(intent);
              (begun.size() == 1 ? Behaviour.hangUp() : Behaviour.echo()).handle(exchange);
            });
        ObjectNode body = Json.object();
        body.putObject("intent").put("name", intent);
        body.putObject("payload").put("text", large);
        Api.Reply unsure = server.api().post("/api/v1/intents", body);
        JsonNode before = read(unsure, "").json();
        assertThat(before.path("status").asText()).as("%s", before).isEqualTo("unknown");
        String path = "/api/v1/executions/" + unsure.header("Intentus-Execution-Id");
        ObjectNode verdict = Json.object().put("outcome", "rerun").put("reason", "Not done.");
        Api.Reply rerun = server.api().post(path + "/resolve", verdict);
        assertThat(rerun.status()).as("%s", rerun).isEqualTo(200);
        assertThat(judge.last(agent).envelope().at("/payload/text").asText()).isEqualTo(large);
        JsonNode after = read(unsure, "").json();
        assertThat(after.path("status").asText()).isEqualTo("succeeded");
        assertThat(after.path("replayable").asBoolean()).isFalse();
        String kept = intent.equals("UnsureHushIntent") ? "digest" : "truncated";
        assertThat(after.at("/kept/envelope").asText()).isEqualTo(kept);
        assertThat(after.at("/kept/response").asText()).isEqualTo(kept);
        assertThat(inputHashes(unsure)).hasSize(1);
        results(unsure);
      }
    }
  }

  private static Set<String> inputHashes(Api.Reply submitted) {
    Set<String> hashes = new TreeSet<>();
    for (JsonNode event : read(submitted, "/events").json().path("items")) {
      JsonNode hash = event.at("/payload/inputHash");
      if (hash.isTextual()) {
        hashes.add(hash.textValue());
      }
    }
    return hashes;
  }

  @Test
  void truncatesLargePayloadsInTheRecordAndNowhereElse() {
    String large = "0123456789".repeat(30_000);
    try (AgentDesk desk = new AgentDesk(server.api(), judge)) {
      desk.register("large-r", "LargeIntent", Behaviour.echo());
      desk.register(
          desk.draft("large-w", "LargeWriteIntent").put("sideEffect", "irreversible"),
          Behaviour.echo());
      for (String intent : List.of("LargeIntent", "LargeWriteIntent")) {
        Api.Reply reply = submit(intent, large);
        String agent = intent.equals("LargeIntent") ? "large-r" : "large-w";
        assertThat(judge.last(agent).envelope().at("/payload/text").asText()).isEqualTo(large);
        JsonNode detail = read(reply, "").json();
        assertThat(detail.path("kept").toString())
            .isEqualTo("{\"envelope\":\"truncated\",\"response\":\"truncated\"}");
        assertThat(detail.path("replayable").asBoolean()).isFalse();
        String hash = Hashes.of(Json.object().put("text", large));
        for (String part : List.of("/envelope", "/response")) {
          JsonNode cut = read(reply, part).json().at("/payload/$truncated");
          assertThat(cut.path("hash").asText()).isEqualTo(hash);
          assertThat(cut.path("bytes").asInt()).isEqualTo(300_011);
          assertThat(cut.path("head").asText()).startsWith("{\"text\":\"0123456789");
        }
        assertThat(read(reply, "/events").body()).contains(hash).doesNotContain("01234567890");
        assertThat(results(reply)).containsExactly("ok", "ok");
      }
    }
  }

  @Test
  void mirrorsEveryFinishedExecutionOnceWithinItsBoundsAlsoWhenStopped() throws IOException {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      ids.add(submit("EchoIntent", "history").header("Intentus-Execution-Id"));
    }
    Api.Reply failed =
        server.api().post("/api/v1/intents", "{\"intent\":{\"name\":\"NobodyIntent\"}}");
    ids.add(failed.header("Intentus-Execution-Id"));
    server.restart();

    Path current = server.dataDir().resolve("execution_history.jsonl");
    Path older = server.dataDir().resolve("execution_history.jsonl.1");
    assertThat(Files.size(current)).isBetween(1L, 65_536L);
    assertThat(Files.size(older)).isBetween(1L, 65_536L);
    assertThat(server.dataDir().resolve("execution_history.jsonl.2")).doesNotExist();
    List<String> mirrored = new ArrayList<>();
    JsonNode last = Json.object();
    for (Path file : List.of(older, current)) {
      for (String line : Files.readAllLines(file)) {
        last = Json.trusted(line);
        mirrored.add(last.path("executionId").asText());
      }
    }
    assertThat(mirrored).doesNotHaveDuplicates().hasSizeGreaterThan(100);
    assertThat(ids.subList(ids.size() - 100, ids.size())).isSubsetOf(mirrored);
    assertThat(last.path("errorCode").asText()).isEqualTo("CAPABILITY_NOT_FOUND");
    JsonNode record = server.api().get("/api/v1/executions/" + ids.get(300)).json();
    for (String same : List.of("journalHead", "envelopeHash", "completedAt", "createdAt")) {
      assertThat(last.path(same)).as(same).isEqualTo(record.path(same));
    }
    assertThat(server.api().get("/api/v1/executions/" + ids.get(299)).status())
        .as("accepted early, written before the end")
        .isEqualTo(200);
  }
}
