package net.intentus.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsrfFilterTest {
  private static final ConsoleSession SESSION =
      new ConsoleSession(
          "id",
          new ConsoleUser("alice", "acme", Set.of("operator"), false),
          "the-token-of-this-session",
          Instant.EPOCH,
          Instant.EPOCH,
          Instant.MAX,
          null,
          null);

  private static FakeHttp signedIn(String method) {
    FakeHttp http = FakeHttp.of(method, "/console/agents/search-a");
    http.attributes.put(CallerContext.SESSION, SESSION);
    return http;
  }

  private static int send(FakeHttp http) throws Exception {
    new CsrfFilter().doFilter(http.request(), http.response(), http.chain());
    assertThat(http.reached != null).isEqualTo(http.status == 200);
    return http.status;
  }

  @Test
  void letsPagesBeRead() throws Exception {
    assertThat(send(signedIn("GET"))).isEqualTo(200);
    assertThat(send(signedIn("HEAD"))).isEqualTo(200);
  }

  @Test
  void takesTheTokenFromAHeader() throws Exception {
    assertThat(send(signedIn("POST").header("X-CSRF-Token", Csrf.token(SESSION)))).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({"POST", "PUT", "DELETE", "PATCH"})
  void refusesAChangeWithAWrongToken(String method) throws Exception {
    assertThat(send(signedIn(method).header("X-CSRF-Token", "the-token-of-another")))
        .isEqualTo(403);
    assertThat(send(signedIn(method).header("X-CSRF-Token", ""))).isEqualTo(403);
  }

  @Test
  void refusesTheRightTokenFromAForeignPage() throws Exception {
    assertThat(
            send(
                signedIn("POST")
                    .header("X-CSRF-Token", Csrf.token(SESSION))
                    .header("Sec-Fetch-Site", "cross-site")))
        .isEqualTo(403);
  }

  @Test
  void refusesChangesWithoutASessionOutsideTheSignInForm() throws Exception {
    assertThat(send(FakeHttp.of("POST", "/console/agents"))).isEqualTo(403);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "same-origin, -, 200",
        "none, -, 200",
        "cross-site, -, 403",
        "same-site, -, 403",
        "cross-site, http://localhost:8080, 403",
        "-, http://localhost:8080, 200",
        "-, https://LOCALHOST:8080, 200",
        "-, http://localhost:9090, 403",
        "-, http://evil.example, 403",
        "-, http://localhost:8080.evil.example, 403",
        "-, http://localhost:8080@evil.example, 403",
        "-, null, 403",
        "-, ht tp, 403",
        "-, -, 200"
      })
  void guardsTheSignInFormByWhereItWasFilledIn(String site, String origin, int status)
      throws Exception {
    FakeHttp http = FakeHttp.of("POST", "/console/login");
    if (site != null) {
      http.header("Sec-Fetch-Site", site);
    }
    if (origin != null) {
      http.header("Origin", origin);
    }

    assertThat(send(http)).isEqualTo(status);
  }
}
