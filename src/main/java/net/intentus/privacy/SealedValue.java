package net.intentus.privacy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingDeque;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * The stored form of an encrypted value: a mark, the number of its key (four bytes), a random nonce
 * of 96 bits, ciphertext and tag of 128 bits (NIST SP 800-38D). Key, subject and part are
 * authenticated with it. Thread-safe.
 */
final class SealedValue {
  /** No DEFLATE stream begins like this, for its block type is reserved, and no JSON text. */
  private static final byte MARK = 0x0f;

  private static final int NONCE_AT = 1 + Integer.BYTES;
  private static final int NONCE = 12;
  private static final int HEADER = NONCE_AT + NONCE;
  private static final int TAG = 16;
  private static final int IDLE = 16;

  /** Making a cipher and seeding a generator costs more than encrypting a small document. */
  private static final LinkedBlockingDeque<Engine> ENGINES = new LinkedBlockingDeque<>(IDLE);

  private SealedValue() {}

  private record Engine(Cipher cipher, SecureRandom random) {}

  static boolean is(byte[] value) {
    return value.length >= HEADER + TAG && value[0] == MARK;
  }

  static int keyNumber(byte[] sealed) {
    return ByteBuffer.wrap(sealed).getInt(1);
  }

  static byte[] seal(int number, SecretKey key, String subject, String part, byte[] plain) {
    try {
      Engine engine = engine();
      byte[] nonce = new byte[NONCE];
      engine.random().nextBytes(nonce);
      Cipher cipher = engine.cipher();
      cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(8 * TAG, nonce));
      cipher.updateAAD(context(number, subject, part));
      byte[] sealed = new byte[HEADER + plain.length + TAG];
      ByteBuffer.wrap(sealed).put(MARK).putInt(number).put(nonce);
      cipher.doFinal(plain, 0, plain.length, sealed, HEADER);
      ENGINES.offerFirst(engine);
      return sealed;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES-GCM", e);
    }
  }

  static Optional<byte[]> open(SecretKey key, String subject, String part, byte[] sealed) {
    try {
      Engine engine = engine();
      Cipher cipher = engine.cipher();
      cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(8 * TAG, sealed, NONCE_AT, NONCE));
      cipher.updateAAD(context(keyNumber(sealed), subject, part));
      byte[] plain = cipher.doFinal(sealed, HEADER, sealed.length - HEADER);
      ENGINES.offerFirst(engine);
      return Optional.of(plain);
    } catch (AEADBadTagException e) {
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES-GCM", e);
    }
  }

  /** What has failed is not used again. */
  private static Engine engine() throws GeneralSecurityException {
    Engine engine = ENGINES.pollFirst();
    return engine == null
        ? new Engine(Cipher.getInstance("AES/GCM/NoPadding"), SecureRandom.getInstance("DRBG"))
        : engine;
  }

  /** No part contains a line feed, so that the three read in one way only. */
  private static byte[] context(int number, String subject, String part) {
    return (number + "\n" + subject + "\n" + part).getBytes(StandardCharsets.UTF_8);
  }
}
