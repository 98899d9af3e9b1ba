package net.intentus.agent;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import net.intentus.agent.AgentRegistration.EndpointType;
import net.intentus.intent.Fields;
import net.intentus.intent.Violations;

/**
 * What the contract describes and this version does not do: further transports. It is refused
 * rather than ignored, because whoever asks for it relies on it.
 */
final class UnsupportedParts {
  private static final Set<String> LATER = Set.of("websocket", "zmq", "mcp");
  private final Fields fields;
  private final Violations unsupported;

  UnsupportedParts(Fields fields, Violations unsupported) {
    this.fields = fields;
    this.unsupported = unsupported;
  }

  void check() {
    endpoint();
  }

  private void endpoint() {
    JsonNode endpoint = fields.node("endpoint");
    if (endpoint == null || !endpoint.isObject()) {
      if (endpoint == null) {
        fields.violate("endpoint", "is required");
      }
      return;
    }
    if (LATER.contains(endpoint.path("type").asText("").toLowerCase(Locale.ROOT))) {
      unsupported.add("/endpoint/type", "this transport is not supported yet");
    }
  }

  /** Transports of later versions read as some type here; they are refused as unsupported. */
  static Optional<EndpointType> endpointType(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "local" -> Optional.of(EndpointType.LOCAL);
      case "http" -> Optional.of(EndpointType.HTTP);
      default ->
          LATER.contains(word.toLowerCase(Locale.ROOT))
              ? Optional.of(EndpointType.LOCAL)
              : Optional.empty();
    };
  }

  static boolean laterTransport(Fields endpoint) {
    JsonNode type = endpoint.node("type");
    return type != null && LATER.contains(type.asText().toLowerCase(Locale.ROOT));
  }
}
