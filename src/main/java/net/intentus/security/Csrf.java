package net.intentus.security;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Proof that a form of the console was filled in on the console. Stateless. */
public final class Csrf {
  /** The form field that carries the token. */
  public static final String FIELD = "_csrf";

  /** The header that may carry it instead. */
  public static final String HEADER = "X-CSRF-Token";

  private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

  private Csrf() {}

  /** What every form of that session must carry. */
  public static String token(ConsoleSession session) {
    return session.csrf();
  }

  /** Whether the presented token is the session's; the comparison's time tells nothing. */
  public static boolean check(ConsoleSession session, @Nullable String presented) {
    return presented != null && Secrets.same(session.csrf(), presented);
  }

  static boolean changes(HttpServletRequest request) {
    return !SAFE_METHODS.contains(request.getMethod());
  }

  /**
   * Whether the request can have come from a page of ours, as the browser itself says. This alone
   * guards the sign-in form, where no session and so no token exists yet.
   *
   * <p>{@code Sec-Fetch-Site} decides where it is sent (browsers send it over https and to the
   * loopback interface), else {@code Origin} against {@code Host}. Browsers send {@code Origin}
   * with every cross-origin POST; a request with neither comes from a program, whose user cannot be
   * tricked by a page.
   */
  static boolean sameOrigin(HttpServletRequest request) {
    String site = request.getHeader("Sec-Fetch-Site");
    if (site != null) {
      return site.equals("same-origin") || site.equals("none");
    }
    String origin = request.getHeader("Origin");
    if (origin == null) {
      return true;
    }
    try {
      String authority = new URI(origin).getRawAuthority();
      return authority != null && authority.equalsIgnoreCase(request.getHeader("Host"));
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
