package net.intentus.agent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import net.intentus.intent.ErrorCode;
import net.intentus.intent.IntentEnvelope;
import net.intentus.intent.SecretReferences;
import net.intentus.privacy.Redactor;

/**
 * Puts secrets into the payload of one call, if its agent may have all of them: what it may not
 * have stops the call, for a payload with holes was never meant. Thread-safe.
 */
@Singleton
class SecretResolver implements SecretUse.Resolver {
  private static final Logger LOG = Logger.getLogger(SecretResolver.class.getName());
  private final PayloadSecrets secrets;
  private final AnswerMask mask;

  @Inject
  SecretResolver(PayloadSecrets secrets, Redactor redactor) {
    this.secrets = secrets;
    this.mask = new AnswerMask(redactor);
  }

  @Override
  public SecretUse resolve(AgentRegistration agent, AgentCall call) {
    IntentEnvelope envelope = call.envelope();
    Map<String, String> values = new HashMap<>();
    try {
      for (String name : SecretReferences.names(envelope.payload())) {
        Optional<PayloadSecrets.Opened> found = secrets.open(call.tenant(), name);
        if (found.isEmpty() || !found.get().secret().allows(agent)) {
          return refused(
              ErrorCode.POLICY_DENIED, "The agent may not use the secret \"" + name + "\".");
        }
        values.put(name, found.get().value());
      }
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "a secret could not be read", e);
      return refused(ErrorCode.AGENT_UNAVAILABLE, "A secret of the payload cannot be read now.");
    }
    ObjectNode payload =
        (ObjectNode)
            SecretReferences.replaced(
                envelope.payload(), name -> TextNode.valueOf(values.get(name)));
    Set<String> known = Set.copyOf(values.values());
    return new SecretUse.Granted(payload, outcome -> mask.apply(outcome, known));
  }

  private static SecretUse refused(ErrorCode code, String message) {
    return new SecretUse.Refused(Failures.of(code, message, false));
  }
}
