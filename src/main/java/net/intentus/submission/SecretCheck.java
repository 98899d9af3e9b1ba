package net.intentus.submission;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.persistence.PersistenceException;
import java.util.Set;
import net.intentus.agent.PayloadSecrets;
import net.intentus.intent.ErrorCode;
import net.intentus.intent.IntentEnvelope;
import net.intentus.intent.SecretReferences;
import org.jspecify.annotations.Nullable;

/** Refuses payloads with references that cannot be meant, before anything of them is recorded. */
@Singleton
class SecretCheck {
  private static final int MOST = 32;
  private final PayloadSecrets secrets;

  @Inject
  SecretCheck(PayloadSecrets secrets) {
    this.secrets = secrets;
  }

  /** Null when every reference names a secret that submissions of the tenant may refer to. */
  SubmissionResult.@Nullable Refused refusal(IntentEnvelope envelope, String tenant) {
    if (SecretReferences.malformed(envelope.payload())) {
      return invalid("A reference to a secret has $secret as its only member, and a name in it.");
    }
    Set<String> names = SecretReferences.names(envelope.payload());
    if (names.size() > MOST) {
      return invalid("A payload refers to " + MOST + " secrets at most.");
    }
    try {
      for (String name : names) {
        if (!secrets.known(tenant, name)) {
          return invalid("The payload refers to a secret that there is not.");
        }
      }
    } catch (PersistenceException e) {
      return new SubmissionResult.Refused(
          ErrorCode.STORAGE_UNAVAILABLE, "Secrets cannot be read at the moment.", 5);
    }
    return null;
  }

  private static SubmissionResult.Refused invalid(String detail) {
    return new SubmissionResult.Refused(ErrorCode.VALIDATION_ERROR, detail, null);
  }
}
