package net.intentus.security;

import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Time-based one-time passwords (RFC 6238) as authenticator apps make them: HMAC-SHA-1, six digits,
 * steps of 30 seconds. Stateless.
 */
final class Totp {
  /** 160 bits, as long as the hash (RFC 4226, section 4). */
  static final int SECRET_BYTES = 20;

  private static final String HMAC = "HmacSHA1";
  private static final int STEP_SECONDS = 30;
  private static final int DRIFT_STEPS = 1;
  private static final int MODULUS = 1_000_000;

  private Totp() {}

  static long step(Instant at) {
    return Math.floorDiv(at.getEpochSecond(), STEP_SECONDS);
  }

  /** The code of a step: RFC 4226, section 5.3. */
  static String code(byte[] secret, long step) {
    byte[] message = new byte[Long.BYTES];
    for (int i = 0; i < Long.BYTES; i++) {
      message[i] = (byte) (step >>> (8 * (Long.BYTES - 1 - i)));
    }
    byte[] hash = hmac(secret, message);
    int offset = hash[hash.length - 1] & 0xf;
    int number =
        (hash[offset] & 0x7f) << 24
            | (hash[offset + 1] & 0xff) << 16
            | (hash[offset + 2] & 0xff) << 8
            | (hash[offset + 3] & 0xff);
    String digits = Integer.toString(number % MODULUS);
    return "0".repeat(6 - digits.length()) + digits;
  }

  /**
   * The step that the code is of, one step off at most.
   *
   * @param after only later steps count, so that a code is good once
   */
  static OptionalLong matching(byte[] secret, String code, Instant now, long after) {
    long current = step(now);
    OptionalLong found = OptionalLong.empty();
    for (long step = current - DRIFT_STEPS; step <= current + DRIFT_STEPS; step++) {
      if (Secrets.same(code(secret, step), code) && step > after && found.isEmpty()) {
        found = OptionalLong.of(step);
      }
    }
    return found;
  }

  private static byte[] hmac(byte[] secret, byte[] message) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(secret, HMAC));
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + HMAC, e);
    }
  }
}
