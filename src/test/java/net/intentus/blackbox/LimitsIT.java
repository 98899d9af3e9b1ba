package net.intentus.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import net.intentus.harness.Api;
import net.intentus.harness.RunningServer;
import net.intentus.intent.InteroperableJson;
import net.intentus.intent.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is too large, too slow or no HTTP at all, on a raw connection. */
class LimitsIT {
  private static final String END = "Host: test\r\nConnection: close\r\n\r\n";

  private static RunningServer server() {
    return Servers.standard();
  }

  private static String key() {
    return "Authorization: Bearer " + server().apiKey() + "\r\n";
  }

  private static String answer(String request) throws IOException {
    try (RawSocket raw = RawSocket.open(server(), request)) {
      return raw.answer();
    }
  }

  private static String post(String more, String body) {
    return "POST /api/v1/intents HTTP/1.1\r\n"
        + key()
        + "Content-Type: application/json\r\n"
        + more
        + END
        + body;
  }

  private static void assertSaysNothingOfItself(String answer) {
    String lower = answer.toLowerCase(java.util.Locale.ROOT);
    assertThat(lower)
        .doesNotContain("\r\nserver:", "x-powered-by", "payara", "glassfish", "grizzly")
        .doesNotContain("exception", "java.", "org.", "\tat ", "sameorigin");
  }

  private static void assertProblem(String answer, int status, String code) {
    assertSaysNothingOfItself(answer);
    assertThat(answer).startsWith("HTTP/1.1 " + status + " ").contains("\"code\":\"" + code + "\"");
    assertThat(answer)
        .contains(
            "Content-Type: application/problem+json",
            "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'",
            "X-Content-Type-Options: nosniff",
            "X-Frame-Options: DENY",
            "Referrer-Policy: same-origin",
            "Permissions-Policy: ",
            "Cross-Origin-Opener-Policy: same-origin",
            "Cross-Origin-Embedder-Policy: require-corp",
            "Cross-Origin-Resource-Policy: same-origin",
            "X-Request-Id: ");
  }

  static Stream<Arguments> tooLong() {
    StringBuilder many = new StringBuilder();
    for (int i = 0; i < 150; i++) {
      many.append("X-").append(i).append(": v\r\n");
    }
    return Stream.of(
        Arguments.of(414, "GET /api/v1/version?" + "q".repeat(9_000) + " HTTP/1.1\r\n"),
        Arguments.of(414, "GET /" + "p".repeat(9_000) + " HTTP/1.1\r\n"),
        Arguments.of(431, "GET /api/v1/version HTTP/1.1\r\n" + many),
        Arguments.of(431, "GET /api/v1/version HTTP/1.1\r\nX: " + "v".repeat(17_000) + "\r\n"));
  }

  @ParameterizedTest
  @MethodSource("tooLong")
  void answersWithAProblemToAHeadThatIsTooLong(int status, String head) throws IOException {
    assertProblem(answer(head + END), status, "VALIDATION_ERROR");
  }

  @Test
  void answersWithAPageInTheConsole() throws IOException {
    String page = answer("GET /console/login?" + "q".repeat(9_000) + " HTTP/1.1\r\n" + END);
    assertSaysNothingOfItself(page);
    assertThat(page).startsWith("HTTP/1.1 414 ").contains("<h1>414</h1>");
  }

  static Stream<Arguments> noHttp() {
    return Stream.of(
        Arguments.of(400, "GET / HTTP/1.1\r\nConnection: close\r\n\r\n"),
        Arguments.of(505, "GET / HTTP/9.9\r\n" + END),
        Arguments.of(405, "TRACE /api/v1/version HTTP/1.1\r\n" + END),
        Arguments.of(405, "TRACE /console/ HTTP/1.1\r\n" + END),
        Arguments.of(400, "GET /" + "p".repeat(100_000) + " HTTP/1.1\r\n" + END),
        Arguments.of(400, "GET / HTTP/1.1\r\nX: " + "v".repeat(100_000) + "\r\n" + END),
        Arguments.of(400, "GET / HTTP/1.1\r\n" + "X: v\r\n".repeat(1_000) + END),
        Arguments.of(400, "GET /console/../../WEB-INF/web.xml HTTP/1.1\r\n" + END),
        Arguments.of(400, "GET /api/v1/agents/a%00b HTTP/1.1\r\n" + END),
        Arguments.of(400, "GET /api\\v1 HTTP/1.1\r\n" + END),
        Arguments.of(400, "POST / HTTP/1.1\r\nContent-Length: -5\r\n" + END),
        Arguments.of(400, "POST / HTTP/1.1\r\nContent-Length: five\r\n" + END));
  }

  /** Refused by the server before the application is asked: the status alone. */
  @ParameterizedTest
  @MethodSource("noHttp")
  void saysNothingToWhatIsNoProperRequest(int status, String request) throws IOException {
    String answer = answer(request);
    assertSaysNothingOfItself(answer);
    assertThat(answer).startsWith("HTTP/1.1 " + status + " ").endsWith("\r\n\r\n");
  }

  static Stream<Arguments> containers() {
    return Stream.of(
        Arguments.of(404, "NOT_FOUND", "GET /WEB-INF/web.xml HTTP/1.1\r\n"),
        Arguments.of(404, "NOT_FOUND", "GET /api/v1/nothing HTTP/1.1\r\n"),
        Arguments.of(404, "NOT_FOUND", "GET /error HTTP/1.1\r\n"),
        Arguments.of(405, "METHOD_NOT_ALLOWED", "BREW /api/v1/version HTTP/1.1\r\n"),
        Arguments.of(400, "VALIDATION_ERROR", "GET /api/v1/version HTTP/1.1\r\nAccept: ;q=x\r\n"));
  }

  @ParameterizedTest
  @MethodSource("containers")
  void answersInItsOwnWordsWhereTheContainerRefuses(int status, String code, String head)
      throws IOException {
    assertProblem(answer(head + key() + END), status, code);
  }

  @Test
  void refusesABodyWhoseLengthIsToldTwiceOrStrangely() throws IOException {
    String both = "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n";
    assertProblem(answer(post(both, "0\r\n\r\n")), 400, "VALIDATION_ERROR");
    assertProblem(answer(post("Transfer-Encoding: gzip\r\n", "")), 400, "VALIDATION_ERROR");
    String twice = answer(post("Content-Length: 2\r\nContent-Length: 3\r\n", "{}x"));
    assertThat(twice).startsWith("HTTP/1.1 400 ");
    assertSaysNothingOfItself(twice);
  }

  private static Api.Reply submit(String payload) {
    return server()
        .api()
        .post(
            "/api/v1/intents",
            "{\"intent\":{\"name\":\"EchoIntent\"},\"payload\":" + payload + "}");
  }

  private static void assertRefused(Api.Reply reply, int status, String words) {
    Leaks.none(reply);
    assertThat(reply.status()).as("%.300s", reply).isEqualTo(status);
    assertThat(reply.json().path("code").asText()).isEqualTo("VALIDATION_ERROR");
    assertThat(reply.body()).contains(words);
  }

  @Test
  void boundsWhatAJsonTextHolds() {
    assertRefused(submit("[".repeat(200) + "]".repeat(200)), 400, "nested at most 128 deep");
    assertRefused(submit("9".repeat(Json.MAX_NUMBER + 1)), 400, "numbers of at most 400");
    assertRefused(
        submit("{\"" + "n".repeat(Json.MAX_NAME + 1) + "\":1}"), 400, "names of at most 4096");
    assertRefused(
        submit("[" + "0,".repeat(InteroperableJson.MAX_ELEMENTS) + "0]"),
        422,
        "has more than 100000 elements");
    StringBuilder wide = new StringBuilder("{");
    for (int i = 0; i <= InteroperableJson.MAX_FIELDS; i++) {
      wide.append("\"f").append(i).append("\":0,");
    }
    wide.setCharAt(wide.length() - 1, '}');
    assertRefused(submit(wide.toString()), 422, "has more than 10000 fields");
    assertThat(submit("{\"text\":\"" + "t".repeat(500_000) + "\"}").status()).isEqualTo(200);
  }

  /** Java's own client offers to change to HTTP/2 with its first request, body and all. */
  @Test
  void takesBodiesFromClientsThatOfferHttp2() throws Exception {
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
    for (int i = 0; i < 2; i++) {
      HttpRequest request =
          HttpRequest.newBuilder(server().base().resolve("/api/v1/intents"))
              .header("Authorization", "Bearer " + server().apiKey())
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString("{\"intent\":{\"name\":\"EchoIntent\"}}"))
              .build();
      HttpResponse<String> answer =
          client.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }
  }

  /** A body that stands still, and one that drips for ever; others are served all the while. */
  @Test
  void endsSlowBodiesAndServesOthersMeanwhile() throws Exception {
    String form =
        "POST /console/login HTTP/1.1\r\nHost: test\r\n"
            + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 9000\r\n\r\na";
    String stalled = post("Content-Length: 900\r\n", "{").replace("Connection: close\r\n", "");
    CompletableFuture<String> still =
        CompletableFuture.supplyAsync(() -> unchecked(() -> answer(stalled)));
    CompletableFuture<String> dripping =
        CompletableFuture.supplyAsync(() -> unchecked(() -> drip(form)));
    while (!still.isDone() || !dripping.isDone()) {
      assertThat(server().api().get("/api/v1/version").status()).isEqualTo(200);
      Thread.sleep(200);
    }
    assertProblem(still.get(), 408, "VALIDATION_ERROR");
    assertSaysNothingOfItself(dripping.get());
    assertThat(dripping.get()).startsWith("HTTP/1.1 408 ");
  }

  private static String drip(String head) throws Exception {
    try (RawSocket raw = RawSocket.open(server(), head)) {
      CompletableFuture<String> answer =
          CompletableFuture.supplyAsync(() -> unchecked(raw::answer));
      long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
      while (!answer.isDone() && System.nanoTime() < deadline) {
        try {
          raw.send("a");
        } catch (IOException e) {
          break; // the answer is on its way
        }
        Thread.sleep(500);
      }
      return answer.get();
    }
  }

  /** Each holds a thread while its form is read, so only some are; what is more is told so. */
  @Test
  void letsNoCrowdOfStrangersTakeAllThreads() throws Exception {
    String form =
        "POST /console/login HTTP/1.1\r\nHost: test\r\nConnection: close\r\n"
            + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 9000\r\n\r\na";
    List<RawSocket> crowd = new ArrayList<>();
    try {
      for (int i = 0; i < 220; i++) {
        crowd.add(RawSocket.open(server(), form));
      }
      assertThat(server().api().get("/api/v1/version").status()).isEqualTo(200);
      assertThat(crowd.get(219).answer()).startsWith("HTTP/1.1 429 ").contains("Retry-After: 1");
    } finally {
      for (RawSocket one : crowd) {
        one.close();
      }
    }
  }

  private interface Work {
    String run() throws Exception;
  }

  private static String unchecked(Work work) {
    try {
      return work.run();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
