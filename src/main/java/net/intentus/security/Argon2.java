package net.intentus.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * One stored password: Argon2id (RFC 9106) with its parameters, in the PHC string form {@code
 * $argon2id$v=19$m=…,t=…,p=…$salt$hash}, so that parameters can be raised and old hashes still be
 * checked.
 *
 * @param memoryKib memory in KiB
 * @param salt base64 without padding
 * @param hash base64 without padding
 */
record Argon2(int memoryKib, int iterations, int lanes, String salt, String hash) {
  /** What new passwords get: the second of OWASP's equivalent choices, 19 MiB. */
  static final int MEMORY_KIB = 19_456;

  static final int ITERATIONS = 2;
  static final int LANES = 1;
  static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;

  private static final Pattern FORM =
      Pattern.compile(
          "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=(\\d{1,2})"
              + "\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{22,86})");

  /** Hashes with the current parameters. Takes tens of milliseconds and {@link #MEMORY_KIB}. */
  static Argon2 of(String password, byte[] salt) {
    Argon2 without =
        new Argon2(
            MEMORY_KIB,
            ITERATIONS,
            LANES,
            Base64.getEncoder().withoutPadding().encodeToString(salt),
            "");
    return new Argon2(
        MEMORY_KIB,
        ITERATIONS,
        LANES,
        without.salt,
        Base64.getEncoder().withoutPadding().encodeToString(without.run(password, HASH_BYTES)));
  }

  /**
   * Reads the stored form.
   *
   * @throws IllegalStateException when it is something else, which only a damaged table can cause
   */
  static Argon2 parse(String phc) {
    Matcher matcher = FORM.matcher(phc);
    if (!matcher.matches()) {
      throw new IllegalStateException("a stored password hash is unreadable");
    }
    return new Argon2(
        Integer.parseInt(matcher.group(1)),
        Integer.parseInt(matcher.group(2)),
        Integer.parseInt(matcher.group(3)),
        matcher.group(4),
        matcher.group(5));
  }

  /** Whether the password is the one. Takes as long for a wrong one. */
  boolean matches(String password) {
    byte[] expected = Base64.getDecoder().decode(hash);
    return MessageDigest.isEqual(expected, run(password, expected.length));
  }

  /** Whether the parameters are older than the current ones. */
  boolean outdated() {
    return memoryKib != MEMORY_KIB || iterations != ITERATIONS || lanes != LANES;
  }

  private byte[] run(String password, int length) {
    Argon2BytesGenerator generator = new Argon2BytesGenerator();
    generator.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(memoryKib)
            .withIterations(iterations)
            .withParallelism(lanes)
            .withSalt(Base64.getDecoder().decode(salt))
            .build());
    byte[] result = new byte[length];
    generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), result);
    return result;
  }

  /** The stored form. */
  @Override
  public String toString() {
    return "$argon2id$v=19$m="
        + memoryKib
        + ",t="
        + iterations
        + ",p="
        + lanes
        + "$"
        + salt
        + "$"
        + hash;
  }
}
