package net.intentus.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import net.intentus.config.SettingsReader;
import net.intentus.security.CallerContext;
import net.intentus.security.ConsoleSession;
import net.intentus.security.ConsoleUser;
import net.intentus.security.CsrfFilter;
import net.intentus.security.FakeHttp;
import org.junit.jupiter.api.Test;

@SuppressWarnings("UnnecessaryAssignment") // there is no container here to inject
class BodyLimitFilterTest {
  private static final int LIMIT = 1024;

  private interface Reader {
    void read(HttpServletRequest request) throws Exception;
  }

  private static void send(FakeHttp http, Reader reader) throws Exception {
    pass(
        http,
        (request, response) -> {
          try {
            reader.read((HttpServletRequest) request);
          } catch (RuntimeException e) {
            throw e;
          } catch (Exception e) {
            throw new ServletException(e);
          }
        });
  }

  private static void pass(FakeHttp http, FilterChain chain) throws Exception {
    BodyLimitFilter filter = new BodyLimitFilter();
    filter.settings =
        SettingsReader.read(
            key ->
                key.equals("intentus.limits.max-body-bytes")
                    ? Optional.of(Integer.toString(LIMIT))
                    : Optional.empty());
    filter.doFilter(http.request(), http.response(), chain);
  }

  private static FakeHttp body(int length, boolean chunked) {
    FakeHttp http = FakeHttp.of("POST", "/api/v1/intents");
    http.body = "a".repeat(length).getBytes(StandardCharsets.UTF_8);
    http.chunked = chunked;
    return http;
  }

  private static void assertTooLarge(FakeHttp http) {
    assertThat(http.status).isEqualTo(413);
    assertThat(http.answer()).contains("PAYLOAD_TOO_LARGE");
    assertThat(http.answerHeaders).containsEntry("Connection", "close");
  }

  @Test
  void takesABodyOfExactlyTheLimit() throws Exception {
    for (boolean chunked : new boolean[] {false, true}) {
      FakeHttp http = body(LIMIT, chunked);
      send(http, r -> assertThat(r.getInputStream().readAllBytes()).hasSize(LIMIT));
      assertThat(http.status).isEqualTo(200);
    }
  }

  @Test
  void refusesAnAnnouncedLengthWithoutReading() throws Exception {
    FakeHttp http = body(LIMIT + 1, false);
    send(http, r -> r.getInputStream().readAllBytes());

    assertTooLarge(http);
    assertThat(http.bytesRead).isZero();
  }

  @Test
  void stopsReadingAChunkedBodyAtTheLimit() throws Exception {
    FakeHttp http = body(1_000_000, true);
    send(http, r -> r.getInputStream().readAllBytes());

    assertTooLarge(http);
    assertThat(http.bytesRead).isLessThan(LIMIT + 1024);
  }

  @Test
  void countsBytesThatAreReadOneByOne() throws Exception {
    FakeHttp http = body(LIMIT + 1, true);
    send(
        http,
        r -> {
          while (r.getInputStream().read() >= 0) {
            assertThat(http.bytesRead).isLessThanOrEqualTo(LIMIT);
          }
        });

    assertTooLarge(http);
  }

  @Test
  void findsTheLimitInWhateverTheReaderMadeOfIt() throws Exception {
    FakeHttp http = body(LIMIT + 1, true);
    pass(
        http,
        (request, response) -> {
          try {
            request.getInputStream().readAllBytes();
          } catch (RuntimeException e) {
            throw new ServletException(new IllegalStateException(e));
          }
        });

    assertTooLarge(http);
  }

  @Test
  void leavesOtherFailuresAlone() {
    FakeHttp http = body(1, true);

    assertThatThrownBy(
            () ->
                pass(
                    http,
                    (request, response) -> {
                      throw new ServletException("another failure");
                    }))
        .hasMessage("another failure");
  }

  @Test
  void countsABodyThatIsReadAsText() throws Exception {
    FakeHttp http = body(1_000_000, true);
    send(http, r -> r.getReader().readLine());

    assertTooLarge(http);
  }

  @Test
  void countsABodyThatIsReadAsAForm() throws Exception {
    FakeHttp http =
        body(1_000_000, true).header("Content-Type", "application/x-www-form-urlencoded");
    send(http, r -> r.getParameter("a"));

    assertTooLarge(http);
  }

  @Test
  void answersInTheConsoleThroughTheErrorPage() throws Exception {
    FakeHttp http = body(1_000_000, true);
    http.path = "/console/agents";
    send(http, r -> r.getInputStream().readAllBytes());

    assertThat(http.status).isEqualTo(413);
    assertThat(http.answer()).isEmpty();
  }

  @Test
  void leavesTheFormReadableAfterItsFieldsWereLookedAt() throws Exception {
    String form = "name=search+a&note=%C3%BC&empty&name=b&bad=1";
    FakeHttp http = FakeHttp.of("POST", "/console/agents").form(form);
    http.query = "page=2";
    send(
        http,
        r -> {
          assertThat(r.getParameter("name")).isEqualTo("search a");
          assertThat(r.getParameterValues("name")).containsExactly("search a", "b");
          assertThat(r.getParameter("note")).isEqualTo("ü");
          assertThat(r.getParameter("empty")).isEmpty();
          assertThat(r.getParameter("page")).isEqualTo("2");
          assertThat(r.getParameter("missing")).isNull();
          assertThat(r.getInputStream().readAllBytes())
              .isEqualTo(form.getBytes(StandardCharsets.UTF_8));
        });
    assertThat(http.status).isEqualTo(200);
  }

  @Test
  void seesNoFieldsInAFormThatCannotBeDecoded() throws Exception {
    FakeHttp http = FakeHttp.of("POST", "/console/agents").form("_csrf=%zz");
    send(http, r -> assertThat(r.getParameter("_csrf")).isNull());
    assertThat(http.status).isEqualTo(200);
  }

  @Test
  void letsTheCsrfFilterReadTheTokenAndTheResourceTheForm() throws Exception {
    ConsoleSession session =
        new ConsoleSession(
            "id",
            new ConsoleUser("alice", "acme", java.util.Set.of(), false),
            "right",
            java.time.Instant.EPOCH,
            java.time.Instant.EPOCH,
            java.time.Instant.MAX,
            null,
            null);
    for (String token : new String[] {"right", "wrong", ""}) {
      FakeHttp http = FakeHttp.of("POST", "/console/agents").form("name=a&_csrf=" + token);
      http.attributes.put(CallerContext.SESSION, session);
      pass(http, (q, s) -> new CsrfFilter().doFilter(q, s, http.chain()));

      if (token.equals("right")) {
        assertThat(new String(http.reached.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
            .isEqualTo("name=a&_csrf=right");
      } else {
        assertThat(http.reached).isNull();
        assertThat(http.status).isEqualTo(403);
      }
    }
  }
}
