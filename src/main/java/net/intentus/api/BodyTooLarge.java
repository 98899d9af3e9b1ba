package net.intentus.api;

import net.intentus.intent.ErrorCode;

/** What a body beyond the limit is answered with. */
final class BodyTooLarge {
  private BodyTooLarge() {}

  static Problem problem(int limit) {
    return Problem.of(ErrorCode.PAYLOAD_TOO_LARGE, "The body is larger than " + limit + " bytes.");
  }
}
