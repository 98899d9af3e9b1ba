package net.intentus.submission;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import net.intentus.intent.IntentEnvelope;
import net.intentus.intent.Routing;
import net.intentus.privacy.SecretShapes;
import org.jspecify.annotations.Nullable;

/**
 * What an envelope says besides its payload. Labels are for finding and correlating, in lists, logs
 * and headers: a secret among them is masked before anything else is done, for agents too. Names
 * decide on the way of an intent and can't be masked: a secret among them is refused. Pure.
 */
public final class Labels {
  /** Why an envelope with a secret for a name is refused. */
  public static final String SECRET_NAME =
      "The name or version of the intent, or the name of an agent, looks like a key, a token or a"
          + " card number. Names are recorded: send secrets in the payload.";

  private final UnaryOperator<String> mask;
  private boolean changed;

  private Labels(UnaryOperator<String> mask) {
    this.mask = mask;
  }

  /** Whether a name that routing goes by has the shape of a secret. */
  public static boolean nameIsSecret(IntentEnvelope envelope) {
    Routing routing = envelope.routing();
    String target = routing.targetAgent();
    return SecretShapes.in(envelope.intent().name())
        || SecretShapes.in(envelope.intent().version())
        || (target != null && SecretShapes.in(target))
        || routing.fallbackAgents().stream().anyMatch(SecretShapes::in);
  }

  /** The envelope with masked labels; the same when there is nothing to mask. */
  static IntentEnvelope masked(IntentEnvelope envelope, UnaryOperator<String> mask) {
    Labels labels = new Labels(mask);
    IntentEnvelope.Context context = envelope.context();
    IntentEnvelope.Metadata metadata = envelope.metadata();
    String sourceAgent = labels.textOrNull(context.sourceAgent());
    List<String> tags = labels.texts(context.tags());
    String requestId = labels.text(metadata.requestId());
    String source = labels.textOrNull(metadata.source());
    String traceId = labels.text(metadata.traceId());
    List<String> chain = labels.texts(metadata.identityChain());
    if (!labels.changed) {
      return envelope;
    }
    return new IntentEnvelope(
        envelope.intent(),
        envelope.payload(),
        new IntentEnvelope.Context(
            sourceAgent,
            context.timestamp(),
            context.priority(),
            tags,
            context.deadline(),
            null,
            context.tier()),
        new IntentEnvelope.Metadata(requestId, source, metadata.createdAt(), traceId, chain),
        envelope.routing());
  }

  private @Nullable String textOrNull(@Nullable String text) {
    return text == null ? null : text(text);
  }

  private String text(String text) {
    String masked = mask.apply(text);
    changed |= !masked.equals(text);
    return masked;
  }

  private List<String> texts(List<String> texts) {
    if (texts.isEmpty()) {
      return texts;
    }
    List<String> masked = new ArrayList<>(texts.size());
    texts.forEach(text -> masked.add(text(text)));
    return masked;
  }
}
