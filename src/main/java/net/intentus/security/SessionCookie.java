package net.intentus.security;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/**
 * The cookie that holds the session's token.
 *
 * <p>Over https it is {@code __Host-intentus}: {@code Secure}, bound to this very host, never
 * readable or plantable over plain http. Over plain http browsers refuse that name, and the console
 * must work there too (on the loopback interface, right after the first start), so it is {@code
 * intentus} then, and never looked at over https. {@code SameSite=Lax} lets a link from elsewhere
 * open a page signed in, and keeps the cookie off foreign forms.
 */
public final class SessionCookie {
  private static final String SECURE_NAME = "__Host-intentus";
  private static final String PLAIN_NAME = "intentus";

  private SessionCookie() {}

  /** The {@code Set-Cookie} value that hands the token to the browser until it closes. */
  public static String set(String token, HttpServletRequest request) {
    return header(token, request);
  }

  /** The {@code Set-Cookie} value that takes it away. */
  public static String clear(HttpServletRequest request) {
    return header("", request) + "; Max-Age=0";
  }

  /** The token that the browser sent. */
  static Optional<String> read(HttpServletRequest request) {
    Cookie[] cookies = request.getCookies();
    String name = name(request);
    if (cookies != null) {
      for (Cookie cookie : cookies) {
        if (cookie.getName().equals(name)) {
          return Optional.of(cookie.getValue());
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Whether the browser speaks https, to us or to a proxy that says so. A client that lies about it
   * gets a stricter cookie than it needs, so nothing is trusted here.
   */
  public static boolean https(HttpServletRequest request) {
    return request.isSecure() || "https".equalsIgnoreCase(request.getHeader("X-Forwarded-Proto"));
  }

  private static String name(HttpServletRequest request) {
    return https(request) ? SECURE_NAME : PLAIN_NAME;
  }

  private static String header(String value, HttpServletRequest request) {
    return name(request)
        + "="
        + value
        + "; Path=/; HttpOnly; SameSite=Lax"
        + (https(request) ? "; Secure" : "");
  }
}
