package net.intentus.api;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeoutException;
import net.intentus.intent.ErrorCode;

/** What a body is answered with that does not end as it should. */
final class BodyProblems {
  private static final int REQUEST_TIMEOUT = 408;

  private BodyProblems() {}

  static Problem tooLarge(int limit) {
    return Problem.of(ErrorCode.PAYLOAD_TOO_LARGE, "The body is larger than " + limit + " bytes.");
  }

  static Problem tooSlow() {
    return new Problem(
        ErrorCode.VALIDATION_ERROR,
        REQUEST_TIMEOUT,
        "The body did not arrive in time.",
        List.of(),
        null);
  }

  /** Either nothing came for too long, or the client went away or sent no proper chunks. */
  static Problem broken(IOException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof TimeoutException) {
        return tooSlow();
      }
    }
    return Problem.malformed("The body ended before it was complete.");
  }
}
