package net.intentus.privacy;

import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** The 256-bit key that wraps all other keys. Immutable; never printed. */
public final class MasterKey {
  private static final int BYTES = 32;
  private final byte[] bytes;
  private final @Nullable MasterKey previous;

  /**
   * @throws IllegalArgumentException when it is not exactly 32 bytes
   */
  public MasterKey(byte[] bytes) {
    this(bytes, null);
  }

  private MasterKey(byte[] bytes, @Nullable MasterKey previous) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("a master key has 32 bytes");
    }
    this.bytes = Arrays.copyOf(bytes, BYTES);
    this.previous = previous;
  }

  /** A new key from that source of randomness, which must be cryptographically strong. */
  static MasterKey generate(Random random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return new MasterKey(bytes);
  }

  /** The key written as 64 hexadecimal digits or as Base64 (also URL-safe); empty otherwise. */
  public static Optional<MasterKey> parse(String text) {
    String stripped = text.strip();
    try {
      byte[] bytes =
          stripped.length() == 2 * BYTES
              ? HexFormat.of().parseHex(stripped)
              : Base64.getDecoder().decode(stripped.replace('-', '+').replace('_', '/'));
      return bytes.length == BYTES ? Optional.of(new MasterKey(bytes)) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The same key, with another that opens what it does not; only the first of them wraps. */
  public MasterKey after(MasterKey earlier) {
    return new MasterKey(bytes, earlier);
  }

  @Nullable MasterKey previous() {
    return previous;
  }

  /** The form that {@link #parse} reads. */
  String hex() {
    return HexFormat.of().formatHex(bytes);
  }

  byte[] bytes() {
    return Arrays.copyOf(bytes, BYTES);
  }

  @Override
  public String toString() {
    return "MasterKey";
  }
}
