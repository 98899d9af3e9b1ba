package net.intentus.privacy;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.X509EncodedKeySpec;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.bouncycastle.math.ec.rfc8032.Ed25519.Algorithm;

/**
 * Ed25519 (RFC 8032) by Bouncy Castle: signing takes a tenth of the time that Java 17's own takes.
 * Stateless.
 */
public final class Ed25519 {
  private static final int SIGNATURE = Ed25519PrivateKeyParameters.SIGNATURE_SIZE;
  private static final int KEY = Ed25519PublicKeyParameters.KEY_SIZE;

  private Ed25519() {}

  /**
   * Whether that key made the signature over that message. Bytes that are no signature are none of
   * it.
   */
  public static boolean verifies(PublicKey key, byte[] message, byte[] signature) {
    byte[] encoded = key.getEncoded();
    // The raw key is the end of its SubjectPublicKeyInfo (RFC 8410, section 4).
    return signature.length == SIGNATURE
        && new Ed25519PublicKeyParameters(encoded, encoded.length - KEY)
            .verify(Algorithm.Ed25519, null, message, 0, message.length, signature, 0);
  }

  static byte[] sign(Ed25519PrivateKeyParameters key, byte[] message) {
    byte[] signature = new byte[SIGNATURE];
    key.sign(Algorithm.Ed25519, null, message, 0, message.length, signature, 0);
    return signature;
  }

  static Ed25519PrivateKeyParameters generate() {
    return new Ed25519PrivateKeyParameters(new SecureRandom());
  }

  static PublicKey open(Ed25519PrivateKeyParameters key) {
    try {
      byte[] encoded =
          SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(key.generatePublicKey())
              .getEncoded();
      return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("a public key cannot be written down", e);
    }
  }
}
