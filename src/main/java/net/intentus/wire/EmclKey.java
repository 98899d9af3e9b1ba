package net.intentus.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import net.intentus.intent.Hashes;
import net.intentus.intent.Json;

/**
 * A key that two nodes share, and what it does to the bodies of frames. Bit-compatible with the
 * other IntentusNet nodes: {@code golden/emcl.json} holds cases. Immutable and thread-safe; never
 * printed.
 */
public final class EmclKey {
  private static final byte[] AAD = "emcl-aes-gcm".getBytes(StandardCharsets.US_ASCII);
  private static final int AES_KEY = 32;
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;
  private static final int HMAC_NONCE = 8;

  private final EmclProvider provider;
  private final SecretKeySpec key;

  private EmclKey(EmclProvider provider, SecretKeySpec key) {
    this.provider = provider;
    this.key = key;
  }

  /**
   * The key that the text stands for: for AES its UTF-8 if that is exactly 32 bytes, else the
   * SHA-256 of it; for HMAC its UTF-8. Empty when the text is empty or has no UTF-8.
   */
  public static Optional<EmclKey> of(EmclProvider provider, String text) {
    return Utf8.strict(text)
        .filter(bytes -> bytes.length > 0)
        .map(
            bytes ->
                new EmclKey(
                    provider,
                    provider == EmclProvider.SIMPLE_HMAC
                        ? new SecretKeySpec(bytes, Hmac.ALGORITHM)
                        : new SecretKeySpec(
                            bytes.length == AES_KEY ? bytes : Hashes.sha256(bytes), "AES")));
  }

  /** Seals a body under a new nonce of that source, which must be cryptographically strong. */
  public EmclEnvelope seal(JsonNode body, List<String> chain, RandomGenerator random) {
    // As other nodes write it: with every character as itself, also beyond the basic plane.
    byte[] plain = Utf8.strict(body.toString()).orElseGet(() -> Json.bytes(body));
    if (provider == EmclProvider.SIMPLE_HMAC) {
      String iv = HexFormat.of().formatHex(bytes(HMAC_NONCE, random));
      String text = new String(plain, StandardCharsets.UTF_8);
      return new EmclEnvelope(text, iv, Hmac.hex(key, Utf8.of(iv + text)), chain);
    }
    byte[] nonce = bytes(NONCE, random);
    try {
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce).doFinal(plain);
      Base64.Encoder base64 = Base64.getEncoder();
      return new EmclEnvelope(
          base64.encodeToString(sealed), base64.encodeToString(nonce), "", chain);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES-GCM", e);
    }
  }

  /** What was sealed with this key; empty for everything else, without saying why. */
  public Optional<JsonNode> open(EmclEnvelope envelope) {
    Optional<byte[]> plain =
        provider == EmclProvider.AES_GCM ? decrypted(envelope) : authenticated(envelope);
    if (plain.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Json.read(plain.get()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Whether what it seals stays readable; then other nodes seal equal bodies alike. */
  boolean readable() {
    return provider == EmclProvider.SIMPLE_HMAC;
  }

  /**
   * The same for every copy of a message that this key has opened, whatever was changed in how it
   * is written.
   */
  byte[] identify(EmclEnvelope envelope) {
    // The HMAC covers iv and text without a border between them, so that the iv alone says nothing.
    return Hashes.sha256(
        provider == EmclProvider.AES_GCM
            ? Base64.getDecoder().decode(envelope.iv())
            : Utf8.of(envelope.tag()));
  }

  private Optional<byte[]> decrypted(EmclEnvelope envelope) {
    Optional<byte[]> nonce = base64(envelope.iv());
    Optional<byte[]> sealed = base64(envelope.cipherText());
    if (nonce.isEmpty()
        || sealed.isEmpty()
        || nonce.get().length != NONCE
        || sealed.get().length < TAG_BITS / 8) { // Java 17 fails in an odd way on less
      return Optional.empty();
    }
    try {
      return Optional.of(cipher(Cipher.DECRYPT_MODE, nonce.get()).doFinal(sealed.get()));
    } catch (GeneralSecurityException e) {
      return Optional.empty();
    }
  }

  /** A text that has no UTF-8 must not pass for one with question marks. */
  private Optional<byte[]> authenticated(EmclEnvelope envelope) {
    Optional<byte[]> text = Utf8.strict(envelope.cipherText());
    Optional<byte[]> message = Utf8.strict(envelope.iv() + envelope.cipherText());
    if (text.isEmpty() || message.isEmpty()) {
      return Optional.empty();
    }
    byte[] expected = Utf8.of(Hmac.hex(key, message.get()));
    return MessageDigest.isEqual(expected, Utf8.of(envelope.tag())) ? text : Optional.empty();
  }

  private Cipher cipher(int mode, byte[] nonce) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(AAD);
    return cipher;
  }

  /** The standard alphabet with its padding (RFC 4648, section 4), which Java would do without. */
  private static Optional<byte[]> base64(String text) {
    if (text.length() % 4 != 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(Base64.getDecoder().decode(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static byte[] bytes(int count, RandomGenerator random) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  @Override
  public String toString() {
    return "EmclKey[" + provider.wire() + "]";
  }
}
