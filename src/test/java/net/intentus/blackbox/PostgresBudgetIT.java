package net.intentus.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import net.intentus.harness.Api;
import net.intentus.harness.Eventually;
import net.intentus.harness.RunningServer;
import net.intentus.judge.AgentDesk;
import net.intentus.judge.Behaviour;
import net.intentus.judge.JudgeAgent;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The budgets of two instances that share a database, of which one is killed. */
class PostgresBudgetIT {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static RunningServer one;
  private static RunningServer two;
  @AutoClose private static final JudgeAgent judge = JudgeAgent.start();

  @BeforeAll
  static void start() {
    one = Pair.one();
    two = Pair.two();
  }

  private static void prepare(AgentDesk desk, BudgetDesk budgets, String name, int limit) {
    String intent = name + "-intent";
    ObjectNode draft = desk.draft(name, intent).put("sideEffect", "irreversible");
    draft.putObject("cost").put("perCallMicros", 10);
    desk.register(draft, Behaviour.succeed());
    budgets.make(name, intent, "'limitCalls':" + limit + ",'limitMicros':100000");
    for (RunningServer server : List.of(one, two)) {
      Eventually.isTrue("agent and budget on both", SOON, () -> knows(server, name, intent));
    }
  }

  private static boolean knows(RunningServer server, String name, String intent) {
    String plan = "{\"intent\":{\"name\":\"" + intent + "\"}}";
    return server.api().get(BudgetDesk.BUDGETS + "/" + name).status() == 200
        && server.api().post("/api/v1/intents/plan", plan).json().path("wouldTry").size() == 1;
  }

  private static Future<Api.Reply> submit(
      ExecutorService threads, RunningServer to, String name, CountDownLatch start) {
    String body = "{\"intent\":{\"name\":\"" + name + "-intent\"}}";
    return threads.submit(
        () -> {
          start.await();
          return to.api().post("/api/v1/intents", body);
        });
  }

  @Test
  void aLimitIsExactOverBothInstances() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(50);
    try (AgentDesk desk = new AgentDesk(one.api(), judge);
        BudgetDesk budgets = new BudgetDesk(one.api())) {
      prepare(desk, budgets, "bud-both", 23);
      CountDownLatch start = new CountDownLatch(1);
      List<Future<Api.Reply>> answers = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        answers.add(submit(threads, i % 2 == 0 ? one : two, "bud-both", start));
      }
      start.countDown();
      List<Integer> statuses = new ArrayList<>();
      for (Future<Api.Reply> answer : answers) {
        statuses.add(answer.get().status());
      }
      assertThat(judge.calls("bud-both")).isEqualTo(23);
      assertThat(statuses).filteredOn(status -> status == 200).hasSize(23);
      assertThat(statuses).filteredOn(status -> status == 429).hasSize(27);
      assertThat(budgets.usage("bud-both").path("used"))
          .isEqualTo(BudgetDesk.json("{'micros':230,'tokens':0,'calls':23}"));
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void whatACrashInterruptsStaysCounted() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    CountDownLatch never = new CountDownLatch(1);
    try (AgentDesk desk = new AgentDesk(two.api(), judge);
        BudgetDesk budgets = new BudgetDesk(two.api())) {
      prepare(desk, budgets, "bud-crash", 3);
      judge.on("bud-crash", Behaviour.succeedAfter(never));
      CountDownLatch now = new CountDownLatch(0);
      Future<Api.Reply> first = submit(threads, one, "bud-crash", now);
      Future<Api.Reply> second = submit(threads, one, "bud-crash", now);
      Eventually.isTrue("both calls", SOON, () -> judge.calls("bud-crash") == 2);
      assertThat(budgets.usage("bud-crash").at("/reserved/calls").asInt()).isEqualTo(2);
      one.kill9();
      assertThat(List.of(first, second)).allSatisfy(PostgresBudgetIT::broken);
      Eventually.isTrue(
          "both calls settled",
          SOON,
          () -> budgets.usage("bud-crash").at("/used/calls").asInt() == 2);
      assertThat(budgets.usage("bud-crash").at("/reserved/calls").asInt()).isZero();
      judge.on("bud-crash", Behaviour.succeed());
      assertThat(budgets.submit("bud-crash-intent", "direct").status()).isEqualTo(200);
      assertThat(budgets.submit("bud-crash-intent", "direct").status()).isEqualTo(429);
      assertThat(judge.calls("bud-crash")).isEqualTo(3);
      adds(budgets);
    } finally {
      never.countDown();
      threads.shutdownNow();
      one.restart();
    }
  }

  private static void broken(Future<Api.Reply> answer) {
    assertThatThrownBy(answer::get).isNotNull();
  }

  /** The records of the interrupted executions and the ledger say the same. */
  private static void adds(BudgetDesk budgets) {
    Eventually.isTrue(
        "the ends of what was interrupted",
        SOON,
        () ->
            two.api()
                    .get("/api/v1/executions?intent=bud-crash-intent&status=unknown")
                    .json()
                    .path("items")
                    .size()
                == 2);
    long micros = 0;
    long interrupted = 0;
    for (JsonNode item : budgets.read("/api/v1/executions?intent=bud-crash-intent").path("items")) {
      String path = "/api/v1/executions/" + item.path("executionId").asText();
      micros += budgets.read(path).at("/usage/costMicros").asLong();
      for (JsonNode event : budgets.read(path + "/events").path("items")) {
        interrupted += event.at("/payload/how").asText().equals("interrupted") ? 1 : 0;
      }
    }
    assertThat(interrupted).isEqualTo(2);
    assertThat(budgets.usage("bud-crash").at("/used/micros").asLong()).isEqualTo(micros);
    assertThat(micros).isEqualTo(30);
  }
}
