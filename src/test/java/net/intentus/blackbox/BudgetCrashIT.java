package net.intentus.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import net.intentus.harness.Api;
import net.intentus.harness.Eventually;
import net.intentus.harness.RunningServer;
import net.intentus.judge.AgentDesk;
import net.intentus.judge.Behaviour;
import net.intentus.judge.JudgeAgent;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The budgets of a server with its own database, killed while calls are held to them. */
class BudgetCrashIT {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int LIMIT = 300;
  private static final String BODY = "{\"intent\":{\"name\":\"CrashedIntent\"}}";
  @AutoClose private static final JudgeAgent judge = JudgeAgent.start();
  private final AtomicInteger succeeded = new AtomicInteger();

  /** Until the budget is used up, or the server is gone. */
  private void submit(Api api) {
    while (true) {
      Api.Reply reply;
      try {
        reply = api.post("/api/v1/intents", BODY);
      } catch (RuntimeException gone) {
        return;
      }
      if (reply.status() == 200) {
        succeeded.incrementAndGet();
      } else if (reply.json().at("/error/code").asText().equals("BUDGET_EXCEEDED")) {
        return;
      }
    }
  }

  private List<Future<?>> begin(ExecutorService threads, Api api) {
    List<Future<?>> running = new ArrayList<>();
    for (int i = 0; i < Servers.MAX_CONCURRENT; i++) {
      running.add(threads.submit(() -> submit(api)));
    }
    return running;
  }

  @Test
  void noCallIsForgottenWhenTheServerIsKilled() throws Exception {
    RunningServer server = Servers.narrow();
    ExecutorService threads = Executors.newFixedThreadPool(Servers.MAX_CONCURRENT);
    try (AgentDesk desk = new AgentDesk(server.api(), judge);
        BudgetDesk budgets = new BudgetDesk(server.api())) {
      ObjectNode draft = desk.draft("crashed", "CrashedIntent");
      draft.putObject("cost").put("perCallMicros", 10);
      desk.register(draft, Behaviour.succeed());
      budgets.make("crashed", "CrashedIntent", "'limitCalls':" + LIMIT);
      List<Future<?>> before = begin(threads, server.api());
      Eventually.isTrue("a third of the calls", SOON, () -> judge.calls("crashed") > LIMIT / 3);
      server.kill9();
      for (Future<?> one : before) {
        one.get();
      }
      int called = judge.calls("crashed");
      assertThat(called).isLessThan(LIMIT);
      server.restart();
      JsonNode found = budgets.usage("crashed");
      assertThat(taken(found)).as("%s", found).isBetween(called, called + Servers.MAX_CONCURRENT);
      assertThat(found.at("/used/calls").asInt()).isGreaterThanOrEqualTo(succeeded.get());
      for (Future<?> one : begin(threads, server.api())) {
        one.get();
      }
      JsonNode end = budgets.usage("crashed");
      assertThat(taken(end)).as("%s", end).isEqualTo(LIMIT);
      assertThat(judge.calls("crashed")).isBetween(LIMIT - Servers.MAX_CONCURRENT, LIMIT);
      assertThat(end.at("/used/micros").asInt()).isEqualTo(10 * end.at("/used/calls").asInt());
    } finally {
      threads.shutdownNow();
    }
  }

  private static int taken(JsonNode usage) {
    return usage.at("/used/calls").asInt() + usage.at("/reserved/calls").asInt();
  }
}
