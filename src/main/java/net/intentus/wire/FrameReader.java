package net.intentus.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.intentus.intent.Json;
import net.intentus.intent.Violation;

/**
 * Reads frames strictly: another protocol, a wrong type, an unknown or a missing field is refused.
 * Absent or null {@code headers} are empty headers. Stateless.
 */
public final class FrameReader {
  private static final Set<String> FIELDS = Set.of("protocol", "messageType", "headers", "body");

  private FrameReader() {}

  /** Reads exactly one frame. */
  public static FrameReading read(byte[] bytes) {
    JsonNode json;
    try {
      json = Json.read(bytes);
    } catch (IOException e) {
      return new FrameReading.NotJson();
    }
    if (!(json instanceof ObjectNode object)) {
      return new FrameReading.NotFrame(List.of(new Violation("", "must be a JSON object")));
    }
    List<Violation> violations = violations(object);
    if (!violations.isEmpty()) {
      return new FrameReading.NotFrame(violations);
    }
    ObjectNode headers = object.get("headers") instanceof ObjectNode given ? given : Json.object();
    return new FrameReading.Understood(
        new Frame(object.path("messageType").textValue(), headers, object.path("body")));
  }

  private static List<Violation> violations(ObjectNode frame) {
    List<Violation> found = new ArrayList<>();
    JsonNode protocol = frame.path("protocol");
    if (!Frame.PROTOCOL.equals(protocol.textValue())) {
      found.add(new Violation("/protocol", "must be " + Frame.PROTOCOL));
    }
    String messageType = frame.path("messageType").textValue();
    if (messageType == null || messageType.isBlank()) {
      found.add(new Violation("/messageType", "must be a text that names a message type"));
    }
    JsonNode headers = frame.path("headers");
    if (!headers.isMissingNode() && !headers.isNull() && !headers.isObject()) {
      found.add(new Violation("/headers", "must be an object"));
    }
    if (!frame.path("body").isObject()) {
      found.add(new Violation("/body", "must be an object"));
    }
    for (Map.Entry<String, JsonNode> field : frame.properties()) {
      if (!FIELDS.contains(field.getKey())) {
        found.add(new Violation("", "has a field that frames do not have"));
        break;
      }
    }
    return found;
  }
}
