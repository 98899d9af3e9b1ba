package net.intentus.intent;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** SHA-256 (FIPS 180-4) and the way the contract writes it. Stateless. */
public final class Hashes {
  /** What stands before the hexadecimal digits. */
  public static final String PREFIX = "sha-256:";

  private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] HEAD = PREFIX.getBytes(StandardCharsets.US_ASCII);
  private static final int LENGTH = 32;

  /** Copied for each use, which is cheaper than looking the algorithm up. */
  private static final MessageDigest PROTOTYPE = digest();

  private Hashes() {}

  /** The 32 bytes of the digest. */
  public static byte[] sha256(byte[] bytes) {
    return newDigest().digest(bytes);
  }

  /** A new digest, for what comes in pieces. */
  public static MessageDigest newDigest() {
    try {
      return (MessageDigest) PROTOTYPE.clone();
    } catch (CloneNotSupportedException e) {
      return digest();
    }
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Writes a digest as {@code sha-256:<hex>}. */
  public static String format(byte[] digest) {
    byte[] text = Arrays.copyOf(HEAD, HEAD.length + 2 * digest.length);
    int at = HEAD.length;
    for (byte one : digest) {
      text[at++] = DIGITS[(one >> 4) & 0xf];
      text[at++] = DIGITS[one & 0xf];
    }
    return new String(text, StandardCharsets.US_ASCII);
  }

  /** The formatted digest of a text that is canonical already. */
  public static String ofCanonical(byte[] canonical) {
    return format(sha256(canonical));
  }

  /** The formatted digest of the canonical form (RFC 8785). */
  public static String of(JsonNode node) {
    return format(sha256(CanonicalJson.bytes(node)));
  }

  /** Reads back what {@link #format} wrote. */
  public static byte[] parse(String written) {
    if (!written.startsWith(PREFIX) || written.length() != HEAD.length + 2 * LENGTH) {
      throw new IllegalArgumentException("not a SHA-256 hash");
    }
    byte[] digest = new byte[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      int at = HEAD.length + 2 * i;
      digest[i] = (byte) (value(written.charAt(at)) << 4 | value(written.charAt(at + 1)));
    }
    return digest;
  }

  private static int value(char digit) {
    if (digit >= '0' && digit <= '9') {
      return digit - '0';
    }
    if (digit >= 'a' && digit <= 'f') {
      return digit - 'a' + 10;
    }
    throw new IllegalArgumentException("not a SHA-256 hash");
  }
}
