package net.intentus.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import net.intentus.harness.Api;
import net.intentus.harness.Eventually;
import net.intentus.harness.RunningServer;
import net.intentus.judge.AgentDesk;
import net.intentus.judge.Behaviour;
import org.junit.jupiter.api.Test;

class H2RepeatIT extends RepeatContract {
  @Override
  Api api(int i) {
    return Servers.standard().api();
  }

  @Test
  void aRequestThatFindsNoPlaceUsesNoKeyUp() {
    Api narrow = Servers.narrow().api();
    CountDownLatch finish = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(Servers.MAX_CONCURRENT);
    try (AgentDesk desk = new AgentDesk(narrow, judge)) {
      desk.register("crowded", "crowded", Behaviour.succeedAfter(finish));
      String key = key();
      for (int i = 0; i < Servers.MAX_CONCURRENT; i++) {
        threads.execute(() -> narrow.post(PATH, envelope("crowded")));
      }
      Eventually.isTrue(
          "every place is taken",
          Duration.ofSeconds(10),
          () -> judge.running("crowded") == Servers.MAX_CONCURRENT);
      Api.Reply refused = submit(narrow, envelope("crowded"), key);
      assertThat(refused.status()).as("%s", refused).isEqualTo(429);
      finish.countDown();
      Api.Reply first =
          Eventually.get(
              "a free place",
              Duration.ofSeconds(10),
              () -> submit(narrow, envelope("crowded"), key),
              reply -> reply.status() != 429);
      assertThat(first.status()).as("%s", first).isEqualTo(200);
      assertThat(first.headers().map()).doesNotContainKey("idempotency-replayed");
      assertReplay(first, submit(narrow, envelope("crowded"), key));
    } finally {
      finish.countDown();
      threads.shutdownNow();
    }
  }

  @Test
  void parallelCallsOfWorkWithAKeyAreInTheRecordBeforeTheyAreMade() {
    Api narrow = Servers.narrow().api();
    List<Integer> recorded = new CopyOnWriteArrayList<>();
    try (AgentDesk desk = new AgentDesk(narrow, judge)) {
      for (String name : List.of("beside-a", "beside-b")) {
        desk.register(
            name,
            "beside",
            exchange -> {
              Api.Reply open = narrow.get("/api/v1/executions?intent=beside&status=running");
              recorded.add(open.json().path("items").size());
              Behaviour.fail("AGENT_ERROR").handle(exchange);
            });
      }
      ObjectNode body = envelope("beside");
      body.putObject("routing").put("strategy", "parallel");
      String key = key();
      Api.Reply first = submit(narrow, body, key);
      assertThat(first.status()).as("%s", first).isEqualTo(502);
      assertReplay(first, submit(narrow, body, key));
      assertThat(recorded).containsExactly(1, 1);
    }
  }

  @Test
  void keysSurviveACrashAndAnInterruptedCallIsNotMadeAgain() {
    RunningServer server = Servers.narrow();
    try (AgentDesk desk = new AgentDesk(server.api(), judge)) {
      RepeatsAfterACrash.check(server, desk, server.api(), judge);
    }
  }
}
