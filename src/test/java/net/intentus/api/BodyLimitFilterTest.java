package net.intentus.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import net.intentus.config.SettingsReader;
import net.intentus.intent.Caller;
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
    filter().doFilter(http.request(), http.response(), chain);
  }

  private static BodyLimitFilter filter() {
    BodyLimitFilter filter = new BodyLimitFilter();
    filter.settings =
        SettingsReader.read(
            key ->
                key.equals("intentus.limits.max-body-bytes")
                    ? Optional.of(Integer.toString(LIMIT))
                    : Optional.empty());
    return filter;
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

  @Test
  void answers408ToABodyThatTakesTooLong() throws Exception {
    FakeHttp http = known(body(1, true));
    BoundedStream slow =
        new BoundedStream(
            http.request().getInputStream(), new BodyBounds(LIMIT, 0), http.response());

    assertThatThrownBy(slow::read)
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problem().status()).isEqualTo(408));
    assertThat(http.answerHeaders).containsEntry("Connection", "close");
  }

  @Test
  void answers408WhereTheServerGaveUpWaiting() {
    Problem slow = BodyProblems.broken(new IOException(new TimeoutException()));
    assertThat(slow.status()).isEqualTo(408);
    assertThat(BodyProblems.broken(new IOException("gone")).status()).isEqualTo(400);
  }

  @Test
  void takesLessOfStrangers() throws Exception {
    assertThat(new BodyBounds(1 << 20, 30).ofStrangers()).isEqualTo(new BodyBounds(16_384, 10));
    assertThat(new BodyBounds(LIMIT, 3).ofStrangers()).isEqualTo(new BodyBounds(LIMIT, 3));
  }

  @Test
  void letsOnlySomeStrangersSendFormsAtOnce() throws Exception {
    BodyLimitFilter filter = filter();
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch waiting = new CountDownLatch(BodyLimitFilter.MAX_STRANGERS);
    List<FakeHttp> senders = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < BodyLimitFilter.MAX_STRANGERS; i++) {
      FakeHttp slow = FakeHttp.of("POST", "/console/login").form("name=a");
      slow.beforeReading =
          () -> {
            waiting.countDown();
            release.await();
          };
      senders.add(slow);
      Thread thread = new Thread(() -> quietly(filter, slow));
      thread.start();
      threads.add(thread);
    }
    assertThat(waiting.await(30, TimeUnit.SECONDS)).isTrue();

    FakeHttp oneTooMany = FakeHttp.of("POST", "/console/login").form("name=a");
    filter.doFilter(oneTooMany.request(), oneTooMany.response(), oneTooMany.chain());
    assertThat(oneTooMany.status).isEqualTo(429);
    assertThat(oneTooMany.reached).isNull();
    FakeHttp known = known(FakeHttp.of("POST", "/console/agents").form("name=a"));
    filter.doFilter(known.request(), known.response(), known.chain());
    assertThat(known.reached).isNotNull();

    release.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(senders).allSatisfy(sender -> assertThat(sender.reached).isNotNull());
    FakeHttp later = FakeHttp.of("POST", "/console/login").form("name=a");
    filter.doFilter(later.request(), later.response(), later.chain());
    assertThat(later.reached).isNotNull();
  }

  private static void quietly(BodyLimitFilter filter, FakeHttp http) {
    try {
      filter.doFilter(http.request(), http.response(), http.chain());
    } catch (IOException | ServletException e) {
      throw new AssertionError(e);
    }
  }

  private static FakeHttp known(FakeHttp http) {
    http.attributes.put(
        CallerContext.CALLER, new Caller("key:a", "acme", Set.of("viewer"), "a", null));
    return http;
  }
}
