package net.intentus.api;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Enumeration;
import java.util.List;
import net.intentus.intent.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * Bounds what stands before a body: 414 for a target, 431 for headers that are too long or too
 * many. The server below reads some times as much, so that these answers can be given; what exceeds
 * even that it ends with an empty 400.
 *
 * <p>Refuses a body whose length is told in two ways or in a way that nobody here understands (RFC
 * 9112, section 6.1): a proxy in front may have understood it otherwise.
 */
public class HeadLimitFilter extends HttpFilter {
  /** The most characters of path and query. */
  static final int MAX_TARGET = 8_192;

  /** The most header lines. */
  static final int MAX_HEADERS = 100;

  /** The most characters of all header lines. */
  static final int MAX_HEADER_CHARS = 16_384;

  private static final long serialVersionUID = 1L;
  private static final int PER_LINE = 4; // the colon, the blank and the end of the line

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    Problem problem = problem(request);
    if (problem == null) {
      chain.doFilter(request, response);
    } else {
      ServletProblems.end(request, response, problem);
    }
  }

  private static @Nullable Problem problem(HttpServletRequest request) {
    String query = request.getQueryString();
    int target = request.getRequestURI().length() + (query == null ? 0 : query.length() + 1);
    if (target > MAX_TARGET) {
      return refusal(414, "The address is longer than " + MAX_TARGET + " characters.");
    }
    if (headersExceed(request)) {
      return refusal(
          431,
          "There are more than %d headers, or they are longer than %d characters in all."
              .formatted(MAX_HEADERS, MAX_HEADER_CHARS));
    }
    String coding = request.getHeader("Transfer-Encoding");
    if (coding != null
        && (!coding.equalsIgnoreCase("chunked") || request.getHeader("Content-Length") != null)) {
      return refusal(400, "Send either Content-Length or Transfer-Encoding: chunked.");
    }
    return null;
  }

  private static boolean headersExceed(HttpServletRequest request) {
    int lines = 0;
    int chars = 0;
    for (Enumeration<String> names = request.getHeaderNames(); names.hasMoreElements(); ) {
      String name = names.nextElement();
      for (Enumeration<String> values = request.getHeaders(name); values.hasMoreElements(); ) {
        chars += name.length() + values.nextElement().length() + PER_LINE;
        if (++lines > MAX_HEADERS || chars > MAX_HEADER_CHARS) {
          return true;
        }
      }
    }
    return false;
  }

  private static Problem refusal(int status, String detail) {
    return new Problem(ErrorCode.VALIDATION_ERROR, status, detail, List.of(), null);
  }
}
