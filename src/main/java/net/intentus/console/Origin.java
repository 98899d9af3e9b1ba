package net.intentus.console;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import net.intentus.security.SessionCookie;

/** Where the browser believes this application to be. */
final class Origin {
  private Origin() {}

  /**
   * Scheme, host and port. What is made of it is checked by whoever it is sent to: a provider leads
   * a browser only to addresses that are registered with it.
   */
  static String of(HttpServletRequest request) {
    String host = Objects.requireNonNullElse(request.getHeader("Host"), "localhost");
    return (SessionCookie.https(request) ? "https://" : "http://") + host;
  }
}
