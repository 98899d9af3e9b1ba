package net.intentus.agent;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import net.intentus.agent.AgentRegistration.EndpointType;
import net.intentus.intent.Fields;
import net.intentus.intent.Violations;

/**
 * What the contract describes and this version does not do: guards, costs, further transports and
 * credentials. It is refused rather than ignored, because whoever asks for it relies on it.
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
    for (JsonNode part : fields.any("guard")) {
      if (!part.isNull()) {
        unsupported.add("/guard", "guards are not supported yet");
        break;
      }
    }
    Fields cost = fields.object("cost", Set.of("perCallMicros", "tier"));
    JsonNode perCall = cost.node("perCallMicros");
    if (perCall != null && (!perCall.isIntegralNumber() || perCall.doubleValue() < 0)) {
      cost.violate("perCallMicros", "must be a whole number, not negative");
    } else if (perCall != null && perCall.doubleValue() > 0) {
      unsupported.add("/cost/perCallMicros", "costs are not supported yet");
    }
    cost.parsed("tier", UnsupportedParts::tier, "must be standard or economy")
        .filter("economy"::equals)
        .ifPresent(tier -> unsupported.add("/cost/tier", "tiers are not supported yet"));
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

  private static Optional<String> tier(String word) {
    String lower = word.toLowerCase(Locale.ROOT);
    return Optional.of(lower).filter(Set.of("standard", "economy")::contains);
  }
}
