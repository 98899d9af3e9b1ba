package net.intentus.journal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import net.intentus.intent.Hashes;
import net.intentus.journal.Evidence.Seal;
import net.intentus.journal.VerifyReport.Check;
import net.intentus.journal.VerifyReport.Result;
import net.intentus.privacy.Ed25519;
import net.intentus.privacy.KeySignature;
import net.intentus.privacy.PublicKeys;
import net.intentus.privacy.SigningKey;
import org.jspecify.annotations.Nullable;

/**
 * Checks the signatures of the journal's heads. Whether there must be any, the first event says:
 * {@code signed} in it names the key that was in use, so that taking signatures away is seen. Pure.
 */
final class SignatureCheck {
  private static final String NAME = "signature";

  private SignatureCheck() {}

  /**
   * The check.
   *
   * @param received payload of the first event, or null when it cannot be read
   */
  static Check of(Evidence evidence, @Nullable ObjectNode received, PublicKeys keys) {
    if (received == null) {
      return new Check(NAME, Result.NOT_CHECKABLE, null, "The first event is missing.");
    }
    boolean due = received.path("signed").isTextual();
    int good = 0;
    for (Seal seal : evidence.seals()) {
      KeySignature signature = seal.signature();
      if (signature == null && due) {
        return failed(seal, "The record began signed, and this append has no signature.");
      }
      if (signature != null) {
        String wrong = wrong(evidence, seal.seq(), signature, keys);
        if (wrong != null) {
          return failed(seal, wrong);
        }
        good++;
      }
    }
    if (due && evidence.seals().isEmpty()) {
      return new Check(NAME, Result.FAILED, 1, "The record began signed and has no signature.");
    }
    return good == 0
        ? new Check(NAME, Result.NOT_CHECKABLE, null, "The record is not signed.")
        : new Check(NAME, Result.OK, null, "Every append is signed by a known key.");
  }

  private static @Nullable String wrong(
      Evidence evidence, int seq, KeySignature signature, PublicKeys keys) {
    Optional<SigningKey> key = keys.find(signature.keyId());
    if (key.isEmpty()) {
      return "The signature names a key that is not known here.";
    }
    if (seq < 1 || seq > evidence.events().size()) {
      return "The signed event is missing.";
    }
    byte[] message =
        SignedBlock.message(
            evidence.row().executionId(),
            seq,
            Hashes.format(evidence.events().get(seq - 1).hash()));
    return Ed25519.verifies(key.get().publicKey(), message, signature.value())
        ? null
        : "The signature is not one of this event's hash by that key.";
  }

  private static Check failed(Seal seal, String detail) {
    return new Check(NAME, Result.FAILED, seal.seq(), detail);
  }
}
