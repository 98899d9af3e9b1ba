package net.intentus.security;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/**
 * Cookies that carry a sign-in from one step to the next, named and guarded like {@link
 * SessionCookie}.
 */
public enum ShortCookie {
  /** Between the password and the second factor. */
  STEP("intentus-step", "Strict", 300),
  /** While the browser is at the OpenID provider, which sends it back from another site. */
  PROVIDER("intentus-provider", "Lax", 600);

  private final String name;
  private final String sameSite;
  private final int seconds;

  ShortCookie(String name, String sameSite, int seconds) {
    this.name = name;
    this.sameSite = sameSite;
    this.seconds = seconds;
  }

  /** The {@code Set-Cookie} value that hands it to the browser. */
  public String set(String value, HttpServletRequest request) {
    return header(value, seconds, request);
  }

  /** The {@code Set-Cookie} value that takes it away. */
  public String clear(HttpServletRequest request) {
    return header("", 0, request);
  }

  /** What the browser sent. */
  public Optional<String> read(HttpServletRequest request) {
    Cookie[] cookies = request.getCookies();
    if (cookies != null) {
      for (Cookie cookie : cookies) {
        if (cookie.getName().equals(name(request))) {
          return Optional.of(cookie.getValue());
        }
      }
    }
    return Optional.empty();
  }

  private String name(HttpServletRequest request) {
    return SessionCookie.https(request) ? "__Host-" + name : name;
  }

  private String header(String value, int maxAge, HttpServletRequest request) {
    return name(request)
        + "="
        + value
        + "; Path=/; HttpOnly; SameSite="
        + sameSite
        + "; Max-Age="
        + maxAge
        + (SessionCookie.https(request) ? "; Secure" : "");
  }
}
