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
import net.intentus.judge.AgentDesk;
import net.intentus.judge.Behaviour;
import net.intentus.judge.JudgeAgent;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What opens a circuit, and who gets through it while it is half-open. */
class CircuitIT {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static JudgeAgent judge;
  private final Api api = Servers.standard().api();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private AgentDesk desk;
  private BudgetDesk client;

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
    desk = new AgentDesk(api, judge);
    client = new BudgetDesk(api);
  }

  @AfterEach
  void close() {
    threads.shutdownNow();
    desk.close();
  }

  private void register(String name, String intent, String breaker, Behaviour behaviour) {
    ObjectNode draft = desk.draft(name, intent);
    draft.putObject("guard").set("circuitBreaker", BudgetDesk.json(breaker));
    desk.register(draft, behaviour);
  }

  private String state(String agent) {
    return api.get("/api/v1/agents/" + agent).json().at("/circuit/state").asText();
  }

  private List<Future<Api.Reply>> submit(int count, String intent) {
    List<Future<Api.Reply>> answers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      answers.add(threads.submit(() -> client.submit(intent, "direct")));
    }
    return answers;
  }

  private static long refused(List<Future<Api.Reply>> answers) {
    return answers.stream().filter(Future::isDone).map(CircuitIT::code).count();
  }

  private static String code(Future<Api.Reply> answer) {
    try {
      return answer.get().json().at("/error/code").asText("none");
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void asManyProbesGetThroughAsHaveToSucceed() {
    register(
        "cir-probed",
        "CirProbeIntent",
        "{'requestVolumeThreshold':2,'failureRatio':1,'delayMs':1000,'successThreshold':3}",
        Behaviour.status(500));
    submit(2, "CirProbeIntent").forEach(CircuitIT::code);
    assertThat(state("cir-probed")).isEqualTo("open");
    CountDownLatch work = new CountDownLatch(1);
    judge.on("cir-probed", Behaviour.succeedAfter(work));
    Eventually.isTrue("half-open", SOON, () -> state("cir-probed").equals("half_open"));
    List<Future<Api.Reply>> answers = submit(10, "CirProbeIntent");
    try {
      Eventually.isTrue("all others are refused", SOON, () -> refused(answers) == 7);
      assertThat(judge.running("cir-probed")).isEqualTo(3);
    } finally {
      work.countDown();
    }
    List<String> codes = answers.stream().map(CircuitIT::code).toList();
    assertThat(codes).filteredOn("none"::equals).hasSize(3);
    assertThat(codes).filteredOn("CIRCUIT_OPEN"::equals).hasSize(7);
    assertThat(judge.calls("cir-probed")).isEqualTo(2 + 3);
    assertThat(state("cir-probed")).isEqualTo("closed");
    counted("cir-probed", "failure", 2);
    counted("cir-probed", "success", 3);
    counted("cir-probed", "circuitBreakerOpen", 7);
  }

  /** As MicroProfile Fault Tolerance names it, with the agent in the place of the method. */
  private void counted(String agent, String result, int calls) {
    assertThat(api.get("/metrics").body().lines())
        .filteredOn(line -> line.startsWith("ft_circuitbreaker_calls_total{"))
        .filteredOn(line -> line.contains("method=\"" + agent + "\""))
        .filteredOn(line -> line.contains("circuitBreakerResult=\"" + result + "\""))
        .singleElement()
        .satisfies(line -> assertThat(line).matches(".* " + calls + "(\\.0)?"));
  }

  @Test
  void aProbeThatFailsOpensItAgain() {
    register(
        "cir-again",
        "CirAgainIntent",
        "{'requestVolumeThreshold':1,'failureRatio':1,'delayMs':500,'successThreshold':2}",
        Behaviour.status(500));
    client.submit("CirAgainIntent", "direct");
    Eventually.isTrue("half-open", SOON, () -> state("cir-again").equals("half_open"));
    assertThat(code(submit(1, "CirAgainIntent").get(0))).isEqualTo("INTERNAL_AGENT_ERROR");
    assertThat(judge.calls("cir-again")).isEqualTo(2);
    assertThat(state("cir-again")).isNotEqualTo("closed");
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 503})
  void failuresOpenIt(int status) {
    String agent = "cir-" + status;
    String intent = "Cir" + status + "Intent";
    register(
        agent,
        intent,
        "{'requestVolumeThreshold':2,'failureRatio':1,'delayMs':60000}",
        Behaviour.status(status, "Retry-After: 1"));
    for (int i = 0; i < 2; i++) {
      assertThat(code(submit(1, intent).get(0))).isNotEqualTo("CIRCUIT_OPEN");
    }
    assertThat(code(submit(1, intent).get(0))).isEqualTo("CIRCUIT_OPEN");
    assertThat(judge.calls(agent)).isEqualTo(2);
  }

  @Test
  void whatAnAgentReportsIsAnAnswer() {
    register(
        "cir-told",
        "CirToldIntent",
        "{'requestVolumeThreshold':1,'failureRatio':1,'delayMs':60000}",
        Behaviour.fail("AGENT_ERROR"));
    for (int i = 0; i < 3; i++) {
      assertThat(code(submit(1, "CirToldIntent").get(0))).isEqualTo("AGENT_ERROR");
    }
    assertThat(state("cir-told")).isEqualTo("closed");
  }

  @Test
  void whoIsSkippedAndWhyIsInTheRecordAndExplained() {
    register(
        "cir-a",
        "CirSkipIntent",
        "{'requestVolumeThreshold':1,'failureRatio':1,'delayMs':60000}",
        Behaviour.status(500));
    desk.register("cir-b", "CirSkipIntent", Behaviour.succeed());
    client.submit("CirSkipIntent", "fallback");
    Api.Reply reply = client.submit("CirSkipIntent", "fallback");
    assertThat(judge.calls("cir-a")).isEqualTo(1);
    JsonNode candidate = client.execution(reply).at("/candidates/0");
    assertThat(candidate.path("outcome").asText()).isEqualTo("skipped");
    assertThat(candidate.path("reason").asText()).isEqualTo("CIRCUIT_OPEN");
    assertThat(client.events(reply, "ROUTER_DECISION").get(0).at("/guards/cir-a/circuitBreaker"))
        .isNotEmpty();
    assertThat(
            client
                .read("/api/v1/executions/" + BudgetDesk.id(reply) + "/explain")
                .at("/candidates/0/why")
                .asText())
        .contains("its circuit is open");
  }
}
