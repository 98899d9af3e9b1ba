package net.intentus.api;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Enumeration;
import java.util.List;
import java.util.regex.Pattern;
import net.intentus.intent.Violation;
import org.jspecify.annotations.Nullable;

/** The header that makes a request safe to repeat. */
final class IdempotencyHeader {
  /** Says in the answer that it is a stored one. */
  static final String REPLAYED = "Idempotency-Replayed";

  private static final String NAME = "Idempotency-Key";
  private static final Pattern KEY = Pattern.compile("[!-~]{1,255}");

  private IdempotencyHeader() {}

  /**
   * The key, as sent; null without one.
   *
   * @throws ProblemException when it is no key, or there are several
   */
  static @Nullable String of(HttpServletRequest request) {
    String key = request.getHeader(NAME);
    if (key == null) {
      return null;
    }
    Enumeration<String> all = request.getHeaders(NAME);
    all.nextElement();
    if (all.hasMoreElements()) {
      throw wrong("must be sent once");
    }
    if (!KEY.matcher(key).matches()) {
      throw wrong("must hold 1 to 255 visible ASCII characters");
    }
    return key;
  }

  private static ProblemException wrong(String what) {
    return new ProblemException(
        Problem.invalid(List.of(new Violation("", "the header " + NAME + " " + what))));
  }
}
