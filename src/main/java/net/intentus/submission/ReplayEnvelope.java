package net.intentus.submission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.intentus.intent.EnvelopeReader;
import net.intentus.intent.Json;
import net.intentus.intent.MergePatch;
import net.intentus.intent.Reading;
import net.intentus.intent.Violation;
import net.intentus.intent.Violations;
import net.intentus.privacy.Redactor;

/** Makes a new envelope of a recorded one. Pure. */
final class ReplayEnvelope {
  private static final String PAYLOAD = "/payload";

  private final ObjectNode recorded;
  private final List<String> redacted;
  private final ReplayRequest request;
  private final ObjectNode payload;

  /**
   * @param recorded the envelope as stored, redacted
   * @param redacted RFC 6901 pointers into it
   */
  ReplayEnvelope(ObjectNode recorded, List<String> redacted, ReplayRequest request) {
    this.recorded = recorded;
    this.redacted = redacted;
    this.request = request;
    this.payload = payload();
  }

  private ObjectNode payload() {
    ObjectNode old = recorded.path("payload") instanceof ObjectNode given ? given : Json.object();
    if (request.payload() instanceof ReplayRequest.Whole whole) {
      return whole.payload();
    }
    return request.payload() instanceof ReplayRequest.Patch patch
        ? MergePatch.apply(MergePatch.without(old, insidePayload()), patch.patch())
        : old;
  }

  private List<String> insidePayload() {
    return redacted.stream()
        .filter(pointer -> pointer.startsWith(PAYLOAD + "/"))
        .map(pointer -> pointer.substring(PAYLOAD.length()))
        .toList();
  }

  /** The places where the new payload would still hold what stands for a redacted value. */
  List<String> missing() {
    Set<String> missing = new LinkedHashSet<>();
    redacted.stream().filter(place -> !place.startsWith(PAYLOAD + "/")).forEach(missing::add);
    for (String pointer : insidePayload()) {
      JsonNode now = payload.at(pointer);
      boolean untouched =
          request.payload() instanceof ReplayRequest.Patch patch
              && !MergePatch.decides(patch.patch(), pointer);
      if (untouched || (!now.isMissingNode() && now.equals(recorded.at(PAYLOAD + pointer)))) {
        missing.add(PAYLOAD + pointer);
      }
    }
    marks(payload, PAYLOAD, missing);
    return new ArrayList<>(missing);
  }

  private static void marks(JsonNode node, String pointer, Set<String> found) {
    if (node.isObject() && node.path("$redacted").isTextual() && node.has("digest")) {
      found.add(pointer);
    } else if (node.isObject()) {
      for (Map.Entry<String, JsonNode> field : node.properties()) {
        marks(field.getValue(), Violations.pointer(pointer, field.getKey()), found);
      }
    } else if (node.isTextual() && Redactor.marked(node.textValue())) {
      found.add(pointer);
    } else {
      for (int i = 0; i < node.size(); i++) {
        marks(node.get(i), pointer + "/" + i, found);
      }
    }
  }

  /** The new envelope, with ids and times of its own. */
  Reading read(EnvelopeReader.Defaults defaults) {
    ObjectNode document = recorded.deepCopy();
    document.set("payload", payload);
    if (request.routing() != null) {
      document.set("routing", request.routing());
    }
    document.withObject("/context").remove(List.of("timestamp", "deadline"));
    document.withObject("/metadata").remove(List.of("requestId", "createdAt", "traceId"));
    return EnvelopeReader.read(document, defaults);
  }

  /** The violations with pointers into what was sent, not into the envelope made of it. */
  List<Violation> sent(List<Violation> violations) {
    String name = request.payload() instanceof ReplayRequest.Patch ? "/payloadPatch" : PAYLOAD;
    return violations.stream()
        .map(
            one ->
                one.pointer().startsWith(PAYLOAD)
                    ? new Violation(name + one.pointer().substring(PAYLOAD.length()), one.message())
                    : one)
        .toList();
  }
}
