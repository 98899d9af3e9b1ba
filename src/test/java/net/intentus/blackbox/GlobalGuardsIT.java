package net.intentus.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Guards, a deadline and prices that the configuration sets for the whole installation. */
class GlobalGuardsIT {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static RunningServer server;
  private static JudgeAgent judge;
  private AgentDesk desk;
  private BudgetDesk budgets;

  @BeforeAll
  static void start() {
    judge = JudgeAgent.start();
    server =
        RunningServer.start(
            RunningServer.Options.fresh()
                .with("INTENTUS_GUARDS_TIMEOUT_MS", "1500")
                .with("INTENTUS_GUARDS_MAX_CONCURRENT", "2")
                .with("INTENTUS_DEADLINE_MS", "4000")
                .with("INTENTUS_ROUTING_REQUIRE_DETERMINISM", "false")
                .with("INTENTUS_PRICES", "m-1=1000/2000"));
  }

  @AfterAll
  static void stop() {
    server.close();
    judge.close();
  }

  @BeforeEach
  void open() {
    desk = new AgentDesk(server.api(), judge);
    budgets = new BudgetDesk(server.api());
  }

  @AfterEach
  void close() {
    budgets.close();
    desk.close();
  }

  private static long millis(Runnable work) {
    long begun = System.nanoTime();
    work.run();
    return Duration.ofNanos(System.nanoTime() - begun).toMillis();
  }

  private void timedOut(String intent) {
    Api.Reply reply = budgets.submit(intent, "direct");
    assertThat(reply.status()).as("%s", reply).isEqualTo(504);
    assertThat(reply.json().at("/error/code").asText()).isEqualTo("AGENT_TIMEOUT");
  }

  @Test
  void aTimeoutIsForAgentsWithoutTheirOwn() {
    desk.register("glob-plain", "GlobPlainIntent", Behaviour.hang());
    ObjectNode own = desk.draft("glob-own", "GlobOwnIntent");
    own.putObject("guard").put("timeoutMs", 3_000);
    desk.register(own, Behaviour.hang());
    assertThat(millis(() -> timedOut("GlobPlainIntent"))).isBetween(1_500L, 2_600L);
    assertThat(millis(() -> timedOut("GlobOwnIntent"))).isBetween(3_000L, 3_900L);
    Eventually.isTrue("closed", SOON, () -> judge.abandoned("glob-plain") == 1);
    JsonNode agent = server.api().get("/api/v1/agents/glob-plain").json();
    assertThat(agent.path("guard").isEmpty()).as("it has none of its own").isTrue();
  }

  @Test
  void noMoreCallsAreMadeAtOnceThanTheInstallationAllows() throws Exception {
    CountDownLatch work = new CountDownLatch(1);
    desk.register("glob-narrow", "GlobNarrowIntent", Behaviour.succeedAfter(work));
    ObjectNode own = desk.draft("glob-wide", "GlobWideIntent");
    own.putObject("guard").put("maxConcurrent", 4);
    desk.register(own, Behaviour.succeedAfter(work));
    ExecutorService threads = Executors.newFixedThreadPool(20);
    try {
      List<Future<Api.Reply>> answers = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        answers.add(threads.submit(() -> budgets.submit("GlobNarrowIntent", "direct")));
        answers.add(threads.submit(() -> budgets.submit("GlobWideIntent", "direct")));
      }
      Eventually.isTrue(
          "all who are refused",
          SOON,
          () -> answers.stream().filter(Future::isDone).count() == 20 - 2 - 4);
      work.countDown();
      List<String> codes = new ArrayList<>();
      for (Future<Api.Reply> answer : answers) {
        codes.add(answer.get().json().at("/error/code").asText("none"));
      }
      assertThat(codes).filteredOn("CAPACITY_EXCEEDED"::equals).hasSize(14);
      assertThat(judge.peak("glob-narrow")).isEqualTo(2);
      assertThat(judge.peak("glob-wide")).isEqualTo(4);
    } finally {
      work.countDown();
      threads.shutdownNow();
    }
  }

  @Test
  void everyExecutionHasADeadlineThatItsFallbacksShare() {
    for (String name : List.of("glob-due-a", "glob-due-b", "glob-due-c")) {
      ObjectNode draft = desk.draft(name, "GlobDueIntent");
      draft.putObject("guard").put("timeoutMs", 60_000);
      desk.register(draft, Behaviour.hang());
    }
    long took =
        millis(
            () -> assertThat(budgets.submit("GlobDueIntent", "fallback").status()).isEqualTo(504));
    assertThat(took).isBetween(3_900L, 4_900L);
    assertThat(desk.called()).containsExactly("glob-due-a", "glob-due-b", "glob-due-c");
    judge.on("glob-due-b", Behaviour.succeed());
    Api.Reply second = budgets.submit("GlobDueIntent", "fallback");
    assertThat(second.json().at("/metadata/agent").asText()).isEqualTo("glob-due-b");
  }

  @Test
  void tokensCostWhatThePriceTableSaysAndTheRecordNamesItsVersion() {
    desk.register(
        "glob-priced",
        "GlobPriceIntent",
        BudgetDesk.reporting("{'usage':{'model':'m-1','inputTokens':1500,'outputTokens':10}}"));
    desk.register(
        "glob-free",
        "GlobFreeIntent",
        BudgetDesk.reporting("{'usage':{'model':'m-2','inputTokens':1500}}"));
    Api.Reply priced = budgets.submit("GlobPriceIntent", "direct");
    assertThat(budgets.execution(priced).at("/usage/costMicros").asInt()).isEqualTo(1_520);
    Api.Reply free = budgets.submit("GlobFreeIntent", "direct");
    assertThat(budgets.execution(free).at("/usage/costMicros").asInt()).isZero();
    JsonNode version = budgets.events(priced, "AGENT_ATTEMPT_END").get(0).at("/usage/priceTable");
    try (AgentDesk others = new AgentDesk(Servers.standard().api(), judge);
        BudgetDesk there = new BudgetDesk(Servers.standard().api())) {
      others.register(
          "glob-else",
          "GlobElseIntent",
          BudgetDesk.reporting("{'usage':{'model':'m-1','inputTokens':1500}}"));
      Api.Reply elsewhere = there.submit("GlobElseIntent", "direct");
      assertThat(there.execution(elsewhere).at("/usage/costMicros").asInt()).isZero();
      assertThat(
              there.events(elsewhere, "AGENT_ATTEMPT_END").get(0).at("/usage/priceTable").asText())
          .startsWith("sha-256:")
          .isNotEqualTo(version.asText());
    }
  }

  @Test
  void anAgentThatIsSlowComesAfterTheEconomyTierAndTheRecordSaysWhatItTook() {
    desk.register(
        desk.draft("slow-first", "SlowIntent"), Behaviour.succeedAfter(Duration.ofMillis(300)));
    ObjectNode cheap = desk.draft("slow-second", "SlowIntent");
    cheap.putObject("cost").put("tier", "economy");
    desk.register(cheap, Behaviour.succeed());
    budgets.make(
        "slow-budget", "SlowIntent", "'limitCalls':100,'softLatencyMs':200,'onSoft':'degrade'");
    for (int i = 0; i < 3; i++) {
      Api.Reply early = budgets.submit("SlowIntent", "direct");
      assertThat(early.json().at("/metadata/agent").asText()).isEqualTo("slow-first");
      JsonNode reading = budgets.events(early, "ROUTER_DECISION").get(0).at("/budgets/0");
      assertThat(reading.path("latencyMs").isNull()).as("too few calls: %s", reading).isTrue();
      assertThat(reading.path("low").asBoolean()).isFalse();
    }
    Api.Reply later = budgets.submit("SlowIntent", "direct");
    assertThat(later.json().at("/metadata/agent").asText()).isEqualTo("slow-second");
    JsonNode decision = budgets.events(later, "ROUTER_DECISION").get(0);
    assertThat(decision.path("economyFirst").asBoolean()).isTrue();
    JsonNode reading = decision.at("/budgets/0");
    assertThat(reading.path("latencyOf").asText()).isEqualTo("slow-first");
    assertThat(reading.path("latencyMs").asLong()).isGreaterThanOrEqualTo(300);
    assertThat(reading.path("softLatencyMs").asInt()).isEqualTo(200);
    assertThat(reading.path("low").asBoolean()).isTrue();
  }

  @Test
  void whatIsStoppedBecauseAnotherWasFirstSaysNothingOfHowSlowAnAgentIs() {
    desk.register(
        desk.draft("stopped-first", "StoppedIntent"),
        Behaviour.succeedAfter(Duration.ofMillis(800)));
    ObjectNode other = desk.draft("stopped-other", "StoppedIntent");
    other.putObject("cost").put("tier", "economy");
    desk.register(other, Behaviour.succeed());
    budgets.make(
        "stopped-budget",
        "StoppedIntent",
        "'limitCalls':100,'softLatencyMs':400,'onSoft':'degrade'");
    for (int i = 0; i < 4; i++) {
      Api.Reply first = budgets.submit("StoppedIntent", "parallel");
      assertThat(first.json().at("/metadata/agent").asText()).isEqualTo("stopped-other");
    }
    Api.Reply later = budgets.submit("StoppedIntent", "direct");
    JsonNode reading = budgets.events(later, "ROUTER_DECISION").get(0).at("/budgets/0");
    assertThat(reading.path("softLatencyMs").asInt()).isEqualTo(400);
    assertThat(reading.path("latencyMs").isNull()).as("only stopped calls: %s", reading).isTrue();
  }
}
