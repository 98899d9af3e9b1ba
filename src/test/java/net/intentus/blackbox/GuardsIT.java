package net.intentus.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import net.intentus.harness.Api;
import net.intentus.harness.Eventually;
import net.intentus.intent.Json;
import net.intentus.intent.Times;
import net.intentus.judge.AgentDesk;
import net.intentus.judge.Behaviour;
import net.intentus.judge.JudgeAgent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What guards do to calls of agents, as callers and agents see it. */
class GuardsIT {
  private static final Duration SOON = Duration.ofSeconds(20);
  @AutoClose private static final JudgeAgent judge = JudgeAgent.start();
  private final Api api = Servers.standard().api();
  private AgentDesk desk;

  @BeforeEach
  void open() {
    judge.reset();
    desk = new AgentDesk(api, judge);
  }

  @AfterEach
  void close() {
    desk.close();
  }

  private void register(String name, String intent, String guard, Behaviour behaviour) {
    desk.register(guarded(name, intent, guard), behaviour);
  }

  private ObjectNode guarded(String name, String intent, String guard) {
    ObjectNode draft = desk.draft(name, intent);
    draft.set("guard", Json.trusted(guard.replace('\'', '"')));
    return draft;
  }

  private Api.Reply submit(String intent, String strategy) {
    return submit(intent, strategy, null);
  }

  private Api.Reply submit(String intent, String strategy, Instant deadline) {
    ObjectNode json = Json.object();
    json.putObject("intent").put("name", intent);
    json.putObject("routing").put("strategy", strategy);
    if (deadline != null) {
      json.putObject("context").put("deadline", Times.format(deadline));
    }
    return api.post("/api/v1/intents", json);
  }

  private static String code(Api.Reply reply) {
    return reply.json().at("/error/code").asText();
  }

  private List<Api.Reply> atOnce(int count, String intent) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(count);
    try {
      CountDownLatch start = new CountDownLatch(1);
      List<Future<Api.Reply>> answers = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        answers.add(
            threads.submit(
                () -> {
                  start.await();
                  return submit(intent, "direct");
                }));
      }
      start.countDown();
      List<Api.Reply> replies = new ArrayList<>();
      for (Future<Api.Reply> answer : answers) {
        replies.add(answer.get(60, TimeUnit.SECONDS));
      }
      return replies;
    } finally {
      threads.shutdownNow();
    }
  }

  private JsonNode record(Api.Reply reply, String part) {
    return api.get("/api/v1/executions/" + reply.json().at("/metadata/executionId").asText() + part)
        .json();
  }

  private List<JsonNode> events(Api.Reply reply, String type) {
    List<JsonNode> found = new ArrayList<>();
    for (JsonNode event : record(reply, "/events?limit=200").path("items")) {
      if (event.path("type").asText().equals(type)) {
        found.add(event.path("payload"));
      }
    }
    return found;
  }

  private void verifies(Api.Reply reply) {
    JsonNode verified = record(reply, "/verify");
    assertThat(verified.path("valid").asBoolean()).as("%s", verified).isTrue();
  }

  private JsonNode circuit(String agent) {
    return api.get("/api/v1/agents/" + agent).json().path("circuit");
  }

  @Test
  void aTimeoutAnswersWithinATenthOfTheLimitAndClosesTheConnection() {
    register("slow", "SlowIntent", "{'timeoutMs':2000}", Behaviour.hang());
    List<Duration> took = new ArrayList<>();
    Api.Reply reply = null;
    for (int i = 0; i < 3; i++) {
      long begun = System.nanoTime();
      reply = submit("SlowIntent", "direct");
      took.add(Duration.ofNanos(System.nanoTime() - begun));
      assertThat(reply.status()).as("%s", reply).isEqualTo(504);
      assertThat(code(reply)).isEqualTo("AGENT_TIMEOUT");
    }
    // the median, because another process may stop this one for a while
    assertThat(took.stream().sorted().toList().get(1))
        .isBetween(Duration.ofSeconds(2), Duration.ofMillis(2_200));
    Eventually.isTrue("connections closed", SOON, () -> judge.abandoned("slow") == 3);
    assertThat(events(reply, "ROUTER_DECISION").get(0).at("/guards/slow/timeoutMs").asInt())
        .isEqualTo(2_000);
    verifies(reply);
  }

  /** The stacks of the server's threads, as the JDK's own tool tells them. */
  private static List<String> threads() throws Exception {
    Process process =
        new ProcessBuilder(
                System.getProperty("java.home") + "/bin/jcmd",
                Long.toString(Servers.standard().pid()),
                "Thread.print")
            .redirectErrorStream(true)
            .start();
    String stacks = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(stacks).isZero();
    return List.of(stacks.split("\n(?=\")", -1));
  }

  @Test
  void hungCallsLeaveNothingBehind() throws Exception {
    register("hung", "HungIntent", "{'timeoutMs':2000}", Behaviour.hang());
    assertThat(atOnce(100, "HungIntent")).extracting(Api.Reply::status).containsOnly(504);
    long before = threads().size();
    assertThat(atOnce(100, "HungIntent")).extracting(Api.Reply::status).containsOnly(504);
    assertThat(threads()).as("threads").hasSizeLessThan((int) before + 20);
    Eventually.isTrue(
        "no thread in a call",
        SOON,
        () -> threads().stream().noneMatch(thread -> thread.contains("net.intentus.execution.")));
    Eventually.isTrue("connections closed", SOON, () -> judge.running("hung") == 0);
    assertThat(judge.abandoned("hung")).isEqualTo(judge.calls("hung")).isGreaterThan(100);
    Eventually.isTrue(
        "no intent in flight",
        SOON,
        () ->
            Servers.standard()
                .api()
                .get("/metrics")
                .body()
                .lines()
                .anyMatch(
                    line -> line.matches("(application_)?intentus_in_flight(\\{.*})? 0(\\.0)?")));
  }

  @Test
  void noMoreCallsAreMadeAtOnceThanMayBe() throws Exception {
    CountDownLatch work = new CountDownLatch(1);
    register(
        "narrow",
        "NarrowIntent",
        "{'maxConcurrent':3,'maxQueued':2}",
        Behaviour.succeedAfter(work));
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      Future<List<Api.Reply>> replies = thread.submit(() -> atOnce(20, "NarrowIntent"));
      Eventually.isTrue("three at work", SOON, () -> judge.running("narrow") == 3);
      Thread.sleep(500); // whoever finds no place is refused meanwhile
      work.countDown();
      List<Api.Reply> all = replies.get(60, TimeUnit.SECONDS);
      assertThat(all).filteredOn(reply -> reply.status() == 200).hasSize(5);
      assertThat(all)
          .filteredOn(reply -> reply.status() == 429)
          .hasSize(15)
          .allMatch(reply -> code(reply).equals("CAPACITY_EXCEEDED"))
          .allMatch(reply -> !reply.header("Retry-After").isEmpty());
      assertThat(judge.peak("narrow")).isEqualTo(3);
      assertThat(judge.calls("narrow")).isEqualTo(5);
    } finally {
      work.countDown();
      thread.shutdownNow();
    }
  }

  @Test
  void anOpenCircuitSparesTheAgentAndFallbackMovesOn() throws Exception {
    register(
        "a-frail",
        "FrailIntent",
        "{'circuitBreaker':{'requestVolumeThreshold':4,'failureRatio':0.5,'delayMs':3000}}",
        Behaviour.status(500));
    desk.register("b-sound", "FrailIntent", Behaviour.succeed());
    for (int i = 0; i < 4; i++) {
      assertThat(code(submit("FrailIntent", "direct"))).isEqualTo("INTERNAL_AGENT_ERROR");
    }
    Api.Reply refused = submit("FrailIntent", "direct");
    assertThat(refused.status()).isEqualTo(503);
    assertThat(code(refused)).isEqualTo("CIRCUIT_OPEN");
    assertThat(refused.header("Retry-After")).matches("[1-3]");
    assertThat(circuit("a-frail").path("state").asText()).isEqualTo("open");
    assertThat(record(refused, "").at("/candidates/0/outcome").asText()).isEqualTo("skipped");
    Api.Reply moved = submit("FrailIntent", "fallback");
    assertThat(moved.json().at("/metadata/agent").asText()).isEqualTo("b-sound");
    assertThat(moved.json().at("/metadata/attempts").asInt()).isEqualTo(1);
    assertThat(moved.json().at("/metadata/decisionPath").size()).isEqualTo(1);
    assertThat(judge.calls("a-frail")).isEqualTo(4);
    assertThat(events(moved, "AGENT_SKIPPED").get(0).at("/error/code").asText())
        .isEqualTo("CIRCUIT_OPEN");
    assertThat(record(moved, "/explain").toString())
        .contains("Skipped: CIRCUIT_OPEN, its circuit is open")
        .contains("first candidate that could be called");
    verifies(moved);
    verifies(refused);

    CountDownLatch probing = new CountDownLatch(1);
    judge.on("a-frail", Behaviour.succeedAfter(probing));
    Eventually.isTrue(
        "half-open", SOON, () -> circuit("a-frail").path("state").asText().equals("half_open"));
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      Future<List<Api.Reply>> replies = thread.submit(() -> atOnce(8, "FrailIntent"));
      Eventually.isTrue("one probe", SOON, () -> judge.running("a-frail") == 1);
      Thread.sleep(300); // the others are refused meanwhile
      probing.countDown();
      List<Api.Reply> all = replies.get(60, TimeUnit.SECONDS);
      assertThat(all).filteredOn(reply -> reply.status() == 200).hasSize(1);
      assertThat(all).filteredOn(reply -> code(reply).equals("CIRCUIT_OPEN")).hasSize(7);
    } finally {
      probing.countDown();
      thread.shutdownNow();
    }
    assertThat(judge.calls("a-frail")).isEqualTo(5);
    assertThat(circuit("a-frail").path("state").asText()).isEqualTo("closed");
    assertThat(submit("FrailIntent", "direct").status()).isEqualTo(200);
    assertThat(api.get("/metrics").body())
        .containsPattern("intentus_circuit_moves_total\\{[^}]*agent=\"a-frail\"");
  }

  @Test
  void everyTryIsAnAttemptWithTheSameKeyAndAWaitBefore() {
    AtomicInteger calls = new AtomicInteger();
    List<Long> times = new ArrayList<>();
    ObjectNode draft =
        guarded("moody", "MoodyIntent", "{'retry':{'maxRetries':2,'delayMs':200,'jitterMs':50}}");
    draft.put("sideEffect", "reversible");
    desk.register(
        draft,
        exchange -> {
          times.add(System.nanoTime());
          (calls.incrementAndGet() < 3 ? Behaviour.status(503) : Behaviour.succeed())
              .handle(exchange);
        });
    Api.Reply reply = submit("MoodyIntent", "direct");
    assertThat(reply.status()).as("%s", reply).isEqualTo(200);
    assertThat(reply.json().at("/metadata/attempts").asInt()).isEqualTo(3);
    assertThat(times).hasSize(3);
    assertThat(TimeUnit.NANOSECONDS.toMillis(times.get(1) - times.get(0))).isBetween(199L, 2_000L);
    assertThat(TimeUnit.NANOSECONDS.toMillis(times.get(2) - times.get(1))).isBetween(399L, 2_400L);
    Set<String> keys = new HashSet<>();
    judge.received("moody").forEach(request -> keys.add(request.header("Idempotency-Key")));
    assertThat(keys).hasSize(1).doesNotContainNull();
    List<JsonNode> ends = events(reply, "AGENT_ATTEMPT_END");
    assertThat(ends).hasSize(3);
    assertThat(ends.get(0).path("retryInMs").asInt()).isBetween(200, 250);
    assertThat(ends.get(1).path("retryInMs").asInt()).isBetween(400, 450);
    assertThat(ends.get(2).has("retryInMs")).isFalse();
    assertThat(record(reply, "/spans").path("items")).hasSize(3);
    verifies(reply);
    assertThat(api.get("/metrics").body().lines())
        .anyMatch(line -> line.matches("ft_retry_retries_total\\{.*method=\"moody\".*} 2(\\.0)?"))
        .anyMatch(
            line ->
                line.startsWith("ft_retry_calls_total{")
                    && line.contains("method=\"moody\"")
                    && line.contains("retried=\"true\"")
                    && line.contains("retryResult=\"valueReturned\"")
                    && line.matches(".* 1(\\.0)?"));
  }

  @Test
  void aBusyAgentIsGivenTheTimeItAsksFor() {
    AtomicInteger calls = new AtomicInteger();
    List<Long> times = new ArrayList<>();
    register(
        "busy",
        "BusyIntent",
        "{'retry':{'maxRetries':1,'delayMs':1}}",
        exchange -> {
          times.add(System.nanoTime());
          (calls.incrementAndGet() == 1
                  ? Behaviour.status(429, "Retry-After: 1")
                  : Behaviour.succeed())
              .handle(exchange);
        });
    assertThat(submit("BusyIntent", "direct").status()).isEqualTo(200);
    assertThat(TimeUnit.NANOSECONDS.toMillis(times.get(1) - times.get(0))).isBetween(999L, 4_000L);
    calls.set(0);
    times.clear();
    judge.on(
        "busy",
        exchange -> {
          times.add(System.nanoTime());
          (calls.incrementAndGet() == 1
                  ? Behaviour.status(
                      429,
                      "Date: Fri, 02 Jan 2026 03:04:05 GMT",
                      "Retry-After: Fri, 02 Jan 2026 03:04:07 GMT")
                  : Behaviour.succeed())
              .handle(exchange);
        });
    assertThat(submit("BusyIntent", "direct").status()).isEqualTo(200);
    assertThat(TimeUnit.NANOSECONDS.toMillis(times.get(1) - times.get(0)))
        .as("a date counts by the agent's own clock")
        .isBetween(1_999L, 5_000L);
    judge.on("busy", Behaviour.status(429, "Retry-After: 30"));
    Api.Reply reply = submit("BusyIntent", "direct", Instant.now().plusSeconds(10));
    assertThat(reply.status()).isEqualTo(429);
    assertThat(reply.header("Retry-After")).isEqualTo("30");
    assertThat(reply.json().at("/metadata/attempts").asInt()).as("no time for more").isEqualTo(1);
  }

  @Test
  void whatCannotBeUndoneIsNotTriedAgain() {
    ObjectNode draft = guarded("final", "FinalIntent", "{'retry':{'maxRetries':1}}");
    draft.put("sideEffect", "irreversible");
    Api.Reply refused = api.post("/api/v1/agents", draft);
    assertThat(refused.status()).as("%s", refused).isEqualTo(422);
    assertThat(refused.json().at("/violations/0/pointer").asText()).isEqualTo("/guard/retry");
  }

  @Test
  void fallbacksGetTheirPartOfOneDeadline() {
    desk.register("a-slow", "DueIntent", Behaviour.hang());
    register("b-slow", "DueIntent", "{'timeoutMs':60000}", Behaviour.hang());
    desk.register("c-late", "DueIntent", Behaviour.succeed());
    Api.Reply reply = submit("DueIntent", "fallback", Instant.now().plusMillis(3_000));
    assertThat(reply.status()).as("%s", reply).isEqualTo(200);
    assertThat(reply.json().at("/metadata/agent").asText()).isEqualTo("c-late");
    assertThat(desk.called()).containsExactly("a-slow", "b-slow", "c-late");
    for (JsonNode end : events(reply, "AGENT_ATTEMPT_END").subList(0, 2)) {
      assertThat(end.path("durationMs").asInt()).isBetween(800, 1_400);
    }
    verifies(reply);
    judge.on("c-late", Behaviour.hang());
    long begun = System.nanoTime();
    Api.Reply late = submit("DueIntent", "fallback", Instant.now().plusMillis(3_000));
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    assertThat(late.status()).as("%s", late).isEqualTo(504);
    assertThat(code(late)).isEqualTo("AGENT_TIMEOUT");
    assertThat(took).isBetween(Duration.ofMillis(2_500), Duration.ofSeconds(4));
    verifies(late);
    assertThat(judge.received("a-slow").get(0).envelope().at("/context/deadline").isTextual())
        .isTrue();
  }

  @Test
  void aDeadlineThatHasPassedCallsNobody() {
    desk.register("unasked", "PastIntent", Behaviour.succeed());
    for (String strategy : List.of("direct", "broadcast")) {
      Api.Reply reply = submit("PastIntent", strategy, Instant.now().minusSeconds(1));
      assertThat(reply.status()).as("%s", reply).isEqualTo(504);
      assertThat(record(reply, "").path("status").asText()).isEqualTo("failed");
      assertThat(record(reply, "/explain").toString()).contains("deadline of the execution");
      verifies(reply);
    }
    assertThat(judge.calls("unasked")).isZero();
  }

  @Test
  void anOperatorHoldsACircuitOpen() {
    desk.register("held", "HeldIntent", Behaviour.succeed());
    Api.Reply opened = api.post("/api/v1/agents/held/circuit/open", "");
    assertThat(opened.status()).as("%s", opened).isEqualTo(200);
    assertThat(opened.json().at("/circuit/forced").asBoolean()).isTrue();
    Api.Reply refused = submit("HeldIntent", "direct");
    assertThat(refused.status()).isEqualTo(503);
    assertThat(code(refused)).isEqualTo("CIRCUIT_OPEN");
    assertThat(judge.calls("held")).isZero();
    JsonNode plan =
        api.post("/api/v1/intents/plan", "{\"intent\":{\"name\":\"HeldIntent\"}}").json();
    assertThat(plan.at("/candidates/0/circuit").asText()).isEqualTo("open");
    Api.Reply trial = api.post("/api/v1/agents/held/test", "{\"payload\":{}}");
    assertThat(trial.json().path("outcome").asText()).as("%s", trial).isEqualTo("succeeded");
    Api.Reply closed = api.post("/api/v1/agents/held/circuit/close", "");
    assertThat(closed.json().at("/circuit/state").asText()).isEqualTo("closed");
    assertThat(submit("HeldIntent", "direct").status()).isEqualTo(200);
    for (String action : List.of("agent.circuit.open", "agent.circuit.close")) {
      assertThat(api.get("/api/v1/audit?action=" + action).body()).contains("\"held\"");
    }
    assertThat(api.post("/api/v1/agents/nobody/circuit/open", "").status()).isEqualTo(404);
  }

  @Test
  void callsOfAMinuteAreCapped() {
    register("capped", "CappedIntent", "{'maxCallsPerMinute':2}", Behaviour.succeed());
    List<Api.Reply> replies = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      replies.add(submit("CappedIntent", "direct"));
    }
    List<Api.Reply> refused = replies.stream().filter(reply -> reply.status() == 429).toList();
    assertThat(refused).hasSizeBetween(2, 4).allMatch(reply -> code(reply).equals("RATE_LIMIT"));
    assertThat(refused.get(0).header("Retry-After")).matches("[1-9]|[1-5][0-9]|60");
    assertThat(judge.calls("capped")).isEqualTo(6 - refused.size());
  }

  @Test
  void guardsCanBeChangedAndTakenAway() {
    register("tuned", "TunedIntent", "{'timeoutMs':300}", Behaviour.hang());
    assertThat(submit("TunedIntent", "direct").status()).isEqualTo(504);
    ObjectNode draft = desk.draft("tuned", "TunedIntent");
    judge.on("tuned", Behaviour.succeed());
    Api.Reply changed = api.put("/api/v1/agents/tuned", draft, "If-Match", "*");
    assertThat(changed.json().path("guard")).as("%s", changed).isEmpty();
    Api.Reply reply = submit("TunedIntent", "direct");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(events(reply, "ROUTER_DECISION").get(0).has("guards")).isFalse();
  }
}
