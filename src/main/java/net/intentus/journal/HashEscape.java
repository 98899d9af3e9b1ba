package net.intentus.journal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes each {@code sha-256:<64 hexadecimal digits>} as an escape and its 32 bytes: no compressor
 * can do better, and what is left of an event is mostly in the dictionary. Pure.
 */
final class HashEscape {
  private static final byte ESCAPE = 1;
  private static final byte LITERAL = 0;
  private static final byte HASH = 1;
  private static final byte[] PREFIX = "sha-256:".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final int MAX_BYTES = 512 << 20;
  private static final int DIGEST = 32;
  private static final int WRITTEN = PREFIX.length + 2 * DIGEST;
  private static final byte[] VALUES = values();

  private HashEscape() {}

  private static byte[] values() {
    byte[] values = new byte[128];
    Arrays.fill(values, (byte) -1);
    for (int i = 0; i < DIGITS.length; i++) {
      values[DIGITS[i]] = (byte) i;
    }
    return values;
  }

  static byte[] escape(byte[] plain) {
    byte[] out = new byte[bound(plain.length)];
    return Arrays.copyOf(out, escape(plain, out));
  }

  /** How many bytes as many plain ones take at most. */
  static int bound(int plain) {
    return Math.multiplyExact(2, plain);
  }

  /**
   * Writes it to the beginning of that, which has room for its {@link #bound}.
   *
   * @return how many bytes it is
   */
  static int escape(byte[] plain, byte[] out) {
    int to = 0;
    int at = 0;
    while (at < plain.length) {
      if (plain[at] == PREFIX[0] && hash(plain, at)) {
        out[to++] = ESCAPE;
        out[to++] = HASH;
        for (int digit = at + PREFIX.length; digit < at + WRITTEN; digit += 2) {
          out[to++] = (byte) (VALUES[plain[digit]] << 4 | VALUES[plain[digit + 1]]);
        }
        at += WRITTEN;
      } else {
        byte one = plain[at++];
        out[to++] = one;
        if (one == ESCAPE) {
          out[to++] = LITERAL;
        }
      }
    }
    return to;
  }

  private static boolean hash(byte[] plain, int at) {
    if (plain.length - at < WRITTEN
        || plain[at + PREFIX.length - 1]
            != PREFIX[PREFIX.length - 1] // which tells most words apart
        || !Arrays.equals(plain, at, at + PREFIX.length, PREFIX, 0, PREFIX.length)) {
      return false;
    }
    for (int digit = at + PREFIX.length; digit < at + WRITTEN; digit++) {
      if (plain[digit] < 0 || VALUES[plain[digit]] < 0) {
        return false;
      }
    }
    return true;
  }

  private static int plainBound(byte[] escaped) throws CorruptBlock {
    long bound = escaped.length;
    for (int at = 0; at < escaped.length - 1; at++) {
      if (escaped[at] == ESCAPE && escaped[at + 1] == HASH) {
        bound += WRITTEN - DIGEST - 2;
      }
    }
    if (bound > MAX_BYTES) {
      throw new CorruptBlock();
    }
    return (int) bound;
  }

  /**
   * Undoes {@link #escape}.
   *
   * @throws CorruptBlock when it ends in the middle of an escape or holds one that is none
   */
  static byte[] undo(byte[] escaped) throws CorruptBlock {
    byte[] out = new byte[plainBound(escaped)];
    int to = 0;
    int at = 0;
    while (at < escaped.length) {
      byte one = escaped[at++];
      if (one != ESCAPE) {
        out[to++] = one;
        continue;
      }
      byte kind = at < escaped.length ? escaped[at++] : -1;
      if (kind == LITERAL) {
        out[to++] = ESCAPE;
      } else if (kind == HASH && escaped.length - at >= DIGEST) {
        System.arraycopy(PREFIX, 0, out, to, PREFIX.length);
        to += PREFIX.length;
        for (int end = at + DIGEST; at < end; at++) {
          out[to++] = DIGITS[(escaped[at] >> 4) & 0xf];
          out[to++] = DIGITS[escaped[at] & 0xf];
        }
      } else {
        throw new CorruptBlock();
      }
    }
    return Arrays.copyOf(out, to);
  }
}
