package net.intentus.journal;

import java.io.ByteArrayOutputStream;

/** What compressed columns say, found by the production reader wherever it begins in a value. */
public final class StoredText {
  private static final int FURTHEST = 4_096;

  private StoredText() {}

  /** Everything in the value that can be expanded, one after another; empty when nothing can. */
  public static byte[] expanded(byte[] value) {
    ByteArrayOutputStream found = new ByteArrayOutputStream();
    for (int at = 0; at < Math.min(value.length, FURTHEST); at++) {
      try {
        found.writeBytes(Compression.expand(value, at));
      } catch (CorruptBlock | RuntimeException e) {
        // it does not begin here
      }
    }
    return found.toByteArray();
  }
}
