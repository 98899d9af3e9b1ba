package net.intentus.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import net.intentus.agent.AgentRegistration;
import net.intentus.agent.AgentRegistration.Capability;
import net.intentus.intent.Json;
import net.intentus.intent.Violation;
import org.jspecify.annotations.Nullable;

/**
 * The form that registers or edits an agent: what was typed, and what is wrong with it.
 *
 * @param values field name → what was typed
 * @param capabilities one row of fields per capability
 * @param errors field name → what is wrong; {@code ""} for the whole
 */
public record AgentForm(
    Map<String, String> values, List<Row> capabilities, Map<String, String> errors) {
  private static final int MAX_CAPABILITIES = 64;

  /** One capability as typed. */
  public record Row(String intent, String version, String inputSchema, String outputSchema) {
    boolean blank() {
      return (intent + inputSchema + outputSchema).isBlank();
    }
  }

  /** What was typed into a field. */
  public String value(String field) {
    return values.getOrDefault(field, "");
  }

  /** What is wrong with a field, or null. */
  public @Nullable String error(String field) {
    return errors.get(field);
  }

  /** What people call a field. */
  public static String label(String field) {
    return switch (field) {
      case "nodeId" -> "Node";
      case "nodePriority" -> "Node priority";
      case "endpoint.address" -> "Address";
      case "endpoint.type" -> "Transport";
      case "endpoint.credentialRef" -> "Credential";
      case "endpoint.emclKeyRef" -> "EMCL peer";
      case "sideEffect" -> "Side effect";
      case "cost.perCallMicros" -> "Cost per call";
      case "cost.tier" -> "Tier";
      default -> {
        String guard = GuardFields.label(field);
        yield !guard.isEmpty()
            ? guard
            : field.matches("capabilities\\..+")
                ? "Capability"
                : field.substring(0, 1).toUpperCase(Locale.ROOT) + field.substring(1);
      }
    };
  }

  /** An empty form. */
  static AgentForm empty() {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("version", "1.0");
    values.put("nodePriority", "100");
    values.put("endpoint.type", "http");
    values.put("sideEffect", "irreversible");
    return new AgentForm(values, List.of(new Row("", "1.0", "", "")), Map.of());
  }

  /** The form that shows a registration. */
  static AgentForm of(AgentRegistration agent) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("name", agent.name());
    values.put("version", agent.version());
    values.put("nodeId", text(agent.nodeId()));
    values.put("nodePriority", Integer.toString(agent.nodePriority()));
    values.put("tenant", text(agent.tenant()));
    values.put("endpoint.type", agent.endpoint().type().name().toLowerCase(Locale.ROOT));
    values.put("endpoint.address", text(agent.endpoint().address()));
    values.put("endpoint.credentialRef", text(agent.endpoint().credentialRef()));
    values.put("endpoint.emclKeyRef", text(agent.endpoint().emclKeyRef()));
    values.put("sideEffect", agent.sideEffect().wire());
    long price = agent.cost().perCallMicros();
    values.put("cost.perCallMicros", price == 0 ? "" : Long.toString(price));
    values.put("cost.tier", agent.cost().tier());
    values.putAll(GuardFields.of(agent.guard()));
    values.put("runtime.language", text(agent.runtime().language()));
    values.put("runtime.environment", text(agent.runtime().environment()));
    values.put("runtime.scaling", text(agent.runtime().scaling()));
    values.put(
        "labels",
        agent.labels().entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(label -> label.getKey() + "=" + label.getValue())
            .collect(Collectors.joining("\n")));
    List<Row> rows = agent.capabilities().stream().map(AgentForm::row).toList();
    return new AgentForm(values, rows, Map.of());
  }

  /** The form as it was sent. */
  static AgentForm of(Map<String, List<String>> fields) {
    Map<String, String> values = new LinkedHashMap<>();
    fields.forEach((name, sent) -> values.put(name, sent.isEmpty() ? "" : sent.get(0).strip()));
    List<String> intents = fields.getOrDefault("intent", List.of());
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < Math.min(intents.size(), MAX_CAPABILITIES); i++) {
      rows.add(
          new Row(
              intents.get(i).strip(),
              at(fields, "intentVersion", i),
              at(fields, "inputSchema", i),
              at(fields, "outputSchema", i)));
    }
    return new AgentForm(values, rows, Map.of());
  }

  /** The same with one more, empty capability. */
  AgentForm withRow() {
    List<Row> more = new ArrayList<>(capabilities);
    if (more.size() < MAX_CAPABILITIES) {
      more.add(new Row("", "1.0", "", ""));
    }
    return new AgentForm(values, more, errors);
  }

  /** The same for the agent of that name, whatever was typed as its name. */
  AgentForm named(String name) {
    Map<String, String> fixed = new LinkedHashMap<>(values);
    fixed.put("name", name);
    return new AgentForm(fixed, capabilities, errors);
  }

  /** The same, with each violation at its field. */
  AgentForm withViolations(List<Violation> violations) {
    Map<String, String> found = new LinkedHashMap<>(errors);
    for (Violation violation : violations) {
      found.merge(field(violation.pointer()), violation.message(), (a, b) -> a + " " + b);
    }
    return new AgentForm(values, capabilities, found);
  }

  /** The form without the blank capability rows that were not filled in. */
  AgentForm trimmed() {
    List<Row> filled = capabilities.stream().filter(row -> !row.blank()).toList();
    return new AgentForm(
        values, filled.isEmpty() ? List.of(new Row("", "1.0", "", "")) : filled, errors);
  }

  /** What only the form can see is wrong: text that is no number or no JSON. */
  List<Violation> unreadable() {
    List<Violation> found = new ArrayList<>();
    if (!value("nodePriority").matches("-?\\d{1,9}|")) {
      found.add(new Violation("/nodePriority", "Write a whole number; lower comes first."));
    }
    if (!value("cost.perCallMicros").matches("\\d{1,16}|")) {
      found.add(new Violation("/cost/perCallMicros", "Write a whole number of micro-units."));
    }
    if (capabilities.stream().allMatch(Row::blank)) {
      found.add(new Violation("/capabilities/0/intent/name", "Write an intent that it can do."));
    }
    for (int i = 0; i < capabilities.size(); i++) {
      Row row = capabilities.get(i);
      if (json(row.inputSchema()) == null) {
        found.add(new Violation("/capabilities/" + i + "/inputSchema", NO_OBJECT));
      }
      if (json(row.outputSchema()) == null) {
        found.add(new Violation("/capabilities/" + i + "/outputSchema", NO_OBJECT));
      }
    }
    if (!value("labels").lines().allMatch(line -> line.isBlank() || line.indexOf('=') > 0)) {
      found.add(new Violation("/labels", "Write one name=value per line."));
    }
    return found;
  }

  private static final String NO_OBJECT = "This is no JSON object.";

  /** The document that the API would have taken; meant for a form without {@link #unreadable}. */
  ObjectNode toJson() {
    ObjectNode json = Json.object();
    json.put("name", value("name"));
    put(json, "version", "version");
    put(json, "nodeId", "nodeId");
    if (!value("nodePriority").isEmpty()) {
      json.put("nodePriority", Integer.parseInt(value("nodePriority")));
    }
    if (!value("tenant").isEmpty()) {
      json.putObject("identity").put("tenantId", value("tenant"));
    }
    ArrayNode list = json.putArray("capabilities");
    capabilities.stream().filter(row -> !row.blank()).forEach(row -> list.add(json(row)));
    ObjectNode endpoint = json.putObject("endpoint");
    put(endpoint, "type", "endpoint.type");
    put(endpoint, "address", "endpoint.address");
    put(endpoint, "credentialRef", "endpoint.credentialRef");
    put(endpoint, "emclKeyRef", "endpoint.emclKeyRef");
    put(json, "sideEffect", "sideEffect");
    cost(json);
    GuardFields.write(this::value, json);
    ObjectNode runtime = json.putObject("runtime");
    put(runtime, "language", "runtime.language");
    put(runtime, "environment", "runtime.environment");
    put(runtime, "scaling", "runtime.scaling");
    ObjectNode labels = json.putObject("labels");
    value("labels")
        .lines()
        .filter(line -> line.indexOf('=') > 0)
        .forEach(
            line ->
                labels.put(
                    line.substring(0, line.indexOf('=')).strip(),
                    line.substring(line.indexOf('=') + 1).strip()));
    return json;
  }

  private void cost(ObjectNode json) {
    String price = value("cost.perCallMicros");
    if (!price.isEmpty()) {
      json.withObject("/cost").put("perCallMicros", Long.parseLong(price));
    }
    if (!value("cost.tier").isEmpty() && !value("cost.tier").equals("standard")) {
      json.withObject("/cost").put("tier", value("cost.tier"));
    }
  }

  private void put(ObjectNode json, String name, String field) {
    if (!value(field).isEmpty()) {
      json.put(name, value(field));
    }
  }

  private static ObjectNode json(Row row) {
    ObjectNode capability = Json.object();
    capability.putObject("intent").put("name", row.intent()).put("version", row.version());
    ObjectNode input = json(row.inputSchema());
    ObjectNode output = json(row.outputSchema());
    if (input != null && !input.isEmpty()) {
      capability.set("inputSchema", input);
    }
    if (output != null && !output.isEmpty()) {
      capability.set("outputSchema", output);
    }
    return capability;
  }

  /** The object, an empty one for no text, or null when the text is no JSON object. */
  static @Nullable ObjectNode json(String text) {
    if (text.isBlank()) {
      return Json.object();
    }
    try {
      return Json.read(text.getBytes(StandardCharsets.UTF_8)) instanceof ObjectNode object
          ? object
          : null;
    } catch (IOException e) {
      return null;
    }
  }

  /** The field that a JSON pointer is about. */
  private static String field(String pointer) {
    String path = pointer.startsWith("/") ? pointer.substring(1).replace('/', '.') : pointer;
    if (path.startsWith("labels")) {
      return "labels";
    }
    return path.replaceFirst("^identity(\\.tenantId)?$", "tenant").replace(".intent.", ".");
  }

  private static Row row(Capability capability) {
    return new Row(
        capability.intent().name(),
        capability.intent().version(),
        capability.inputSchema() == null ? "" : Json.pretty(capability.inputSchema()),
        capability.outputSchema() == null ? "" : Json.pretty(capability.outputSchema()));
  }

  private static String at(Map<String, List<String>> fields, String name, int index) {
    List<String> sent = fields.getOrDefault(name, List.of());
    return index < sent.size() ? sent.get(index).strip() : "";
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }
}
