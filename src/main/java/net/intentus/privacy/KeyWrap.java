package net.intentus.privacy;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Random;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Wraps keys with AES-256-GCM: a random 12-byte nonce, then ciphertext and 16-byte tag. */
final class KeyWrap {
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;
  private final SecretKeySpec key;
  private final @Nullable KeyWrap previous;

  /** With a master key; what that does not open, the one before it may. */
  KeyWrap(MasterKey master) {
    MasterKey earlier = master.previous();
    key = new SecretKeySpec(master.bytes(), "AES");
    previous = earlier == null ? null : new KeyWrap(earlier);
  }

  /** With any other key of 32 bytes. */
  KeyWrap(byte[] bytes) {
    key = new SecretKeySpec(bytes, "AES");
    previous = null;
  }

  /** The id and purpose are authenticated too, so that no key passes for another. */
  byte[] wrap(String id, String purpose, byte[] plain, Random random) {
    byte[] nonce = new byte[NONCE];
    random.nextBytes(nonce);
    try {
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, id, purpose).doFinal(plain);
      byte[] wrapped = Arrays.copyOf(nonce, NONCE + sealed.length);
      System.arraycopy(sealed, 0, wrapped, NONCE, sealed.length);
      return wrapped;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES-GCM", e);
    }
  }

  /**
   * The key that was wrapped.
   *
   * @throws WrongMasterKey when it was wrapped with another master key, or is damaged
   */
  byte[] unwrap(String id, String purpose, byte[] wrapped) {
    if (previous == null || opens(id, purpose, wrapped)) {
      return unwrapped(id, purpose, wrapped);
    }
    return previous.unwrap(id, purpose, wrapped);
  }

  /** Whether this very key opens it, not one before it. */
  boolean opens(String id, String purpose, byte[] wrapped) {
    try {
      unwrapped(id, purpose, wrapped);
      return true;
    } catch (WrongMasterKey e) {
      return false;
    }
  }

  private byte[] unwrapped(String id, String purpose, byte[] wrapped) {
    if (wrapped.length < NONCE) {
      throw new WrongMasterKey();
    }
    try {
      byte[] nonce = Arrays.copyOf(wrapped, NONCE);
      return cipher(Cipher.DECRYPT_MODE, nonce, id, purpose)
          .doFinal(wrapped, NONCE, wrapped.length - NONCE);
    } catch (AEADBadTagException e) {
      throw new WrongMasterKey();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES-GCM", e);
    }
  }

  private Cipher cipher(int mode, byte[] nonce, String id, String purpose)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    // Neither can contain a line feed, so that the pair reads in one way only.
    cipher.updateAAD((id + "\n" + purpose).getBytes(StandardCharsets.UTF_8));
    return cipher;
  }
}
