package net.intentus.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import net.intentus.harness.Api;
import net.intentus.harness.RunningServer;
import net.intentus.intent.Json;
import net.intentus.judge.Behaviour;
import net.intentus.judge.JudgeAgent;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The registry over HTTP, with agents outside the server. */
class AgentsIT {
  private static final String AGENTS = "/api/v1/agents";
  private static JudgeAgent judge;
  private static Api api;

  @BeforeAll
  static void start() {
    judge = JudgeAgent.start();
    api = RunningServer.shared().api();
  }

  @AfterAll
  static void stop() {
    judge.close();
  }

  private static String path(String name) {
    return AGENTS + "/" + Api.encode(name);
  }

  /** A read-only agent of the judge, for an intent of its own. */
  private static ObjectNode document(String name) {
    ObjectNode json = Json.object();
    json.put("name", name).put("sideEffect", "read_only");
    json.putArray("capabilities").addObject().putObject("intent").put("name", name + "Intent");
    json.putObject("endpoint").put("type", "http").put("address", judge.address(name));
    return json;
  }

  private static Api.Reply register(String name) {
    Api.Reply reply = api.post(AGENTS, document(name));
    assertThat(reply.status()).as(reply.toString()).isEqualTo(201);
    return reply;
  }

  private static Api.Reply submit(String name) {
    ObjectNode envelope = Json.object();
    envelope.putObject("intent").put("name", name + "Intent");
    return api.post("/api/v1/intents", envelope);
  }

  private static void assertProblem(Api.Reply reply, int status, String code) {
    assertThat(reply.status()).as(reply.toString()).isEqualTo(status);
    assertThat(reply.mediaType()).isEqualTo("application/problem+json");
    assertThat(reply.json().path("code").textValue()).isEqualTo(code);
    assertThat(reply.body()).doesNotContain("net.intentus", "Exception", "SELECT");
  }

  @Test
  void registersReadsAndCallsAtOnce() {
    Api.Reply created = register("it-fresh");
    assertThat(created.header("Location")).endsWith("/api/v1/agents/it-fresh");
    assertThat(created.header("ETag")).matches("\"[0-9]+\"");
    Api.Reply read = api.get(path("it-fresh"));
    assertThat(read.status()).isEqualTo(200);
    assertThat(read.json()).isEqualTo(created.json());
    assertThat(read.header("ETag")).isEqualTo(created.header("ETag"));
    Api.Reply answer = submit("it-fresh");
    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    assertThat(answer.json().path("payload").path("handledBy").textValue()).isEqualTo("it-fresh");
    assertThat(judge.calls("it-fresh")).isEqualTo(1);
    assertThat(judge.last("it-fresh").header("Idempotency-Key")).isNotBlank();
  }

  @Test
  void aTakenNameConflicts() {
    register("it-taken");
    assertProblem(api.post(AGENTS, document("it-taken")), 409, "CONFLICT");
  }

  @ParameterizedTest
  @ValueSource(strings = {"it ünï 日本", "it%2Fx", "it+a b", "it;v=1", "it?q#f", "it\uD83D\uDE00"})
  void namesOfAnyKindCanBeAddressed(String name) {
    Api.Reply created = register(name);
    assertThat(api.get(path(name)).json().path("name").textValue()).isEqualTo(name);
    assertThat(api.delete(path(name), "If-Match", created.header("ETag")).status()).isEqualTo(204);
    assertProblem(api.get(path(name)), 404, "NOT_FOUND");
  }

  @Test
  void changesNeedTheTagThatWasRead() {
    Api.Reply created = register("it-edit");
    ObjectNode edited = (ObjectNode) created.json();
    edited.put("nodePriority", 5);
    assertProblem(api.put(path("it-edit"), edited), 428, "PRECONDITION_REQUIRED");
    assertProblem(api.delete(path("it-edit")), 428, "PRECONDITION_REQUIRED");
    assertProblem(
        api.put(path("it-edit"), edited, "If-Match", "\"1x\""), 412, "PRECONDITION_FAILED");
    Api.Reply changed = api.put(path("it-edit"), edited, "If-Match", created.header("ETag"));
    assertThat(changed.status()).as(changed.toString()).isEqualTo(200);
    assertThat(changed.json().path("nodePriority").intValue()).isEqualTo(5);
    assertProblem(
        api.put(path("it-edit"), edited, "If-Match", created.header("ETag")),
        412,
        "PRECONDITION_FAILED");
    assertProblem(
        api.delete(path("it-edit"), "If-Match", created.header("ETag")),
        412,
        "PRECONDITION_FAILED");
    edited.put("name", "it-other");
    assertProblem(api.put(path("it-edit"), edited, "If-Match", "*"), 422, "VALIDATION_ERROR");
    assertThat(api.delete(path("it-edit"), "If-Match", "*").status()).isEqualTo(204);
  }

  @Test
  void tellsEverythingThatIsWrong() {
    Api.Reply reply = api.post(AGENTS, "{\"name\":\"a/b\",\"who\":1}");
    assertProblem(reply, 422, "VALIDATION_ERROR");
    assertThat(reply.json().path("violations").findValuesAsText("pointer"))
        .contains("/name", "/who", "/capabilities", "/endpoint");
    assertProblem(api.post(AGENTS, "{"), 400, "VALIDATION_ERROR");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://10.0.0.1/", "http://169.254.169.254/", "http://[fd00::1]/", "file:///x"})
  void refusesAddressesThatAreNotAllowed(String address) {
    ObjectNode document = document("it-inside");
    document.putObject("endpoint").put("type", "http").put("address", address);
    assertProblem(api.post(AGENTS, document), 422, "VALIDATION_ERROR");
  }

  @Test
  void refusesWhatIsNotBuiltYet() {
    ObjectNode socket = document("it-socket");
    socket.putObject("endpoint").put("type", "websocket").put("address", "wss://x.example/");
    assertProblem(api.post(AGENTS, socket), 501, "NOT_SUPPORTED");
    assertThat(api.get(path("it-socket")).status()).isEqualTo(404);
  }

  @Test
  void disablingTakesItOutOfRouting() {
    register("it-off");
    Api.Reply off = api.post(path("it-off") + "/disable", "");
    assertThat(off.status()).as(off.toString()).isEqualTo(200);
    assertThat(off.json().path("enabled").booleanValue()).isFalse();
    assertThat(submit("it-off").json().path("error").path("code").textValue())
        .isEqualTo("CAPABILITY_NOT_FOUND");
    assertThat(api.post(path("it-off") + "/enable", "").status()).isEqualTo(200);
    assertThat(submit("it-off").status()).isEqualTo(200);
  }

  @Test
  void heartbeatsShowInHealthAndLeaveTheTag() {
    String tag = register("it-beat").header("ETag");
    assertThat(api.get(path("it-beat")).json().path("health").path("status").textValue())
        .isEqualTo("unknown");
    assertThat(api.post(path("it-beat") + "/heartbeat", "").status()).isEqualTo(200);
    assertThat(api.post(path("it-beat") + "/heartbeat", "{\"status\":\"degraded\"}").status())
        .isEqualTo(200);
    Api.Reply read = api.get(path("it-beat"));
    assertThat(read.json().path("health").path("status").textValue()).isEqualTo("degraded");
    assertThat(read.json().path("health").path("lastHeartbeat").textValue())
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
    assertThat(read.header("ETag")).isEqualTo(tag);
    assertProblem(
        api.post(path("it-beat") + "/heartbeat", "{\"status\":\"fine\"}"), 422, "VALIDATION_ERROR");
    assertProblem(api.post(path("it-nobody") + "/heartbeat", ""), 404, "NOT_FOUND");
  }

  @Test
  void aTrialIsARealMarkedCall() {
    register("it-try");
    judge.on("it-try", Behaviour.echo());
    Api.Reply reply =
        api.post(path("it-try") + "/test", "{\"payload\":{\"q\":1,\"password\":\"hunter22\"}}");
    assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
    assertThat(reply.json().path("outcome").textValue()).isEqualTo("succeeded");
    assertThat(reply.json().path("payload").path("q").intValue()).isEqualTo(1);
    assertThat(reply.body()).doesNotContain("hunter22");
    assertThat(reply.json().path("durationMs").isIntegralNumber()).isTrue();
    assertThat(judge.last("it-try").header("Intentus-Test")).isEqualTo("true");
    assertThat(judge.last("it-try").envelope().path("payload").path("password").textValue())
        .as("the agent gets the original")
        .isEqualTo("hunter22");
    judge.on("it-try", Behaviour.status(500));
    Api.Reply failed = api.post(path("it-try") + "/test", "");
    assertThat(failed.json().path("outcome").textValue()).isEqualTo("failed");
    assertThat(failed.json().path("error").path("code").textValue())
        .isEqualTo("INTERNAL_AGENT_ERROR");
    assertProblem(
        api.post(path("it-try") + "/test", "{\"intent\":{\"name\":\"Other\"}}"),
        422,
        "VALIDATION_ERROR");
  }

  @ParameterizedTest
  @CsvSource({
    "hangUp, 502, TRANSPORT_ERROR", "garbage, 502, PROTOCOL_ERROR", "huge, 502, PROTOCOL_ERROR",
    "fail, 502, UNAUTHORIZED", "s500, 502, INTERNAL_AGENT_ERROR", "s503, 503, AGENT_UNAVAILABLE",
    "s404, 502, PROTOCOL_ERROR", "s302, 502, PROTOCOL_ERROR", "s429, 429, RATE_LIMIT",
  })
  void misbehaviourBecomesAnError(String how, int status, String code) {
    String name = "it-bad-" + how;
    register(name);
    judge.on(
        name,
        switch (how) {
          case "hangUp" -> Behaviour.hangUp();
          case "garbage" -> Behaviour.garbage();
          case "huge" -> Behaviour.huge(50 << 20);
          case "fail" -> Behaviour.fail("UNAUTHORIZED");
          default -> Behaviour.status(Integer.parseInt(how.substring(1)));
        });
    Api.Reply reply = submit(name);
    assertThat(reply.status()).as(reply.toString()).isEqualTo(status);
    assertThat(reply.json().path("error").path("code").textValue()).isEqualTo(code);
    assertThat(reply.body()).doesNotContain("java.", "Exception");
    assertThat(judge.calls(name)).isEqualTo(1);
  }

  @Test
  void listsInPages() {
    for (int i = 0; i < 5; i++) {
      register("it-page-" + i);
    }
    List<String> names = new ArrayList<>();
    String cursor = "";
    do {
      Api.Reply reply = api.get(AGENTS + "?limit=2&cursor=" + cursor);
      assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
      JsonNode items = reply.json().path("items");
      assertThat(items.size()).isBetween(1, 2);
      items.forEach(item -> names.add(item.path("name").textValue()));
      cursor = reply.json().path("nextCursor").textValue();
    } while (cursor != null);
    assertThat(names)
        .contains("it-page-0", "it-page-1", "it-page-2", "it-page-3", "it-page-4", "echo")
        .doesNotHaveDuplicates();
    assertProblem(api.get(AGENTS + "?limit=201"), 422, "VALIDATION_ERROR");
    assertProblem(api.get(AGENTS + "?cursor=%25"), 422, "VALIDATION_ERROR");
  }

  @Test
  void theAgentInsideCanBeTunedButNotDeleted() {
    Api.Reply echo = api.get(path("echo"));
    assertThat(echo.json().path("managed").booleanValue()).isTrue();
    assertProblem(api.delete(path("echo"), "If-Match", "*"), 409, "CONFLICT");
    ObjectNode tuned = (ObjectNode) echo.json();
    tuned.putObject("labels").put("team", "red");
    Api.Reply changed = api.put(path("echo"), tuned, "If-Match", echo.header("ETag"));
    assertThat(changed.json().path("labels").path("team").textValue()).isEqualTo("red");
    tuned.put("sideEffect", "irreversible");
    assertProblem(api.put(path("echo"), tuned, "If-Match", "*"), 422, "VALIDATION_ERROR");
  }

  @Test
  void strangersMayNothing() {
    assertProblem(api.as("").get(AGENTS), 401, "UNAUTHORIZED");
    assertProblem(api.as("").post(AGENTS, document("it-no")), 401, "UNAUTHORIZED");
  }
}
