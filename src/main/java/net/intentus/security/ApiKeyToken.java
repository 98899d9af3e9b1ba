package net.intentus.security;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.intentus.intent.Hashes;

/**
 * The text {@code ink_<id>_<secret>} that a client presents.
 *
 * <p>Only the SHA-256 of the secret is stored. A fast hash is right here, unlike for passwords: a
 * generated secret has 256 random bits, so that guessing is hopeless at any speed, and every
 * request pays for the check.
 *
 * @param id letters, digits and dashes, 1 to 64 of them
 * @param secret base64url characters, at least 16; 43 (256 bits) when generated
 */
record ApiKeyToken(String id, String secret) {
  private static final int MAX_LENGTH = 400;
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9-]{1,64}");
  private static final Pattern FORM =
      Pattern.compile("ink_([A-Za-z0-9-]{1,64})_([A-Za-z0-9_-]{16,256})");

  /** Reads the text; empty when it has another form. */
  static Optional<ApiKeyToken> parse(String text) {
    if (text.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    Matcher matcher = FORM.matcher(text);
    return matcher.matches()
        ? Optional.of(new ApiKeyToken(matcher.group(1), matcher.group(2)))
        : Optional.empty();
  }

  /** Whether it may be the id of a key. */
  static boolean isId(String text) {
    return ID.matcher(text).matches();
  }

  /** What the client presents. */
  String text() {
    return "ink_" + id + "_" + secret;
  }

  /** What is stored of the secret: SHA-256 in hexadecimal. */
  String secretHash() {
    return HexFormat.of().formatHex(Hashes.sha256(secret.getBytes(StandardCharsets.US_ASCII)));
  }

  @Override
  public String toString() {
    return "ApiKeyToken[id=" + id + "]";
  }
}
