package net.intentus.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import net.intentus.agent.AgentRegistration.Capability;
import net.intentus.agent.AgentRegistration.Cost;
import net.intentus.agent.AgentRegistration.RuntimeInfo;
import net.intentus.intent.Fields;
import net.intentus.intent.SideEffect;
import net.intentus.intent.Violations;
import net.intentus.routing.IntentPattern;
import org.jspecify.annotations.Nullable;

/** The fields of a registration document, and what may stand in them. */
final class RegistrationDocument {
  private static final int MAX_WORD = 256;
  private static final int MAX_CAPABILITIES = 256;
  private static final int MAX_LABELS = 64;
  private static final int DEFAULT_PRIORITY = 100;
  private static final long MAX_MICROS = 1_000_000_000_000_000L;
  private static final Set<String> KNOWN =
      Set.of(
          "name",
          "version",
          "nodeId",
          "nodePriority",
          "enabled",
          "identity",
          "capabilities",
          "endpoint",
          "health",
          "runtime",
          "sideEffect",
          "guard",
          "circuit",
          "cost",
          "labels",
          "managed");

  private final Fields fields;
  private final Violations violations;
  private final Violations unsupported;

  private RegistrationDocument(JsonNode document, Violations violations, Violations unsupported) {
    this.fields = Fields.of(document, "", KNOWN, violations);
    this.violations = violations;
    this.unsupported = unsupported;
  }

  /** Reads what this runtime has stored itself. */
  static AgentRegistration stored(JsonNode document, long revision) {
    Violations violations = new Violations();
    AgentRegistration registration = read(document, violations, violations, revision);
    if (!violations.isEmpty()) {
      throw new IllegalStateException("a stored registration is unreadable");
    }
    return registration;
  }

  /**
   * Reads as much as can be read.
   *
   * @param unsupported what the contract describes and this version does not do
   */
  static AgentRegistration read(
      JsonNode document, Violations violations, Violations unsupported, long revision) {
    return new RegistrationDocument(document, violations, unsupported).registration(revision);
  }

  private AgentRegistration registration(long revision) {
    String name = name();
    Fields identity = fields.object("identity", Set.of("agentId", "tenantId"));
    Fields runtime = fields.object("runtime", Set.of("language", "environment", "scaling"));
    fields.object("health", Set.of("status", "lastHeartbeat"));
    new UnsupportedParts(fields, unsupported).check();
    fields.any("circuit");
    SideEffect sideEffect = sideEffect();
    return new AgentRegistration(
        name,
        Objects.requireNonNullElse(fields.word("version", MAX_WORD), "1.0"),
        fields.word("nodeId", MAX_WORD),
        nodePriority(),
        flag("enabled", true),
        Objects.requireNonNullElse(identity.word("agentId", MAX_WORD), name),
        tenant(identity),
        capabilities(),
        EndpointDocument.read(fields),
        new RuntimeInfo(
            runtime.word("language", MAX_WORD),
            runtime.word("environment", MAX_WORD),
            runtime.word("scaling", MAX_WORD)),
        sideEffect,
        labels(),
        GuardDocument.read(fields, sideEffect),
        flag("managed", false),
        revision,
        cost());
  }

  private Cost cost() {
    Fields cost = fields.object("cost", Set.of("perCallMicros", "tier"));
    JsonNode price = cost.node("perCallMicros");
    boolean wrong =
        price != null
            && (!price.isIntegralNumber()
                || !price.canConvertToLong()
                || price.longValue() < 0
                || price.longValue() > MAX_MICROS);
    if (wrong) {
      cost.violate("perCallMicros", "must be a whole number from 0 to " + MAX_MICROS);
    }
    boolean economy =
        cost.parsed("tier", RegistrationDocument::economy, "must be standard or economy")
            .orElse(false);
    return new Cost(price == null || wrong ? 0 : price.longValue(), economy);
  }

  private static Optional<Boolean> economy(String tier) {
    return switch (tier.toLowerCase(Locale.ROOT)) {
      case "standard" -> Optional.of(false);
      case "economy" -> Optional.of(true);
      default -> Optional.empty();
    };
  }

  private SideEffect sideEffect() {
    return fields
        .parsed("sideEffect", SideEffect::parse, "must be read_only, reversible or irreversible")
        .orElse(SideEffect.IRREVERSIBLE);
  }

  private String name() {
    JsonNode node = fields.node("name");
    if (node == null || fields.empty("name")) {
      fields.violate("name", "is required");
    } else if (!node.isTextual()) {
      fields.violate("name", "must be a string");
    } else {
      String problem = AgentNames.problem(node.textValue());
      if (problem == null) {
        return node.textValue();
      }
      fields.violate("name", problem);
    }
    return "?";
  }

  private static @Nullable String tenant(Fields identity) {
    String tenant = identity.word("tenantId", 128);
    if ("*".equals(tenant)) {
      identity.violate("tenantId", "must name one tenant; leave it out to serve all of them");
    }
    return tenant;
  }

  private int nodePriority() {
    JsonNode node = fields.node("nodePriority");
    if (node == null) {
      return DEFAULT_PRIORITY;
    }
    if (!node.isIntegralNumber() || !node.canConvertToInt()) {
      fields.violate("nodePriority", "must be a whole number of 32 bits");
      return DEFAULT_PRIORITY;
    }
    return node.intValue();
  }

  private boolean flag(String field, boolean byDefault) {
    JsonNode node = fields.node(field);
    if (node != null && !node.isBoolean()) {
      fields.violate(field, "must be true or false");
    }
    return node == null ? byDefault : node.booleanValue();
  }

  private List<Capability> capabilities() {
    List<Capability> read = new ArrayList<>();
    JsonNode list = fields.node("capabilities");
    if (list == null || !list.isArray() || list.isEmpty() || list.size() > MAX_CAPABILITIES) {
      fields.violate("capabilities", "must be an array of 1 to " + MAX_CAPABILITIES + " objects");
      return read;
    }
    Map<IntentPattern, Capability> seen = new HashMap<>();
    for (int i = 0; i < list.size(); i++) {
      String at = fields.at("capabilities") + "/" + i;
      Capability capability = capability(list.get(i), at);
      Capability same = seen.putIfAbsent(capability.intent(), capability);
      if (same != null && !same.equals(capability)) {
        violations.add(at, "repeats the intent of another capability with other schemas");
      }
      read.add(capability);
    }
    return read;
  }

  private Capability capability(JsonNode node, String at) {
    if (!node.isObject()) {
      violations.add(at, "must be a JSON object");
    }
    Fields capability =
        Fields.of(node, at, Set.of("intent", "inputSchema", "outputSchema"), violations);
    Fields intent = capability.object("intent", Set.of("name", "version"));
    if (intent.empty("name")) {
      intent.violate("name", "is required");
    }
    IntentPattern pattern =
        new IntentPattern(
            Objects.requireNonNullElse(intent.word("name", MAX_WORD), at),
            Objects.requireNonNullElse(intent.word("version", MAX_WORD), "1.0"));
    return new Capability(
        pattern, schema(capability, "inputSchema"), schema(capability, "outputSchema"));
  }

  /** An empty schema accepts everything, as none does. */
  private static @Nullable ObjectNode schema(Fields capability, String field) {
    ObjectNode schema = capability.any(field);
    return schema.isEmpty() ? null : schema;
  }

  private Map<String, String> labels() {
    Map<String, String> read = new TreeMap<>();
    ObjectNode labels = fields.any("labels");
    if (labels.size() > MAX_LABELS) {
      fields.violate("labels", "must not have more than " + MAX_LABELS + " fields");
      return read;
    }
    for (Map.Entry<String, JsonNode> label : labels.properties()) {
      String at = Violations.pointer(fields.at("labels"), label.getKey());
      String value = label.getValue().textValue();
      if (value == null || value.length() > MAX_WORD) {
        violations.add(at, "must be a string of up to " + MAX_WORD + " characters");
      } else if (label.getKey().isBlank() || label.getKey().length() > MAX_WORD) {
        violations.add(at, "must have a name of 1 to " + MAX_WORD + " characters");
      } else if (label.getKey().chars().anyMatch(Character::isISOControl)
          || value.chars().anyMatch(Character::isISOControl)) {
        violations.add(at, "must not contain control characters");
      } else {
        read.put(label.getKey(), value);
      }
    }
    return read;
  }
}
