package net.intentus.api;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import net.intentus.security.SessionCookie;

/**
 * What every answer tells browsers: to allow nothing that our pages do not need.
 *
 * <p>{@code Referrer-Policy} is {@code same-origin}, not {@code no-referrer}: the latter makes
 * browsers send {@code Origin: null} with our own forms, which could then not be told from foreign
 * ones.
 */
final class SecurityHeaders {
  private static final String PAGES =
      "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src"
          + " 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
  private static final String DOCUMENTS = "default-src 'none'; frame-ancestors 'none'";
  private static final String FEATURES =
      "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(),"
          + " magnetometer=(), microphone=(), midi=(), payment=(), usb=()";

  private SecurityHeaders() {}

  /**
   * Sets them.
   *
   * @param path as the container mapped it, or as it was sent where nothing was mapped
   */
  static void write(HttpServletRequest request, HttpServletResponse response, String path) {
    boolean console = path.equals("/console") || path.startsWith("/console/");
    response.setHeader("Content-Security-Policy", console ? PAGES : DOCUMENTS);
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("X-Frame-Options", "DENY");
    response.setHeader("Referrer-Policy", "same-origin");
    response.setHeader("Permissions-Policy", FEATURES);
    response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
    response.setHeader("Cross-Origin-Embedder-Policy", "require-corp");
    response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
    if (!path.startsWith("/console/assets/")) {
      response.setHeader("Cache-Control", "no-store");
    }
    if (SessionCookie.https(request)) { // browsers ignore it on plain http
      response.setHeader("Strict-Transport-Security", "max-age=31536000");
    }
  }
}
