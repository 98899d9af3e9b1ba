package net.intentus.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Objects;
import net.intentus.intent.Json;

/**
 * One IntentusNet frame. The trees are shared, not copied.
 *
 * @param messageType such as {@link #INTENT}
 * @param headers frame headers, empty when there are none
 * @param body what the message type says
 */
public record Frame(String messageType, ObjectNode headers, JsonNode body) {
  /** The only protocol there is. */
  public static final String PROTOCOL = "INTENTUSNET/1.0";

  /** Message type of a request. */
  public static final String INTENT = "intent";

  /** Message type of an answer. */
  public static final String RESPONSE = "response";

  /** Message type of a sealed request or answer. */
  public static final String EMCL = "emcl";

  /** Message type of a refusal without an execution. */
  public static final String ERROR = "error";

  public Frame {
    Objects.requireNonNull(messageType, "messageType");
    Objects.requireNonNull(headers, "headers");
    Objects.requireNonNull(body, "body");
  }

  /** A frame without headers. */
  public static Frame of(String messageType, JsonNode body) {
    return new Frame(messageType, Json.object(), body);
  }

  /** The frame as a document. */
  public ObjectNode toJson() {
    ObjectNode json = Json.object();
    json.put("protocol", PROTOCOL);
    json.put("messageType", messageType);
    json.set("headers", headers);
    json.set("body", body);
    return json;
  }

  /** The frame as compact UTF-8. */
  public byte[] toBytes() {
    return Json.bytes(toJson());
  }
}
