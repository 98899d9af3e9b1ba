package net.intentus.privacy;

import java.util.Optional;
import javax.crypto.spec.SecretKeySpec;

/** The stored form under one key that is kept nowhere. */
public final class OneKeyCipher implements PayloadCipher {
  private final SecretKeySpec key;

  /** A cipher whose key is that byte, 32 times. */
  public OneKeyCipher(int value) {
    byte[] bytes = new byte[32];
    java.util.Arrays.fill(bytes, (byte) value);
    key = new SecretKeySpec(bytes, "AES");
  }

  @Override
  public boolean enabled() {
    return true;
  }

  @Override
  public byte[] seal(String subject, String part, byte[] plain) {
    return SealedValue.seal(7, key, subject, part, plain);
  }

  @Override
  public Optional<byte[]> open(String subject, String part, byte[] sealed) {
    return SealedValue.open(key, subject, part, sealed);
  }
}
