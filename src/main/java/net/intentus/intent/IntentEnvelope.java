package net.intentus.intent;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An accepted intent, complete with its defaults.
 *
 * <p>Immutable by agreement inside the runtime: {@link #payload()} is shared and nobody writes to
 * it; what leaves for an agent is a copy. Safe to share between threads.
 *
 * @param refersToSecrets whether the payload may hold {@link SecretReferences}
 */
public record IntentEnvelope(
    IntentRef intent,
    ObjectNode payload,
    Context context,
    Metadata metadata,
    Routing routing,
    boolean refersToSecrets) {

  /** An envelope whose payload is looked through for references to secrets. */
  public IntentEnvelope(
      IntentRef intent, ObjectNode payload, Context context, Metadata metadata, Routing routing) {
    this(intent, payload, context, metadata, routing, SecretReferences.present(payload));
  }

  /** The only envelope version there is. */
  public static final String VERSION = "1.0";

  /**
   * Circumstances the client states.
   *
   * @param deadline when the answer is of no use any more; null for never
   * @param budget what is left to spend, told to the agent that is being called; null for everybody
   *     else
   * @param tier {@link Tier#ECONOMY} puts agents of that tier first; null leaves that to budgets
   */
  public record Context(
      @Nullable String sourceAgent,
      Instant timestamp,
      Priority priority,
      List<String> tags,
      @Nullable Instant deadline,
      @Nullable ObjectNode budget,
      @Nullable Tier tier) {
    public Context {
      tags = List.copyOf(tags);
    }

    /** As a client states it, without a deadline. */
    public Context(
        @Nullable String sourceAgent, Instant timestamp, Priority priority, List<String> tags) {
      this(sourceAgent, timestamp, priority, tags, null, null, null);
    }

    ObjectNode toJson(boolean withTimes) {
      ObjectNode json = JsonNodeFactory.instance.objectNode();
      if (budget != null) {
        json.set("budget", budget);
      }
      if (withTimes && deadline != null) {
        json.put("deadline", Times.format(deadline));
      }
      json.put("priority", priority.wire());
      json.put("sourceAgent", sourceAgent);
      ArrayNode list = json.putArray("tags");
      tags.forEach(list::add);
      if (tier != null) {
        json.put("tier", tier.wire());
      }
      if (withTimes) {
        json.put("timestamp", Times.format(timestamp));
      }
      return json;
    }
  }

  /** Correlation. */
  public record Metadata(
      String requestId,
      @Nullable String source,
      Instant createdAt,
      String traceId,
      List<String> identityChain) {
    public Metadata {
      identityChain = List.copyOf(identityChain);
    }

    ObjectNode toJson() {
      ObjectNode json = JsonNodeFactory.instance.objectNode();
      json.put("createdAt", Times.format(createdAt));
      ArrayNode chain = json.putArray("identityChain");
      identityChain.forEach(chain::add);
      json.put("requestId", requestId);
      json.put("source", source);
      json.put("traceId", traceId);
      return json;
    }
  }

  /** The same envelope as an agent gets it that is told what is left to spend. */
  public IntentEnvelope withBudget(ObjectNode left) {
    Context told =
        new Context(
            context.sourceAgent(),
            context.timestamp(),
            context.priority(),
            context.tags(),
            context.deadline(),
            left,
            context.tier());
    return new IntentEnvelope(intent, payload, told, metadata, routing, refersToSecrets);
  }

  /** The same envelope with another payload. */
  public IntentEnvelope withPayload(ObjectNode other) {
    return new IntentEnvelope(intent, other, context, metadata, routing, refersToSecrets);
  }

  /**
   * The complete wire form, in canonical order (RFC 8785) but for the payload, which is shared, not
   * copied.
   */
  public ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.set("context", context.toJson(true));
    json.set("intent", intentJson());
    json.set("metadata", metadata.toJson());
    json.set("payload", payload);
    json.set("routing", routing.toJson());
    json.put("version", VERSION);
    return json;
  }

  /**
   * What {@code envelopeHash} covers: intent, payload, routing and the context without its times,
   * so that the same request always hashes the same.
   */
  public ObjectNode hashed() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.set("context", context.toJson(false));
    json.set("intent", intentJson());
    json.set("payload", payload);
    json.set("routing", routing.toJson());
    return json;
  }

  private ObjectNode intentJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("name", intent.name());
    json.put("version", intent.version());
    return json;
  }
}
