package net.intentus.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import net.intentus.harness.Api;
import net.intentus.harness.Eventually;
import net.intentus.judge.AgentDesk;
import net.intentus.judge.Behaviour;
import net.intentus.judge.JudgeAgent;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What guards made a call wait for, and what agents tell of their calls, in record and console. */
class WaitsIT {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static JudgeAgent judge;
  private AgentDesk desk;
  private BudgetDesk client;
  private Person person;

  @BeforeAll
  static void startJudge() {
    judge = JudgeAgent.start();
  }

  @AfterAll
  static void stopJudge() {
    judge.close();
  }

  @BeforeEach
  void open() {
    Api api = Servers.standard().api();
    desk = new AgentDesk(api, judge);
    client = new BudgetDesk(api);
    person = Person.signIn(api, "admin", Servers.standard().adminPassword());
  }

  @AfterEach
  void close() {
    desk.close();
  }

  private String page(Api.Reply reply) {
    return person.get("/console/executions/" + BudgetDesk.id(reply)).body();
  }

  @Test
  void theWaitForAPlaceIsToldApart() throws Exception {
    CountDownLatch work = new CountDownLatch(1);
    ObjectNode draft = desk.draft("wait-narrow", "WaitPlaceIntent");
    draft.putObject("guard").put("maxConcurrent", 1).put("maxQueued", 1);
    desk.register(draft, Behaviour.succeedAfter(work));
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Future<Api.Reply> first = threads.submit(() -> client.submit("WaitPlaceIntent", "direct"));
      Eventually.isTrue("one at work", SOON, () -> judge.running("wait-narrow") == 1);
      Future<Api.Reply> second = threads.submit(() -> client.submit("WaitPlaceIntent", "direct"));
      Eventually.isTrue(
          "the console shows both",
          SOON,
          () ->
              person
                  .get("/console/agents/wait-narrow")
                  .body()
                  .contains("Now, on this instance: 1 running, 1 waiting."));
      Thread.sleep(400); // so that there is something to tell
      work.countDown();
      JsonNode at = client.events(second.get(), "AGENT_ATTEMPT_END").get(0);
      assertThat(at.path("waitedMs").asInt()).isGreaterThanOrEqualTo(400);
      assertThat(at.path("durationMs").asInt()).isGreaterThanOrEqualTo(at.path("waitedMs").asInt());
      assertThat(client.events(first.get(), "AGENT_ATTEMPT_END").get(0).has("waitedMs")).isFalse();
      assertThat(page(second.get())).contains("for a place", "class=\"gap\"");
      assertThat(page(first.get())).doesNotContain("for a place");
      assertThat(
              client
                  .read("/api/v1/executions/" + BudgetDesk.id(second.get()) + "/verify")
                  .path("valid")
                  .asBoolean())
          .isTrue();
    } finally {
      work.countDown();
      threads.shutdownNow();
    }
  }

  @Test
  void retriesAndTheWaitsBetweenThemAreOnTheTimeLine() {
    AtomicInteger calls = new AtomicInteger();
    ObjectNode draft = desk.draft("wait-moody", "WaitRetryIntent");
    draft.putObject("guard").putObject("retry").put("maxRetries", 1).put("delayMs", 300);
    desk.register(
        draft,
        exchange ->
            (calls.incrementAndGet() == 1 ? Behaviour.status(503) : Behaviour.succeed())
                .handle(exchange));
    Api.Reply reply = client.submit("WaitRetryIntent", "direct");
    assertThat(page(reply))
        .contains("1. wait-moody", "2. wait-moody", "again after 300 ms", "class=\"gap\"");
  }

  @Test
  void whatAnAgentCalledIsOnTheTimeLineWithWhatCameOfIt() {
    desk.register(
        "wait-teller",
        "WaitTellIntent",
        BudgetDesk.reporting(
            "{'calls':[{'type':'tool','name':'stock-lookup','durationMs':31,'ok':false,"
                + "'reason':'no such index','costMicros':2},"
                + "{'type':'model','name':'m-7','inputTokens':12,'outputTokens':4,'ok':true}]}"));
    Api.Reply reply = client.submit("WaitTellIntent", "direct");
    JsonNode tool = client.events(reply, "TOOL_CALL").get(0);
    assertThat(tool.path("ok").isBoolean() && !tool.path("ok").asBoolean()).isTrue();
    assertThat(tool.path("reason").asText()).isEqualTo("no such index");
    assertThat(tool.path("latencyMs").asInt()).isEqualTo(31);
    assertThat(client.events(reply, "MODEL_CALL").get(0).path("ok").asBoolean()).isTrue();
    assertThat(page(reply))
        .contains("Tool stock-lookup", "failed: no such index", "31 ms", "Model m-7");
  }
}
