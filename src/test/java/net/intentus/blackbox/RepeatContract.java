package net.intentus.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import net.intentus.harness.Api;
import net.intentus.harness.Eventually;
import net.intentus.intent.Json;
import net.intentus.judge.AgentDesk;
import net.intentus.judge.Behaviour;
import net.intentus.judge.JudgeAgent;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What an idempotency key promises over HTTP; the same on every database. */
abstract class RepeatContract {
  static final String PATH = "/api/v1/intents";
  private static final int MANY = 100;

  @AutoClose final JudgeAgent judge = JudgeAgent.start();

  /** A client of one instance; with several instances, of each in turn. */
  abstract Api api(int i);

  private Api api() {
    return api(0);
  }

  static String key() {
    return UUID.randomUUID().toString();
  }

  static ObjectNode envelope(String intent) {
    ObjectNode body = Json.object();
    body.putObject("intent").put("name", intent);
    body.putObject("payload").put("amount", 12);
    return body;
  }

  static Api.Reply submit(Api api, JsonNode body, String key, String... headers) {
    List<String> all = new ArrayList<>(List.of("Idempotency-Key", key));
    all.addAll(List.of(headers));
    return Described.answer("POST", PATH, api.post(PATH, body, all.toArray(String[]::new)));
  }

  private Api.Reply submit(JsonNode body, String key, String... headers) {
    return submit(api(), body, key, headers);
  }

  static String execution(Api.Reply reply) {
    return reply.header("Intentus-Execution-Id");
  }

  private static boolean replayed(Api.Reply reply) {
    return reply.header("Idempotency-Replayed").equals("true");
  }

  static void assertReplay(Api.Reply first, Api.Reply repeat) {
    assertThat(first.headers().map()).doesNotContainKey("idempotency-replayed");
    assertThat(replayed(repeat)).as("%s", repeat).isTrue();
    assertThat(repeat.status()).isEqualTo(first.status());
    assertThat(execution(repeat)).isNotEmpty().isEqualTo(execution(first));
    assertThat(repeat.json()).isEqualTo(first.json());
  }

  static void assertConflict(Api.Reply reply) {
    assertThat(reply.status()).as("%s", reply).isEqualTo(409);
    assertThat(reply.mediaType()).isEqualTo("application/problem+json");
    assertThat(reply.json().path("code").asText()).isEqualTo("IDEMPOTENCY_CONFLICT");
    assertThat(execution(reply)).isEmpty();
  }

  /** An agent of that kind for the intent of its name. */
  private AgentDesk desk(String name, String sideEffect, Behaviour behaviour) {
    AgentDesk desk = new AgentDesk(api(), judge);
    desk.register(desk.draft(name, name).put("sideEffect", sideEffect), behaviour);
    for (int i = 0; i < 2; i++) {
      Api instance = api(i);
      Eventually.isTrue(
          "every instance knows the agent",
          Duration.ofSeconds(20),
          () -> !instance.post(PATH + "/plan", envelope(name)).json().path("wouldTry").isEmpty());
    }
    return desk;
  }

  /** All of them at once, each on a thread of its own. */
  private static List<Future<Api.Reply>> atOnce(
      ExecutorService threads, IntFunction<Api.Reply> request) {
    CountDownLatch start = new CountDownLatch(1);
    List<Future<Api.Reply>> replies = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      int number = i;
      replies.add(
          threads.submit(
              () -> {
                start.await();
                return request.apply(number);
              }));
    }
    start.countDown();
    return replies;
  }

  @ParameterizedTest
  @CsvSource({"once-read,read_only", "once-reversible,reversible", "once-ever,irreversible"})
  void ofAHundredDuplicatesOneIsDoneAndTheOthersAreToldToWait(String name, String sideEffect)
      throws Exception {
    CountDownLatch finish = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(MANY);
    try (AgentDesk desk = desk(name, sideEffect, Behaviour.succeedAfter(finish))) {
      String key = key();
      List<Future<Api.Reply>> replies = atOnce(threads, i -> submit(api(i), envelope(name), key));
      Eventually.isTrue(
          "all duplicates have been answered",
          Duration.ofSeconds(50),
          () -> replies.stream().filter(Future::isDone).count() == MANY - 1);
      finish.countDown();
      List<Api.Reply> answered = new ArrayList<>();
      for (Future<Api.Reply> reply : replies) {
        answered.add(reply.get());
      }
      Api.Reply first = answered.stream().filter(r -> r.status() == 200).findAny().orElseThrow();
      answered.remove(first);
      for (Api.Reply reply : answered) {
        assertConflict(reply);
        assertThat(reply.header("Retry-After")).isEqualTo("1");
      }
      assertReplay(first, submit(api(1), envelope(name), key));
      assertThat(desk.called()).containsExactly(name);
      assertThat(executions(name)).containsExactly(execution(first));
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void everyDuplicateThatKeepsAskingGetsTheOneAnswer() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(MANY);
    Behaviour slow =
        exchange -> {
          Thread.sleep(200);
          Behaviour.succeed().handle(exchange);
        };
    try (AgentDesk desk = desk("asked-often", "irreversible", slow)) {
      String key = key();
      List<Api.Reply> answers = new ArrayList<>();
      for (Future<Api.Reply> reply :
          atOnce(
              threads,
              i ->
                  Eventually.get(
                      "an answer",
                      Duration.ofSeconds(50),
                      () -> submit(api(i), envelope("asked-often"), key),
                      answer -> answer.status() != 409))) {
        answers.add(reply.get());
      }
      assertThat(answers).allMatch(answer -> answer.status() == 200);
      assertThat(answers).filteredOn(answer -> !replayed(answer)).hasSize(1);
      assertThat(answers.stream().map(RepeatContract::execution).distinct()).hasSize(1);
      assertThat(answers.stream().map(Api.Reply::json).distinct()).hasSize(1);
      assertThat(desk.called()).hasSize(1);
    } finally {
      threads.shutdownNow();
    }
  }

  private List<String> executions(String intent) {
    return api().get("/api/v1/executions?intent=" + intent).json().findValuesAsText("executionId");
  }

  @Test
  void aRepeatIsTheSameWorkWhateverItsIdsAndTimes() {
    try (AgentDesk desk = desk("ids", "reversible", Behaviour.succeed())) {
      String key = key();
      Api.Reply first = submit(envelope("ids"), key, "X-Request-Id", "one");
      ObjectNode later = envelope("ids");
      later.putObject("metadata").put("requestId", "two").put("traceId", "other-trace");
      later.putObject("context").put("timestamp", "2031-01-01T00:00:00.000Z");
      assertReplay(
          first,
          submit(
              later, key, "traceparent", "00-" + "ab".repeat(16) + "-" + "cd".repeat(8) + "-01"));
      assertThat(desk.called()).hasSize(1);
    }
  }

  @Test
  void anotherEnvelopeUnderTheSameKeyIsAConflict() {
    try (AgentDesk desk = desk("other-work", "reversible", Behaviour.succeed())) {
      String key = key();
      Api.Reply first = submit(envelope("other-work"), key);
      ObjectNode payload = envelope("other-work");
      payload.putObject("payload").put("amount", 13);
      ObjectNode routing = envelope("other-work");
      routing.putObject("routing").put("strategy", "fallback");
      ObjectNode context = envelope("other-work");
      context.putObject("context").put("priority", "high");
      for (ObjectNode other : List.of(payload, routing, context, envelope("Elsewhere"))) {
        Api.Reply reply = submit(other, key);
        assertConflict(reply);
        assertThat(reply.json().path("detail").asText()).contains(execution(first));
        assertThat(reply.headers().map()).doesNotContainKey("retry-after");
      }
      assertReplay(first, submit(envelope("other-work"), key));
      assertThat(desk.called()).hasSize(1);
      assertThat(executions("Elsewhere")).isEmpty();
    }
  }

  @Test
  void aSecretIsPartOfTheWorkAndRedactedInARepeat() {
    try (AgentDesk desk = desk("secretive", "irreversible", Behaviour.echo())) {
      String key = key();
      ObjectNode body = envelope("secretive");
      body.putObject("payload").put("password", "a-secret-to-keep");
      Api.Reply first = submit(body, key);
      assertThat(first.body()).contains("a-secret-to-keep");
      Api.Reply repeat = submit(body, key);
      assertThat(replayed(repeat)).isTrue();
      assertThat(execution(repeat)).isEqualTo(execution(first));
      assertThat(repeat.body()).doesNotContain("a-secret-to-keep").contains("redacted");
      ((ObjectNode) body.path("payload")).put("password", "another-secret");
      assertConflict(submit(body, key));
      assertThat(desk.called()).hasSize(1);
    }
  }

  static Stream<Behaviour> failures() {
    return Stream.of(
        Behaviour.fail("AGENT_ERROR"),
        Behaviour.fail("AGENT_TIMEOUT"),
        Behaviour.fail("UNAUTHORIZED"),
        Behaviour.fail("ODD"),
        Behaviour.status(503),
        Behaviour.status(429),
        Behaviour.garbage(),
        Behaviour.hangUp());
  }

  @ParameterizedTest
  @MethodSource("failures")
  void aFailureIsRepeatedWithItsStatus(Behaviour failure) {
    for (String sideEffect : List.of("read_only", "irreversible")) {
      try (AgentDesk desk = desk("failing", sideEffect, failure)) {
        String key = key();
        Api.Reply first = submit(envelope("failing"), key);
        assertThat(first.status()).as("%s", first).isGreaterThanOrEqualTo(429);
        Api.Reply repeat = submit(envelope("failing"), key);
        assertReplay(first, repeat);
        assertThat(repeat.header("Retry-After")).isEqualTo(first.header("Retry-After"));
        assertThat(desk.called()).hasSize(1);
      }
    }
  }

  @Test
  void aRefusalWithARecordIsRepeatedToo() {
    String key = key();
    Api.Reply first = submit(envelope("RefusedOnceIntent"), key);
    assertThat(first.status()).as("%s", first).isEqualTo(422);
    assertThat(first.json().at("/error/code").asText()).isEqualTo("CAPABILITY_NOT_FOUND");
    assertReplay(first, submit(envelope("RefusedOnceIntent"), key));
    assertThat(executions("RefusedOnceIntent")).hasSize(1);
  }

  @Test
  void ofAHundredDuplicatesOfRefusedWorkOneIsRecorded() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(MANY);
    try {
      String key = key();
      List<Api.Reply> firsts = new ArrayList<>();
      for (Future<Api.Reply> reply :
          atOnce(threads, i -> submit(api(i), envelope("RefusedByAllIntent"), key))) {
        if (reply.get().status() == 409) {
          assertConflict(reply.get());
        } else if (!replayed(reply.get())) {
          firsts.add(reply.get());
        }
      }
      assertThat(firsts).hasSize(1);
      assertThat(executions("RefusedByAllIntent")).containsExactly(execution(firsts.get(0)));
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aRequestThatIsNotValidUsesNoKeyUp() {
    try (AgentDesk desk = desk("valid-later", "read_only", Behaviour.succeed())) {
      String key = key();
      ObjectNode wrong = envelope("valid-later").put("surplus", 1);
      assertThat(submit(wrong, key).status()).isEqualTo(422);
      Api.Reply first = submit(envelope("valid-later"), key);
      assertThat(first.status()).isEqualTo(200);
      assertThat(replayed(first)).isFalse();
      assertThat(desk.called()).hasSize(1);
    }
  }

  @Test
  void workWithAKeyIsInTheRecordBeforeEvenAReadOnlyAgentIsCalled() {
    List<JsonNode> seen = new CopyOnWriteArrayList<>();
    Behaviour reader =
        exchange -> {
          Api.Reply list = api().get("/api/v1/executions?intent=recorded-first&status=running");
          String id = list.json().at("/items/0/executionId").asText();
          seen.add(api().get("/api/v1/executions/" + id + "/events").json().path("items"));
          Behaviour.succeed().handle(exchange);
        };
    try (AgentDesk desk = desk("recorded-first", "read_only", reader)) {
      Api.Reply reply = submit(envelope("recorded-first"), key());
      assertThat(reply.status()).as("%s", reply).isEqualTo(200);
      assertThat(desk.called()).hasSize(1);
      assertThat(seen.get(0).findValuesAsText("type"))
          .containsExactly(
              "INTENT_RECEIVED", "POLICY_DECISION", "ROUTER_DECISION", "AGENT_ATTEMPT_START");
      assertThat(seen.get(0).at("/0/payload/idempotencyKey").asBoolean()).isTrue();
      JsonNode verified = api().get("/api/v1/executions/" + execution(reply) + "/verify").json();
      assertThat(verified.path("valid").asBoolean()).as("%s", verified).isTrue();
    }
  }

  @Test
  void bothEntrancesShareTheKeys() {
    try (AgentDesk desk = desk("framed", "reversible", Behaviour.succeed())) {
      String key = key();
      ObjectNode frame = Json.object();
      frame.put("protocol", "INTENTUSNET/1.0").put("messageType", "intent").putObject("headers");
      frame.set("body", envelope("framed"));
      Api.Reply first = submit(envelope("framed"), key);
      Api.Reply repeat = api().post("/intent", frame, "Idempotency-Key", key);
      Described.answer("POST", "/intent", repeat);
      assertThat(repeat.status()).isEqualTo(200);
      assertThat(replayed(repeat)).isTrue();
      assertThat(execution(repeat)).isEqualTo(execution(first));
      assertThat(repeat.json().path("body")).isEqualTo(first.json());

      ((ObjectNode) frame.path("body")).putObject("payload").put("amount", 99);
      Api.Reply conflict = api().post("/intent", frame, "Idempotency-Key", key);
      Described.answer("POST", "/intent", conflict);
      assertThat(conflict.status()).isEqualTo(409);
      assertThat(conflict.json().at("/body/code").asText()).isEqualTo("IDEMPOTENCY_CONFLICT");
      assertThat(desk.called()).hasSize(1);
    }
  }

  @Test
  void eachTenantHasItsOwnKeys() {
    try (AgentDesk desk = desk("per-tenant", "reversible", Behaviour.succeed())) {
      String key = key();
      Api.Reply one = submit(envelope("per-tenant"), key);
      Api.Reply other = submit(envelope("per-tenant"), key, "Intentus-Tenant", "elsewhere");
      assertThat(other.status()).isEqualTo(200);
      assertThat(execution(other)).isNotEqualTo(execution(one));
      assertReplay(other, submit(envelope("per-tenant"), key, "Intentus-Tenant", "elsewhere"));
      assertThat(desk.called()).hasSize(2);
    }
  }

  @Test
  void refusesWhatIsNoKeyAndNamesTheHeader() {
    for (String wrong : List.of("", "two words", "x".repeat(256), "a\tb")) {
      assertNamesTheHeader(submit(envelope("EchoIntent"), wrong));
    }
    assertNamesTheHeader(submit(envelope("EchoIntent"), "a", "Idempotency-Key", "b"));
    Api.Reply longest = submit(envelope("NobodyCanIntent"), "~" + "x".repeat(218) + key());
    assertThat(execution(longest)).isNotEmpty();
  }

  private static void assertNamesTheHeader(Api.Reply reply) {
    assertThat(reply.status()).as("%s", reply).isEqualTo(422);
    assertThat(reply.json().path("code").asText()).isEqualTo("VALIDATION_ERROR");
    assertThat(reply.json().at("/violations/0/message").asText()).contains("Idempotency-Key");
  }

  @Test
  void countsRepeats() {
    String key = key();
    submit(envelope("NobodyCanIntent"), key);
    long before = counted("replayed");
    submit(envelope("NobodyCanIntent"), key);
    assertThat(counted("replayed")).isEqualTo(before + 1);
    long conflicts = counted("conflict");
    submit(envelope("SomethingElse"), key);
    assertThat(counted("conflict")).isEqualTo(conflicts + 1);
  }

  private long counted(String outcome) {
    return api()
        .get("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith("intentus_repeats_total{"))
        .filter(line -> line.contains("outcome=\"" + outcome + "\""))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
