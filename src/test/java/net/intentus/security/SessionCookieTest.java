package net.intentus.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SessionCookieTest {
  private final FakeHttp http = FakeHttp.of("GET", "/console/");

  @Test
  void isBoundToTheHostOverHttps() {
    http.secure = true;

    assertThat(SessionCookie.set("t", http.request()))
        .isEqualTo("__Host-intentus=t; Path=/; HttpOnly; SameSite=Lax; Secure");
    assertThat(SessionCookie.clear(http.request()))
        .startsWith("__Host-intentus=; ")
        .contains("Max-Age=0");
  }

  @Test
  void isBoundToTheHostBehindAProxyThatSpeaksHttps() {
    http.header("X-Forwarded-Proto", "https");

    assertThat(SessionCookie.set("t", http.request())).startsWith("__Host-").endsWith("; Secure");
  }

  @Test
  void worksOverPlainHttp() {
    assertThat(SessionCookie.set("t", http.request()))
        .isEqualTo("intentus=t; Path=/; HttpOnly; SameSite=Lax");
  }

  @Test
  void isNotReadFromThePlainNameOverHttps() {
    http.cookies.put("intentus", "planted");
    assertThat(SessionCookie.read(http.request())).contains("planted");

    http.secure = true;

    assertThat(SessionCookie.read(http.request())).isEmpty();
  }
}
