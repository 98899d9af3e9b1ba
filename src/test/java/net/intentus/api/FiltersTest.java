package net.intentus.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Set;
import net.intentus.config.Ids;
import net.intentus.intent.Caller;
import net.intentus.intent.Json;
import net.intentus.security.CallerContext;
import net.intentus.security.FakeHttp;
import net.intentus.security.RequestAuthentication;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("UnnecessaryAssignment") // there is no container here to inject
class FiltersTest {
  /** Of a header X beside "Host: localhost:8080". */
  private static final int LONGEST_VALUE = HeadLimitFilter.MAX_HEADER_CHARS - 22 - 5;

  private static FakeHttp id(FakeHttp http) throws Exception {
    RequestIdFilter filter = new RequestIdFilter();
    filter.ids = new Ids(Clock.systemUTC());
    filter.doFilter(http.request(), http.response(), http.chain());
    return http;
  }

  private static FakeHttp access(FakeHttp http) throws Exception {
    http.attributes.put(RequestIds.ATTRIBUTE, "r-1");
    new AccessFilter().doFilter(http.request(), http.response(), http.chain());
    return http;
  }

  private static FakeHttp headers(FakeHttp http) throws Exception {
    new SecurityHeadersFilter().doFilter(http.request(), http.response(), http.chain());
    return http;
  }

  @Test
  void keepsTheClientsRequestId() throws Exception {
    FakeHttp http = id(FakeHttp.of("GET", "/").header("X-Request-Id", "client-42"));

    assertThat(RequestIds.of(http.reached)).isEqualTo("client-42");
    assertThat(http.answerHeaders).containsEntry("X-Request-Id", "client-42");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "two words", "line\r\nSet-Cookie: x", "ümlaut", "tab\t", "\u007f"})
  void replacesARequestIdThatIsNotVisibleAscii(String given) throws Exception {
    FakeHttp http = id(FakeHttp.of("GET", "/").header("X-Request-Id", given));

    assertThat(RequestIds.of(http.reached)).isNotEqualTo(given).hasSize(36);
    assertThat(http.answerHeaders.get("X-Request-Id")).isEqualTo(RequestIds.of(http.reached));
  }

  @Test
  void replacesAnOverlongRequestId() throws Exception {
    String longest = "x".repeat(128);
    assertThat(RequestIds.of(id(FakeHttp.of("GET", "/").header("X-Request-Id", longest)).reached))
        .isEqualTo(longest);
    assertThat(
            RequestIds.of(
                id(FakeHttp.of("GET", "/").header("X-Request-Id", longest + "x")).reached))
        .hasSize(36);
  }

  @Test
  void refusesStrangersAtTheApiWithAProblem() throws Exception {
    FakeHttp http = access(FakeHttp.of("GET", "/api/v1/version"));

    assertThat(http.reached).isNull();
    assertThat(http.status).isEqualTo(401);
    assertThat(http.answerHeaders)
        .containsEntry("Content-Type", "application/problem+json")
        .containsEntry("WWW-Authenticate", "Bearer realm=\"intentusnet\"");
    JsonNode problem = Json.read(http.answer().getBytes(StandardCharsets.UTF_8));
    assertThat(problem.path("code").asText()).isEqualTo("UNAUTHORIZED");
    assertThat(problem.path("requestId").asText()).isEqualTo("r-1");
    assertThat(problem.path("instance").asText()).isEqualTo("/api/v1/version");
  }

  @Test
  void leadsStrangersInTheConsoleToTheSignInPageAndBack() throws Exception {
    FakeHttp http = FakeHttp.of("GET", "/console/executions");
    http.query = "status=failed";
    access(http);

    assertThat(http.reached).isNull();
    assertThat(http.status).isEqualTo(303);
    assertThat(http.answerHeaders.get("Location"))
        .isEqualTo("/console/login?next=%2Fconsole%2Fexecutions%3Fstatus%3Dfailed");
    assertThat(access(FakeHttp.of("POST", "/console/agents")).answerHeaders.get("Location"))
        .isEqualTo("/console/login");
  }

  @Test
  void letsCallersAndOpenAddressesThrough() throws Exception {
    FakeHttp known = FakeHttp.of("GET", "/api/v1/version");
    known.attributes.put(
        CallerContext.CALLER, new Caller("key:a", "acme", Set.of("viewer"), "a", null));

    assertThat(access(known).reached).isNotNull();
    assertThat(access(FakeHttp.of("GET", "/health/ready")).reached).isNotNull();
  }

  @Test
  void saysThatTheDatabaseIsGoneInsteadOfThatTheKeyIsBad() throws Exception {
    FakeHttp http = FakeHttp.of("GET", "/api/v1/version");
    http.attributes.put(RequestAuthentication.UNAVAILABLE, true);

    assertThat(access(http).status).isEqualTo(503);
    assertThat(http.reached).isNull();
  }

  @Test
  void allowsPagesNothingForeignAndNothingInline() throws Exception {
    FakeHttp http = headers(FakeHttp.of("GET", "/console/agents"));

    assertThat(http.answerHeaders.get("Content-Security-Policy"))
        .startsWith("default-src 'none'; ")
        .contains("frame-ancestors 'none'", "form-action 'self'", "base-uri 'none'")
        .doesNotContain("unsafe", "*", "http");
    assertThat(http.answerHeaders)
        .containsEntry("X-Content-Type-Options", "nosniff")
        .containsEntry("X-Frame-Options", "DENY")
        .containsEntry("Referrer-Policy", "same-origin")
        .containsEntry("Cross-Origin-Opener-Policy", "same-origin")
        .containsEntry("Cross-Origin-Embedder-Policy", "require-corp")
        .containsEntry("Cross-Origin-Resource-Policy", "same-origin")
        .hasEntrySatisfying("Permissions-Policy", p -> assertThat(p).contains("camera=()"))
        .containsEntry("Cache-Control", "no-store")
        .doesNotContainKey("Strict-Transport-Security");
  }

  @Test
  void letsOnlyAssetsBeCachedAndSpeaksOfHttpsOnlyOverHttps() throws Exception {
    FakeHttp asset = FakeHttp.of("GET", "/console/assets/app.css");
    asset.secure = true;

    assertThat(headers(asset).answerHeaders)
        .doesNotContainKey("Cache-Control")
        .containsKey("Strict-Transport-Security");
    assertThat(headers(FakeHttp.of("GET", "/api/v1/version")).answerHeaders)
        .containsEntry("Cache-Control", "no-store")
        .containsEntry("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
  }

  @ParameterizedTest
  @CsvSource({
    "400, 400, VALIDATION_ERROR",
    "401, 401, UNAUTHORIZED",
    "403, 403, FORBIDDEN",
    "404, 404, NOT_FOUND",
    "405, 405, METHOD_NOT_ALLOWED",
    "413, 413, PAYLOAD_TOO_LARGE",
    "500, 500, INTERNAL_ERROR",
    "503, 503, STORAGE_UNAVAILABLE",
    "200, 500, INTERNAL_ERROR"
  })
  void turnsTheContainersErrorsIntoProblems(int noticed, int status, String code) throws Exception {
    FakeHttp http = error(noticed, "/api/v1/<x>");

    assertThat(http.status).isEqualTo(status);
    JsonNode problem = Json.read(http.answer().getBytes(StandardCharsets.UTF_8));
    assertThat(problem.path("code").asText()).isEqualTo(code);
    assertThat(problem.path("status").asInt()).isEqualTo(status);
    assertThat(problem.path("instance").asText()).isEqualTo("/api/v1/<x>");
  }

  @Test
  void turnsThemIntoAPageInTheConsoleWithoutTrustingTheRequestId() throws Exception {
    FakeHttp http = error(404, "/console/nowhere");

    assertThat(http.status).isEqualTo(404);
    assertThat(http.answerHeaders.get("Content-Type")).startsWith("text/html");
    assertThat(http.answer()).contains("404", "&lt;b&gt;").doesNotContain("<b>");
  }

  @Test
  void isNotThereForWhoAsksForTheErrorPageItself() throws Exception {
    FakeHttp http = FakeHttp.of("GET", "/error");
    errors().service(http.request(), http.response());

    assertThat(http.status).isEqualTo(404);
    assertThat(http.answerHeaders.get("X-Request-Id")).hasSize(36);
  }

  private static FakeHttp error(int noticed, String uri) throws Exception {
    FakeHttp http = FakeHttp.of("GET", "/error");
    http.dispatcher = DispatcherType.ERROR;
    http.attributes.put(RequestDispatcher.ERROR_STATUS_CODE, noticed);
    http.attributes.put(RequestDispatcher.ERROR_REQUEST_URI, uri);
    http.attributes.put(RequestIds.ATTRIBUTE, "<b>");
    errors().service(http.request(), http.response());
    return http;
  }

  private static ErrorServlet errors() {
    ErrorServlet servlet = new ErrorServlet();
    servlet.ids = new Ids(Clock.systemUTC());
    return servlet;
  }

  private static FakeHttp head(FakeHttp http) throws Exception {
    new HeadLimitFilter().doFilter(http.request(), http.response(), http.chain());
    return http;
  }

  private static void assertRefused(FakeHttp http, int status) {
    assertThat(http.reached).isNull();
    assertThat(http.status).isEqualTo(status);
    assertThat(http.answer()).contains("VALIDATION_ERROR", "\"status\":" + status);
    assertThat(http.answerHeaders).containsEntry("Connection", "close");
  }

  @Test
  void takesAddressesAndHeadersUpToTheirLimits() throws Exception {
    FakeHttp longest = FakeHttp.of("GET", "/");
    longest.query = "q".repeat(HeadLimitFilter.MAX_TARGET - 2);
    for (int i = 1; i < HeadLimitFilter.MAX_HEADERS; i++) { // and Host
      longest.header("X-" + i, "v");
    }
    assertThat(head(longest).reached).isNotNull();
    assertThat(head(FakeHttp.of("GET", "/").header("X", "v".repeat(LONGEST_VALUE))).reached)
        .isNotNull();
  }

  @Test
  void refusesAnAddressThatIsTooLong() throws Exception {
    FakeHttp http = FakeHttp.of("GET", "/");
    http.query = "q".repeat(HeadLimitFilter.MAX_TARGET - 1);
    assertRefused(head(http), 414);
  }

  @Test
  void refusesHeadersThatAreTooManyOrTooLong() throws Exception {
    FakeHttp many = FakeHttp.of("GET", "/");
    for (int i = 0; i < HeadLimitFilter.MAX_HEADERS; i++) { // and Host
      many.header("X-" + i, "v");
    }
    assertRefused(head(many), 431);
    assertRefused(head(FakeHttp.of("GET", "/").header("X", "v".repeat(LONGEST_VALUE + 1))), 431);
  }

  @Test
  void refusesABodyWhoseLengthIsToldTwiceOrStrangely() throws Exception {
    assertRefused(head(FakeHttp.of("POST", "/").header("Transfer-Encoding", "gzip")), 400);
    assertRefused(
        head(
            FakeHttp.of("POST", "/")
                .header("Transfer-Encoding", "chunked")
                .header("Content-Length", "2")),
        400);
    assertThat(head(FakeHttp.of("POST", "/").header("Transfer-Encoding", "Chunked")).reached)
        .isNotNull();
  }
}
