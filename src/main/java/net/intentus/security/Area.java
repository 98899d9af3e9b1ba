package net.intentus.security;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;

/** What an address is, and so which credentials count there. Whatever is not listed is closed. */
public enum Area {
  /** Nobody has to say who it is. */
  OPEN,
  /** Pages: the session cookie counts. */
  CONSOLE,
  /** Everything else: an API key counts. */
  API;

  private static final Set<String> SIGN_IN =
      Set.of(
          "/console/login",
          "/console/login/code",
          "/console/login/provider",
          "/console/login/provider/callback");

  /** The area of the request's address. */
  public static Area of(HttpServletRequest request) {
    return of(path(request));
  }

  /** The address as the container mapped it: decoded, normalized, without the context. */
  public static String path(HttpServletRequest request) {
    String info = request.getPathInfo();
    return info == null ? request.getServletPath() : request.getServletPath() + info;
  }

  static Area of(String path) {
    if (path.isEmpty()
        || path.equals("/")
        || SIGN_IN.contains(path)
        || path.startsWith("/console/assets/")
        || within(path, "/health")
        || within(path, "/metrics")
        || path.equals("/openapi")
        || path.equals("/openapi/")) {
      return OPEN;
    }
    return within(path, "/console") ? CONSOLE : API;
  }

  private static boolean within(String path, String root) {
    return path.equals(root) || path.startsWith(root + "/");
  }
}
