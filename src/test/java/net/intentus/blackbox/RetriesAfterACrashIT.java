package net.intentus.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import net.intentus.harness.Api;
import net.intentus.harness.Eventually;
import net.intentus.harness.RunningServer;
import net.intentus.intent.Json;
import net.intentus.judge.AgentDesk;
import net.intentus.judge.Behaviour;
import net.intentus.judge.JudgeAgent;
import net.intentus.judge.Received;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A server is killed between the tries of calls that fail; the agents count. */
class RetriesAfterACrashIT {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int RETRIES = 2;
  private static RunningServer server;
  private static JudgeAgent judge;

  @BeforeAll
  static void start() {
    judge = JudgeAgent.start();
    server = RunningServer.start(RunningServer.Options.fresh());
  }

  @AfterAll
  static void stop() {
    server.close();
    judge.close();
  }

  private static void register(AgentDesk desk, String name, String intent, String sideEffect) {
    ObjectNode draft = desk.draft(name, intent).put("sideEffect", sideEffect);
    if (!sideEffect.equals("irreversible")) {
      draft
          .putObject("guard")
          .putObject("retry")
          .put("maxRetries", RETRIES)
          .put("delayMs", 2_000)
          .put("jitterMs", 100);
    }
    desk.register(
        draft, sideEffect.equals("irreversible") ? Behaviour.hang() : Behaviour.status(503));
  }

  private static void submit(ExecutorService threads, String intent, String... headers) {
    ObjectNode body = Json.object();
    body.putObject("intent").put("name", intent);
    body.putObject("routing").put("strategy", "fallback");
    Future<?> unused =
        threads.submit(
            () -> {
              try {
                server.api().post("/api/v1/intents", body, headers);
              } catch (UncheckedIOException e) {
                // its server is killed
              }
            });
  }

  private static JsonNode ended(String intent, String status) {
    JsonNode item =
        Eventually.get(
                "the end of " + intent,
                SOON,
                () -> server.api().get("/api/v1/executions?intent=" + intent).json().path("items"),
                items -> items.size() == 1 && items.get(0).path("status").asText().equals(status))
            .get(0);
    String path = "/api/v1/executions/" + item.path("executionId").asText();
    JsonNode verified = server.api().get(path + "/verify").json();
    assertThat(verified.path("valid").asBoolean()).as("%s", verified).isTrue();
    return server.api().get(path).json();
  }

  /** The interrupted try may be made once more, and no retry is given twice. */
  private static void assertTries(String agent, int before) {
    assertThat(judge.calls(agent)).isGreaterThan(before).isLessThanOrEqualTo(1 + RETRIES + 1);
    assertThat(judge.received(agent))
        .extracting((Received call) -> call.header("Idempotency-Key"))
        .doesNotContainNull()
        .containsOnly(judge.received(agent).get(0).header("Idempotency-Key"));
  }

  @Test
  void triesGoOnWithTheSameKeyAndNoneIsGivenTwice() throws Exception {
    ExecutorService threads = Executors.newCachedThreadPool();
    try (AgentDesk desk = new AgentDesk(server.api(), judge)) {
      register(desk, "crash-undoable", "CrashUndoIntent", "reversible");
      register(desk, "crash-reader", "CrashReadIntent", "read_only");
      register(desk, "crash-unkept", "CrashUnkeptIntent", "read_only");
      register(desk, "crash-final", "CrashFinalIntent", "irreversible");
      desk.register("crash-other", "CrashFinalIntent", Behaviour.succeed());
      submit(threads, "CrashFinalIntent");
      Eventually.isTrue("the final call", SOON, () -> judge.running("crash-final") == 1);
      submit(threads, "CrashUndoIntent");
      submit(threads, "CrashReadIntent", "Idempotency-Key", "crash-reader-1");
      submit(threads, "CrashUnkeptIntent");
      List<String> tried = List.of("crash-undoable", "crash-reader", "crash-unkept");
      Eventually.isTrue(
          "a second try of each",
          SOON,
          () -> tried.stream().allMatch(agent -> judge.calls(agent) == 2));
      server.kill9();
      judge.on("crash-final", Behaviour.succeed());
      List<Integer> before = new ArrayList<>();
      tried.forEach(agent -> before.add(judge.calls(agent)));
      server.restart();

      assertThat(ended("CrashUndoIntent", "failed").at("/error/code").asText())
          .isEqualTo("AGENT_UNAVAILABLE");
      assertTries("crash-undoable", before.get(0));
      ended("CrashReadIntent", "failed");
      assertTries("crash-reader", before.get(1));
      assertThat(ended("CrashFinalIntent", "unknown").at("/error/details/ambiguous").asBoolean())
          .isTrue();
      assertThat(judge.calls("crash-final")).isEqualTo(1);
      assertThat(judge.calls("crash-other")).isZero();
      assertThat(judge.calls("crash-unkept")).as("nobody was promised it").isEqualTo(2);

      Api.Reply repeat =
          server
              .api()
              .post(
                  "/api/v1/intents",
                  "{\"intent\":{\"name\":\"CrashReadIntent\"},\"routing\":{\"strategy\":\"fallback\"}}",
                  "Idempotency-Key",
                  "crash-reader-1");
      assertThat(repeat.status()).as("%s", repeat).isEqualTo(503);
      assertTries("crash-reader", before.get(1));
    } finally {
      threads.shutdownNow();
    }
  }
}
