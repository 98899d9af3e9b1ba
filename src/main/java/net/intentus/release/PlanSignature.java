package net.intentus.release;

import java.security.PublicKey;
import net.intentus.intent.Hashes;

/**
 * A signature (Ed25519, RFC 8032) of a plan.
 *
 * @param key thumbprint of the public key: the hash of its SubjectPublicKeyInfo
 * @param value 64 bytes in Base64
 */
public record PlanSignature(String key, String value) {

  /** How a key is named: two installations may call theirs the same. */
  public static String thumbprint(PublicKey key) {
    return Hashes.format(Hashes.sha256(key.getEncoded()));
  }
}
