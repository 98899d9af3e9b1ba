package net.intentus.release;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import net.intentus.config.Settings;
import net.intentus.privacy.Ed25519;
import net.intentus.privacy.KeySignature;
import net.intentus.privacy.SigningKey;
import net.intentus.privacy.SigningKeys;

/**
 * Signs plans with the key that signs records, and judges signatures: those of this installation's
 * keys and of the keys that its settings name count. Thread-safe.
 */
@Singleton
class PlanSignatures {
  private final SigningKeys keys;
  private final List<PublicKey> named;

  @Inject
  PlanSignatures(SigningKeys keys, Settings settings) {
    this.keys = keys;
    this.named = settings.plan().keys();
  }

  /** Whether only what is signed may be imported. */
  boolean required() {
    return keys.enabled() || !named.isEmpty();
  }

  /** The plan with a signature when signing is on. */
  PlanDocument sign(PlanDocument plan) {
    if (!keys.enabled()) {
      return plan;
    }
    return keys.sign(plan.message()).map(made -> plan.signed(signature(made))).orElse(plan);
  }

  private PlanSignature signature(KeySignature made) {
    PublicKey key = keys.find(made.keyId()).map(SigningKey::publicKey).orElseThrow();
    return new PlanSignature(
        PlanSignature.thumbprint(key), Base64.getEncoder().encodeToString(made.value()));
  }

  /** What the signature of a plan is worth. */
  SignatureState judge(PlanDocument plan) {
    PlanSignature signature = plan.signature();
    if (signature == null) {
      return SignatureState.ABSENT;
    }
    byte[] value = Base64.getDecoder().decode(signature.value());
    return trusted(signature.key())
        .map(key -> Ed25519.verifies(key, plan.message(), value))
        .map(holds -> holds ? SignatureState.VALID : SignatureState.INVALID)
        .orElse(SignatureState.UNKNOWN_KEY);
  }

  private Optional<PublicKey> trusted(String thumbprint) {
    List<PublicKey> all = new ArrayList<>(named);
    keys.list().forEach(key -> all.add(key.publicKey()));
    return all.stream().filter(key -> PlanSignature.thumbprint(key).equals(thumbprint)).findFirst();
  }

  /** Why a plan with such a signature is refused; empty when it is not. */
  Optional<String> refusal(SignatureState state) {
    return switch (state) {
      case VALID -> Optional.empty();
      case INVALID -> Optional.of("does not fit the document");
      case ABSENT ->
          required() ? Optional.of("is required: plans must be signed here") : Optional.empty();
      case UNKNOWN_KEY ->
          required() ? Optional.of("is of a key that is not trusted here") : Optional.empty();
    };
  }
}
