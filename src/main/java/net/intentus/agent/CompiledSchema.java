package net.intentus.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.re2j.Pattern;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaId;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.regex.RegularExpression;
import com.networknt.schema.resource.DisallowSchemaLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.intentus.intent.Violation;
import org.jspecify.annotations.Nullable;

/**
 * A JSON Schema 2020-12, ready to be applied. It loads nothing from anywhere, and its patterns are
 * RE2, whose running time is linear in the text. Thread-safe.
 */
final class CompiledSchema {
  private static final int MAX_VIOLATIONS = 20;
  private static final String DIALECT = SchemaId.V202012;
  private static final SchemaValidatorsConfig CONFIG =
      SchemaValidatorsConfig.builder()
          .pathType(PathType.JSON_POINTER)
          .regularExpressionFactory(CompiledSchema::pattern)
          .build();
  private static final JsonSchema META =
      JsonSchemaFactory.getInstance(VersionFlag.V202012)
          .getSchema(SchemaLocation.of(DIALECT), CONFIG);
  private static final JsonSchemaFactory FACTORY =
      JsonSchemaFactory.getInstance(
          VersionFlag.V202012,
          builder ->
              builder
                  .enableSchemaCache(false)
                  .schemaLoaders(loaders -> loaders.add(DisallowSchemaLoader.getInstance())));

  private final JsonSchema schema;

  private CompiledSchema(JsonSchema schema) {
    this.schema = schema;
  }

  private static RegularExpression pattern(String regex) {
    Pattern compiled = Pattern.compile(regex);
    return text -> compiled.matcher(text).find();
  }

  /**
   * Compiles a schema in which {@link #problem} found none.
   *
   * @throws RuntimeException when there is one all the same
   */
  static CompiledSchema of(ObjectNode schema) {
    JsonSchema compiled = FACTORY.getSchema(schema, CONFIG);
    compiled.initializeValidators();
    return new CompiledSchema(compiled);
  }

  /** Why this can't be used as a schema; empty when it can, and for null. */
  static Optional<String> problem(@Nullable ObjectNode schema) {
    if (schema == null) {
      return Optional.empty();
    }
    String outside = outside(schema);
    if (outside != null) {
      return Optional.of(outside);
    }
    try {
      if (!META.validate(schema).isEmpty()) {
        return Optional.of("is no valid JSON Schema 2020-12");
      }
      CompiledSchema compiled = of(schema);
      for (JsonNode sample : List.of(schema, schema.arrayNode().add(schema), schema.textNode(""))) {
        compiled.schema.validate(sample);
      }
      return Optional.empty();
    } catch (RuntimeException e) {
      return Optional.of("has a reference or a pattern (RE2 syntax) that cannot be used");
    } catch (StackOverflowError e) {
      return Optional.of("refers to itself without end");
    }
  }

  private static @Nullable String outside(JsonNode node) {
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      String text = field.getValue().textValue();
      if (text != null && field.getKey().equals("$schema") && !text.equals(DIALECT)) {
        return "must be a schema of the dialect " + DIALECT;
      }
      boolean reference = field.getKey().equals("$ref") || field.getKey().equals("$dynamicRef");
      if (text != null && reference && !text.startsWith("#")) {
        return "must refer to nothing outside itself";
      }
    }
    for (JsonNode child : node) {
      String below = outside(child);
      if (below != null) {
        return below;
      }
    }
    return null;
  }

  /** What does not satisfy the schema; never repeats a value. The first twenty. */
  List<Violation> check(JsonNode value) {
    List<Violation> violations = new ArrayList<>();
    try {
      for (ValidationMessage message : schema.validate(value)) {
        if (violations.size() == MAX_VIOLATIONS) {
          break;
        }
        violations.add(
            new Violation(
                message.getInstanceLocation().toString(),
                "does not satisfy '" + message.getType() + "'"));
      }
    } catch (RuntimeException | StackOverflowError e) {
      violations.add(new Violation("", "the schema cannot be applied to it"));
    }
    return violations;
  }
}
