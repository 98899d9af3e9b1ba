package net.intentus.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import net.intentus.intent.Hashes;
import org.jspecify.annotations.Nullable;

/**
 * What the first event of an execution says of its record; the rules may be others when somebody
 * goes on with it.
 *
 * @param keeping as it is today, but only hashes where that was said
 * @param received the first event's payload; missing when it cannot be read
 */
record Announced(Keeping keeping, JsonNode received) {

  static Announced of(List<EventView> events, Keeping today) {
    JsonNode received = events.isEmpty() ? MissingNode.getInstance() : events.get(0).payload();
    return new Announced(
        kept(received) == Kept.DIGEST ? new Keeping(true, today.maxPayloadBytes()) : today,
        received);
  }

  private static Kept kept(JsonNode received) {
    return Kept.parse(received.path("envelopeKept").textValue());
  }

  /** Whether the heads of its journal are signed. */
  boolean signed() {
    return received.has("signed");
  }

  /** What takes the place of the whole envelope in the end; null when nothing does. */
  byte @Nullable [] lasting(@Nullable JsonNode envelope) {
    if (kept(received) != Kept.TRUNCATED || !(envelope instanceof ObjectNode whole)) {
      return null;
    }
    byte[] lasting = KeptDocument.of(whole, keeping).lasting();
    boolean promised =
        lasting != null
            && Hashes.ofCanonical(lasting)
                .equals(received.path("envelopeDocumentHash").textValue());
    return promised ? lasting : null;
  }
}
