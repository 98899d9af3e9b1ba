package net.intentus.agent;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.Set;
import net.intentus.agent.AgentRegistration.Endpoint;
import net.intentus.agent.AgentRegistration.EndpointType;
import net.intentus.intent.Fields;
import org.jspecify.annotations.Nullable;

/** The {@code endpoint} part of a registration document. Stateless. */
final class EndpointDocument {
  private static final int MAX_WORD = 256;

  private EndpointDocument() {}

  /** Reads it; what is wrong is noted, and something stands in its place. */
  static Endpoint read(Fields registration) {
    Fields endpoint =
        registration.object("endpoint", Set.of("type", "address", "credentialRef", "emclKeyRef"));
    JsonNode address = endpoint.node("address");
    String text = address != null && address.isTextual() ? address.textValue() : null;
    if (address != null && text == null) {
      endpoint.violate("address", "must be a string");
    }
    if (endpoint.empty("type")) {
      endpoint.violate("type", "is required: local or http");
    }
    Optional<EndpointType> type =
        endpoint.parsed("type", UnsupportedParts::endpointType, "must be local or http");
    if (type.filter(EndpointType.HTTP::equals).isPresent() && endpoint.empty("address")) {
      endpoint.violate("address", "is required for an http agent");
    }
    boolean local = type.filter(EndpointType.LOCAL::equals).isPresent();
    if (local && !UnsupportedParts.laterTransport(endpoint) && !endpoint.empty("address")) {
      endpoint.violate("address", "must be left out for a local agent");
    }
    return new Endpoint(
        type.orElse(EndpointType.HTTP),
        local ? null : text,
        reference(endpoint, "credentialRef", local),
        reference(endpoint, "emclKeyRef", local));
  }

  private static @Nullable String reference(Fields endpoint, String field, boolean local) {
    String name = endpoint.word(field, MAX_WORD);
    if (local && name != null && !UnsupportedParts.laterTransport(endpoint)) {
      endpoint.violate(field, "must be left out for a local agent");
    }
    return local ? null : name;
  }
}
