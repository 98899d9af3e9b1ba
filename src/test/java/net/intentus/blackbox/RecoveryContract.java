package net.intentus.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import net.intentus.harness.Api;
import net.intentus.harness.Eventually;
import net.intentus.harness.RunningServer;
import net.intentus.intent.Json;
import net.intentus.judge.Behaviour;
import net.intentus.judge.JudgeAgent;
import net.intentus.judge.Received;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** What is left of work that a power cut interrupts; the same on every database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class RecoveryContract {
  private static final long SEED = 20_261_121;
  private static final int THREADS = 8;
  private static final Duration SOON = Duration.ofSeconds(30);

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, Integer> acknowledged = new ConcurrentHashMap<>();
  private final AtomicInteger number = new AtomicInteger();
  private final List<String> unknown = new ArrayList<>();
  private RunningServer server;
  private JudgeAgent judge;
  private Api api;
  private Api viewer;
  private Api stranger;

  abstract RunningServer.Options options();

  /** Where to look into the database while the server is down. */
  abstract String url(RunningServer server);

  /** How often the server is killed under load. */
  abstract int rounds();

  RunningServer server() {
    return server;
  }

  JudgeAgent judge() {
    return judge;
  }

  @BeforeAll
  void start() {
    judge = JudgeAgent.start();
    server = RunningServer.start(options());
    api = server.api();
    register("once", "irreversible", "OnceIntent");
    register("again", "reversible", "AgainIntent");
    register("reader", "read_only", "ReadIntent");
    for (String name : List.of("held-once", "held-again", "second")) {
      register(name, name.equals("held-once") ? "irreversible" : "reversible", "HeldIntent");
    }
  }

  @AfterAll
  void stop() {
    threads.shutdownNow();
    if (server != null) {
      server.close();
    }
    judge.close();
  }

  void register(String name, String sideEffect, String intent) {
    ObjectNode draft = Json.object();
    draft.put("name", name).put("sideEffect", sideEffect);
    draft.putArray("capabilities").addObject().putObject("intent").put("name", intent);
    draft.putObject("endpoint").put("type", "http").put("address", judge.address(name));
    Api.Reply reply = api.post("/api/v1/agents", draft);
    assertThat(reply.status()).as("%s", reply).isEqualTo(201);
  }

  private static String envelope(String intent, String routing, int n) {
    return ("{\"intent\":{\"name\":\"%s\"},\"payload\":{\"n\":%d,\"password\":\"true-word-%d\"},"
            + "\"routing\":%s}")
        .formatted(intent, n, n, routing);
  }

  /** A submission whose answer will never come. */
  private int hold(String routing, String agent) {
    return hold("HeldIntent", routing, agent);
  }

  private int hold(String intent, String routing, String agent) {
    int n = number.incrementAndGet();
    int before = judge.running(agent);
    Future<?> unused =
        threads.submit(
            () -> {
              try {
                api.post("/api/v1/intents", envelope(intent, routing, n));
              } catch (UncheckedIOException e) {
                // that is what a power cut looks like
              }
            });
    Eventually.isTrue("a call of " + agent, SOON, () -> judge.running(agent) == before + 1);
    return n;
  }

  /** Strategies that call several agents, and a request that nobody keeps. */
  private void holdTheOthers(CountDownLatch never) {
    register("cast-a", "reversible", "CastIntent");
    register("cast-b", "reversible", "CastIntent");
    register("side-a", "reversible", "SideIntent");
    register("side-b", "reversible", "SideIntent");
    register("forgotten", "reversible", "ForgottenIntent");
    judge.on("cast-a", Behaviour.echo());
    for (String agent : List.of("cast-b", "side-a", "side-b", "forgotten")) {
      judge.on(agent, Behaviour.succeedAfter(never));
    }
    hold("CastIntent", "{\"strategy\":\"broadcast\"}", "cast-b");
    hold("SideIntent", "{\"strategy\":\"parallel\"}", "side-b");
    hold("ForgottenIntent", "{}", "forgotten");
  }

  private void theOthersWereHeldToo() {
    String cast = settled("CastIntent").values().iterator().next();
    assertThat(status(cast)).isEqualTo("succeeded");
    assertThat(judge.calls("cast-a")).isEqualTo(1);
    assertThat(judge.calls("cast-b")).isEqualTo(2);
    JsonNode answer = api.get("/api/v1/executions/" + cast + "/response").json();
    assertThat(answer.at("/metadata/agent").asText()).isEqualTo("cast-a");
    assertThat(answer.at("/payload/n").asInt()).isPositive();
    String side = settled("SideIntent").values().iterator().next();
    assertThat(status(side)).isEqualTo("succeeded");
    String forgotten = settled("ForgottenIntent").values().iterator().next();
    assertThat(status(forgotten)).isEqualTo("unknown");
    assertThat(judge.calls("forgotten")).isEqualTo(1);
    assertThat(resolve(forgotten, "rerun", "It was not done.").status()).isEqualTo(409);
    assertThat(resolve(forgotten, "failed", "It was not done.").status()).isEqualTo(200);
    verified(List.of(cast, side, forgotten));
  }

  private static String direct(String agent) {
    return "{\"targetAgent\":\"" + agent + "\"}";
  }

  private static String chain(String strategy, String... agents) {
    return "{\"strategy\":\"%s\",\"fallbackAgents\":[%s]}"
        .formatted(
            strategy,
            Arrays.stream(agents).map(agent -> '"' + agent + '"').collect(Collectors.joining(",")));
  }

  @Test
  @Order(1)
  void whatHungAtAPowerCutIsRepeatedOrUnknown() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    judge.on("held-once", Behaviour.succeedAfter(never));
    judge.on("held-again", Behaviour.succeedAfter(never));
    judge.on("second", Behaviour.fail("AGENT_ERROR"));
    List<Integer> once = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      once.add(hold(direct("held-once"), "held-once"));
    }
    int repeated = hold(direct("held-again"), "held-again");
    int later = hold(chain("fallback", "second", "held-again"), "held-again");
    int stopped = hold(chain("fallback", "second", "held-once", "held-again"), "held-once");
    holdTheOthers(never);
    server.kill9();
    execute(
        "DELETE FROM execution_original WHERE execution_id IN"
            + " (SELECT id FROM execution WHERE intent_name = 'ForgottenIntent')");
    viewer = key("viewer", "default");
    stranger = key("operator", "other");
    judge.on("held-once", Behaviour.echo()).on("held-again", Behaviour.echo());
    judge.on("second", Behaviour.echo()).on("cast-b", Behaviour.fail("AGENT_ERROR"));
    judge.on("side-a", Behaviour.echo()).on("side-b", Behaviour.echo());
    server.restart();

    Map<Integer, String> ids = settled("HeldIntent");
    for (int n : once) {
      JsonNode execution = execution(ids.get(n));
      assertThat(execution.path("status").asText()).isEqualTo("unknown");
      assertThat(execution.at("/error/details/ambiguous").asBoolean()).isTrue();
      assertThat(calls("held-once", n)).hasSize(1);
      unknown.add(ids.get(n));
    }
    assertThat(status(ids.get(stopped))).isEqualTo("unknown");
    assertThat(calls("second", stopped)).hasSize(1);
    assertThat(calls("held-once", stopped)).hasSize(1);
    assertThat(calls("held-again", stopped)).isEmpty();
    for (int n : List.of(repeated, later)) {
      JsonNode execution = execution(ids.get(n));
      assertThat(execution.path("status").asText()).isEqualTo("succeeded");
      assertThat(execution.path("agent").asText()).isEqualTo("held-again");
      List<Received> calls = calls("held-again", n);
      assertThat(calls).hasSize(2);
      assertThat(calls)
          .extracting(call -> call.header("Idempotency-Key"))
          .containsOnly(calls.get(0).header("Idempotency-Key"));
    }
    assertThat(calls("second", later)).hasSize(1);
    assertThat(execution(ids.get(repeated)).path("attempts").asInt()).isEqualTo(2);
    assertThat(types(ids.get(repeated)))
        .endsWith(
            "AGENT_ATTEMPT_START",
            "RECOVERY_STARTED",
            "AGENT_ATTEMPT_END",
            "AGENT_ATTEMPT_START",
            "AGENT_ATTEMPT_END",
            "RECOVERY_COMPLETED",
            "FINAL_RESPONSE");
    settled("CastIntent");
    settled("SideIntent");
    settled("ForgottenIntent");
    assertThat(api.get("/metrics").body())
        .containsPattern("intentus_recovered_total\\{[^}]*outcome=\"unknown\"[^}]*} 6")
        .containsPattern("intentus_recovered_total\\{[^}]*outcome=\"succeeded\"[^}]*} 4");
    assertThat(api.get("/api/v1/executions/" + ids.get(repeated) + "/response").body())
        .doesNotContain("true-word");
    verified(ids.values());
    theOthersWereHeldToo();
  }

  @Test
  @Order(2)
  void anOperatorDecidesWhatIsUnknown() throws Exception {
    String done = unknown.get(0);
    Api.Reply reply = resolve(done, "succeeded", "The shop shows it.");
    assertThat(reply.status()).as("%s", reply).isEqualTo(200);
    assertThat(reply.json().path("status").asText()).isEqualTo("succeeded");
    assertThat(reply.json().at("/verdict/reason").asText()).isEqualTo("The shop shows it.");
    assertThat(resolve(done, "failed", "Changed my mind.").status()).isEqualTo(409);

    Api.Reply failed = resolve(unknown.get(1), "failed", "Nothing there, password=hunter22.");
    assertThat(failed.json().path("status").asText()).isEqualTo("failed");
    assertThat(failed.json().at("/error/details/ambiguous").isMissingNode()).isTrue();
    assertThat(failed.body()).doesNotContain("hunter22");

    String rerun = unknown.get(2);
    int before = judge.calls("held-once");
    Api.Reply again = resolve(rerun, "rerun", "It was never begun.");
    assertThat(again.json().path("status").asText()).as("%s", again).isEqualTo("succeeded");
    assertThat(judge.calls("held-once")).isEqualTo(before + 1);
    assertThat(judge.last("held-once").envelope().at("/payload/password").asText())
        .startsWith("true-word-");
    assertThat(types(rerun)).endsWith("RECOVERY_COMPLETED", "FINAL_RESPONSE");
    verified(List.of(done, unknown.get(1), rerun));
  }

  @Test
  @Order(3)
  void aVerdictNeedsAReasonARoleAndAnExecutionOfTheTenant() throws Exception {
    String id = unknown.get(3);
    assertThat(resolve(id, "succeeded", " ").status()).isEqualTo(422);
    assertThat(resolve(id, "perhaps", "A reason.").status()).isEqualTo(422);
    assertThat(viewer.post(path(id), body("failed", "No.")).status()).isEqualTo(403);
    assertThat(stranger.post(path(id), body("failed", "No.")).status()).isEqualTo(404);
    assertThat(resolve("00000000-0000-7000-8000-000000000000", "failed", "No.").status())
        .isEqualTo(404);

    List<Future<Api.Reply>> racing = new ArrayList<>();
    for (String outcome : List.of("succeeded", "failed", "succeeded", "failed")) {
      racing.add(threads.submit(() -> resolve(id, outcome, "A race.")));
    }
    List<Integer> statuses = new ArrayList<>();
    for (Future<Api.Reply> reply : racing) {
      statuses.add(reply.get().status());
    }
    assertThat(statuses).containsOnlyOnce(200).containsOnly(200, 409);
    verified(List.of(id));
  }

  @Test
  @Order(4)
  void nothingAcknowledgedIsLostAndNothingIrreversibleDoneTwice() throws Exception {
    for (String agent : List.of("once", "again", "reader")) {
      judge.on(
          agent,
          exchange -> {
            TimeUnit.MILLISECONDS.sleep(20);
            Behaviour.echo().handle(exchange);
          });
    }
    Random random = new Random(SEED);
    for (int round = 0; round < rounds(); round++) {
      underLoad(Duration.ofMillis(800 + random.nextInt(1_200)), random.nextLong());
    }
    Map<Integer, String> ids = new HashMap<>();
    for (String intent : List.of("OnceIntent", "AgainIntent", "ReadIntent")) {
      ids.putAll(settled(intent));
    }
    assertThat(acknowledged).hasSizeGreaterThan(50);
    assertThat(ids.values()).containsAll(acknowledged.keySet());
    for (String agent : List.of("once", "again", "reader")) {
      Map<String, Set<String>> keys = new HashMap<>();
      for (Received call : judge.received(agent)) {
        JsonNode payload = call.envelope().path("payload");
        assertThat(payload.path("password").asText())
            .isEqualTo("true-word-" + payload.path("n").asInt());
        keys.computeIfAbsent(payload.path("n").asText(), n -> new TreeSet<>())
            .add(call.header("Idempotency-Key"));
      }
      assertThat(keys.values()).allMatch(used -> used.size() == 1);
      if (agent.equals("once")) {
        assertThat(keys).hasSize(judge.calls(agent));
      }
    }
    for (Map.Entry<String, Integer> answer : acknowledged.entrySet()) {
      assertThat(answer.getValue()).isEqualTo(200);
      assertThat(status(answer.getKey())).isEqualTo("succeeded");
    }
    verified(ids.values());
  }

  private void underLoad(Duration time, long seed) throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    List<Future<?>> clients = new ArrayList<>();
    int before = acknowledged.size();
    for (int i = 0; i < THREADS; i++) {
      Random random = new Random(seed + i);
      clients.add(threads.submit(() -> submitUntil(over, random)));
    }
    // a machine that is busy gets the time that it takes to have something to lose
    Eventually.isTrue("answers", SOON, () -> acknowledged.size() > before + 60);
    TimeUnit.MILLISECONDS.sleep(time.toMillis());
    server.kill9();
    over.set(true);
    for (Future<?> client : clients) {
      client.get(60, TimeUnit.SECONDS);
    }
    server.restart();
  }

  private void submitUntil(AtomicBoolean over, Random random) {
    String[] intents = {"OnceIntent", "AgainIntent", "ReadIntent"};
    while (!over.get()) {
      String intent = intents[random.nextInt(intents.length)];
      try {
        Api.Reply reply =
            api.post("/api/v1/intents", envelope(intent, "{}", number.incrementAndGet()));
        acknowledged.put(reply.header("Intentus-Execution-Id"), reply.status());
      } catch (UncheckedIOException e) {
        return;
      }
    }
  }

  @Test
  @Order(5)
  void aStoppingServerFinishesWhatItHasAndKeepsNoOriginals() throws Exception {
    judge.on(
        "again",
        exchange -> {
          TimeUnit.MILLISECONDS.sleep(1_500);
          Behaviour.echo().handle(exchange);
        });
    int n = number.incrementAndGet();
    CompletableFuture<Api.Reply> slow =
        CompletableFuture.supplyAsync(
            () -> api.post("/api/v1/intents", envelope("AgainIntent", "{}", n)), threads);
    Eventually.isTrue("a call of again", SOON, () -> judge.running("again") == 1);
    Future<?> stop = threads.submit(server::stop);
    List<Integer> refused = new ArrayList<>();
    while (!stop.isDone() && refused.size() < 200) {
      try {
        refused.add(api.post("/api/v1/intents", envelope("ReadIntent", "{}", 0)).status());
      } catch (UncheckedIOException e) {
        refused.add(0);
      }
    }
    stop.get();
    assertThat(slow.get().status()).isEqualTo(200);
    assertThat(refused).contains(503);

    assertThat(count("SELECT COUNT(*) FROM execution WHERE status = 'RUNNING'")).isZero();
    assertThat(
            count(
                "SELECT COUNT(*) FROM execution_original o JOIN execution e"
                    + " ON e.id = o.execution_id WHERE e.status <> 'UNKNOWN'"))
        .isZero();
    assertThat(count("SELECT COUNT(*) FROM execution_original"))
        .isEqualTo(
            count(
                "SELECT COUNT(*) FROM execution WHERE status = 'UNKNOWN'"
                    + " AND redaction_count > 0"));
    assertThat(count("SELECT COUNT(*) FROM audit_entry WHERE action = 'execution.resolve'"))
        .isEqualTo(5);
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url(server));
        Statement statement = connection.createStatement()) {
      assertThat(statement.executeUpdate(sql)).as(sql).isPositive();
    }
  }

  private long count(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url(server));
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  /** Waits until nothing runs; the ids by the number in the payload. */
  private Map<Integer, String> settled(String intent) {
    Eventually.isTrue(
        "the end of everything open",
        SOON,
        () ->
            api.get("/api/v1/executions?status=running&intent=" + intent)
                .json()
                .path("items")
                .isEmpty());
    Map<Integer, String> ids = new HashMap<>();
    String cursor = "";
    do {
      JsonNode page = api.get("/api/v1/executions?limit=200&intent=" + intent + cursor).json();
      for (JsonNode item : page.path("items")) {
        String id = item.path("executionId").asText();
        JsonNode envelope = api.get("/api/v1/executions/" + id + "/envelope").json();
        ids.put(envelope.at("/payload/n").asInt(), id);
      }
      JsonNode next = page.path("nextCursor");
      cursor = next.isTextual() ? "&cursor=" + Api.encode(next.asText()) : "";
    } while (!cursor.isEmpty());
    return ids;
  }

  private List<Received> calls(String agent, int n) {
    return judge.received(agent).stream()
        .filter(call -> call.envelope().at("/payload/n").asInt() == n)
        .peek(
            call ->
                assertThat(call.envelope().at("/payload/password").asText())
                    .isEqualTo("true-word-" + n))
        .toList();
  }

  private JsonNode execution(String id) {
    Api.Reply reply = api.get("/api/v1/executions/" + id);
    Described.answer("GET", "/api/v1/executions/" + id, reply);
    return reply.json();
  }

  private String status(String id) {
    return execution(id).path("status").asText();
  }

  private List<String> types(String id) {
    List<String> types = new ArrayList<>();
    api.get("/api/v1/executions/" + id + "/events")
        .json()
        .path("items")
        .forEach(event -> types.add(event.path("type").asText()));
    return types;
  }

  private void verified(Iterable<String> ids) {
    for (String id : ids) {
      Api.Reply reply = api.get("/api/v1/executions/" + id + "/verify");
      assertThat(reply.json().path("valid").asBoolean()).as("%s", reply).isTrue();
    }
  }

  private static String path(String id) {
    return "/api/v1/executions/" + id + "/resolve";
  }

  private static ObjectNode body(String outcome, String reason) {
    return Json.object().put("outcome", outcome).put("reason", reason);
  }

  private Api.Reply resolve(String id, String outcome, String reason) {
    return Described.answer("POST", path(id), api.post(path(id), body(outcome, reason)));
  }

  /** A key of that role and tenant, put there while the server is down. */
  private Api key(String role, String tenant) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url(server))) {
      return api.as(StoredKey.put(connection, role + "-" + tenant, tenant, role));
    }
  }
}
