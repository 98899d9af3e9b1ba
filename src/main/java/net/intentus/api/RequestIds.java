package net.intentus.api;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/** Where the id of the current HTTP request is kept. */
public final class RequestIds {
  /** The request attribute. */
  public static final String ATTRIBUTE = "net.intentus.requestId";

  private RequestIds() {}

  /** The id that the answer also carries as {@code X-Request-Id}. */
  public static @Nullable String of(HttpServletRequest request) {
    return (String) request.getAttribute(ATTRIBUTE);
  }
}
