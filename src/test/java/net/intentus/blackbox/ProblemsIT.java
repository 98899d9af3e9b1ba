package net.intentus.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import net.intentus.harness.Api;
import net.intentus.harness.Eventually;
import net.intentus.harness.RunningServer;
import net.intentus.judge.AgentDesk;
import net.intentus.judge.Behaviour;
import net.intentus.judge.JudgeAgent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes wrong before there is an execution is a problem document, wherever it happens. */
class ProblemsIT {
  private static final int LIMIT = 1_048_576;
  private static final String ECHO = "{\"intent\":{\"name\":\"EchoIntent\"}}";

  private static Api api() {
    return Servers.standard().api();
  }

  private static void assertProblem(Api.Reply reply, int status, String code) {
    Leaks.none(reply);
    assertThat(reply.status()).as("%s", reply).isEqualTo(status);
    assertThat(reply.mediaType()).isEqualTo("application/problem+json");
    JsonNode problem = reply.json();
    assertThat(problem.path("status").asInt()).isEqualTo(status);
    assertThat(problem.path("code").asText()).isEqualTo(code);
    assertThat(problem.path("type").asText()).isNotBlank();
    assertThat(problem.path("title").asText()).isNotBlank();
    assertThat(problem.path("detail").asText()).isNotBlank();
    assertThat(problem.path("instance").asText()).isNotBlank();
    assertThat(problem.path("requestId").asText()).isNotBlank();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "nonsense", "ink_0123456789abcdef_wrongwrongwrongwrongwrong", "a.b.c"})
  void refusesWhoeverIsUnknownWith401(String key) {
    assertProblem(api().as(key).get("/api/v1/version"), 401, "UNAUTHORIZED");
    assertProblem(api().as(key).post("/api/v1/intents", ECHO), 401, "UNAUTHORIZED");
    assertProblem(api().as(key).get("/api/v1/nowhere"), 401, "UNAUTHORIZED");
  }

  @Test
  void takesTheKeyInEitherHeader() {
    Api.Reply reply = api().as("").get("/api/v1/version", "X-API-Key", Servers.standard().apiKey());
    assertThat(reply.status()).as("%s", reply).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/nowhere",
        "/api/v1/agents/nobody",
        "/api/v1/executions/0",
        "/api/v1/executions/0/events",
        "/api/v1/executions/0/verify"
      })
  void answers404WhereNothingIs(String path) {
    assertProblem(api().get(path), 404, "NOT_FOUND");
  }

  @Test
  void answers405ToAnotherMethod() {
    assertProblem(api().delete("/api/v1/version"), 405, "METHOD_NOT_ALLOWED");
    assertProblem(api().get("/api/v1/intents"), 405, "METHOD_NOT_ALLOWED");
  }

  @Test
  void answers406ToAnotherAcceptAnd415ToAnotherType() {
    assertProblem(api().get("/api/v1/version", "Accept", "text/csv"), 406, "NOT_ACCEPTABLE");
    assertProblem(
        api().post("/api/v1/intents", ECHO, "Content-Type", "text/plain"),
        415,
        "UNSUPPORTED_MEDIA_TYPE");
  }

  @ParameterizedTest
  @CsvSource({
    "Prefer,respond-async",
    "Prefer,'respond-async, wait=5'",
    "Intentus-Callback,https://example.org/told"
  })
  void refusesWhatItDoesNotSupportRatherThanIgnoringIt(String header, String value) {
    assertProblem(api().post("/api/v1/intents", ECHO, header, value), 501, "NOT_SUPPORTED");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/v1/approvals", "/api/v1/queues"})
  void answers501WhereTheContractIsAheadOfThisVersion(String path) {
    assertProblem(api().get(path), 501, "NOT_SUPPORTED");
  }

  @Test
  void saysWhichSafeguardsAreOn() {
    JsonNode compliance = api().get("/api/v1/compliance").json();
    assertThat(compliance.path("mode").asText()).isEqualTo("standard");
    assertThat(compliance.path("items").findValuesAsText("name"))
        .containsExactly(
            "signing",
            "encryption",
            "redaction",
            "determinism",
            "recording",
            "durability",
            "audit");
    JsonNode signing = compliance.path("items").path(0);
    assertThat(signing.path("on").asBoolean(true)).isFalse();
    assertThat(signing.path("required").asBoolean(true)).isFalse();
    assertThat(compliance.path("items").path(3).path("on").asBoolean()).isTrue();
  }

  @Test
  void refusesABodyThatAnnouncesTooMuch() throws IOException {
    String head = "Content-Length: " + (LIMIT + 1) + "\r\n\r\n";
    assertThat(raw(head, new byte[0])).startsWith("HTTP/1.1 413").contains("PAYLOAD_TOO_LARGE");
  }

  @Test
  void refusesAChunkedBodyAtTheByteThatIsTooMuch() throws IOException {
    String head = "Transfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(LIMIT + 1) + "\r\n";
    byte[] body = "x".repeat(LIMIT + 1).getBytes(StandardCharsets.US_ASCII);
    assertThat(raw(head, body)).startsWith("HTTP/1.1 413").contains("PAYLOAD_TOO_LARGE");
  }

  @Test
  void takesAChunkedBodyThatFits() {
    Api.Reply reply =
        api()
            .send(
                "POST",
                "/api/v1/intents",
                BodyPublishers.ofInputStream(
                    () -> new java.io.ByteArrayInputStream(ECHO.getBytes(StandardCharsets.UTF_8))),
                "Content-Type",
                "application/json");
    assertThat(reply.status()).as("%s", reply).isEqualTo(200);
  }

  /** Sends what may be cut off half-way, and returns the whole answer. */
  private static String raw(String headersAndMore, byte[] body) throws IOException {
    RunningServer server = Servers.standard();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.base().getPort())) {
      socket.setSoTimeout(20_000);
      OutputStream out = socket.getOutputStream();
      String head =
          "POST /api/v1/intents HTTP/1.1\r\nHost: test\r\nContent-Type: application/json\r\n"
              + "Connection: close\r\nAuthorization: Bearer "
              + server.apiKey()
              + "\r\n";
      out.write((head + headersAndMore).getBytes(StandardCharsets.US_ASCII));
      out.write(body);
      out.flush();
      return answer(socket.getInputStream());
    }
  }

  /** Reads as far as the problem's end; when the connection closes is the server's business. */
  private static String answer(InputStream in) throws IOException {
    StringBuilder text = new StringBuilder();
    for (int b = in.read(); b >= 0; b = in.read()) {
      text.append((char) b);
      if (text.indexOf("\r\n\r\n{") > 0 && b == '}') {
        break;
      }
    }
    return text.toString();
  }

  @Test
  void answers429AboveItsCapAndTakesWorkAgainAfterwards() throws Exception {
    Api api = Servers.narrow().api();
    CountDownLatch latch = new CountDownLatch(1);
    String body = "{\"intent\":{\"name\":\"SlowIntent\"}}";
    try (JudgeAgent judge = JudgeAgent.start();
        AgentDesk desk = new AgentDesk(api, judge)) {
      desk.register("slow", "SlowIntent", Behaviour.succeedAfter(latch));
      List<CompletableFuture<Api.Reply>> running = new ArrayList<>();
      for (int i = 0; i < Servers.MAX_CONCURRENT; i++) {
        running.add(CompletableFuture.supplyAsync(() -> api.post("/api/v1/intents", body)));
      }
      Eventually.isTrue(
          "a full server",
          Duration.ofSeconds(2),
          () -> judge.running("slow") == Servers.MAX_CONCURRENT);
      Api.Reply refused = api.post("/api/v1/intents", body);
      latch.countDown();
      assertProblem(refused, 429, "CAPACITY_EXCEEDED");
      assertThat(Integer.parseInt(refused.header("Retry-After"))).isPositive();
      for (CompletableFuture<Api.Reply> reply : running) {
        assertThat(reply.get().status()).as("%s", reply.get()).isEqualTo(200);
      }
      assertThat(api.post("/api/v1/intents", body).status()).isEqualTo(200);
    }
  }

  @Test
  void sendsWhoeverAsksForNothingToTheConsole() {
    Api.Reply reply = api().get("/");
    assertThat(reply.status()).as("%s", reply).isEqualTo(303);
    assertThat(reply.header("Location")).isEqualTo("/console/");
  }

  @Test
  void leavesHealthMetricsAndSignInOpen() {
    for (String path :
        List.of("/health", "/health/started", "/health/live", "/health/ready", "/metrics")) {
      assertThat(api().as("").get(path).status()).as(path).isEqualTo(200);
    }
    assertThat(api().as("").get("/console/login").status()).isEqualTo(200);
  }
}
