package net.intentus.intent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one object of a document. Whatever is wrong becomes a violation and reads as
 * absent, so that reading always goes on to the end. Null and the empty string mean absent. Not
 * thread-safe.
 */
public final class Fields {
  private final ObjectNode object;
  private final String pointer;
  private final Violations violations;

  private Fields(ObjectNode object, String pointer, Violations violations) {
    this.object = object;
    this.pointer = pointer;
    this.violations = violations;
  }

  /** The fields of a node that should be an object with no other names than these. */
  public static Fields of(
      @Nullable JsonNode node, String pointer, Set<String> known, Violations violations) {
    ObjectNode object = Json.object();
    if (node instanceof ObjectNode given) {
      object = given;
    } else if (node != null && !node.isNull()) {
      violations.add(pointer, "must be a JSON object");
    }
    object
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                violations.add(Violations.pointer(pointer, name), "is not a known field");
              }
            });
    return new Fields(object, pointer, violations);
  }

  /** Whether the field is absent, null or the empty string. */
  public boolean empty(String name) {
    JsonNode node = object.get(name);
    return node == null || node.isNull() || (node.isTextual() && node.textValue().isEmpty());
  }

  /** The fields of an object inside; none when it is absent. */
  public Fields object(String name, Set<String> known) {
    return of(object.get(name), at(name), known, violations);
  }

  /** The object as it is; empty when absent. */
  public ObjectNode any(String name) {
    JsonNode node = object.get(name);
    if (node instanceof ObjectNode given) {
      return given;
    }
    if (node != null && !node.isNull()) {
      violate(name, "must be a JSON object");
    }
    return Json.object();
  }

  /** A name or an id. */
  public @Nullable String word(String name, int max) {
    String text = text(name);
    if (text == null) {
      return null;
    }
    String problem = problem(text, max);
    if (problem != null) {
      violate(name, problem);
      return null;
    }
    return text;
  }

  /** A list of names or ids; empty when absent. */
  public List<String> words(String name, int maxWords, int maxLength) {
    JsonNode node = object.get(name);
    List<String> words = new ArrayList<>();
    if (node == null || empty(name)) {
      return words;
    }
    if (!node.isArray()) {
      violate(name, "must be an array of strings");
      return words;
    }
    if (node.size() > maxWords) {
      violate(name, "must not have more than " + maxWords + " elements");
      return words;
    }
    for (int i = 0; i < node.size(); i++) {
      JsonNode element = node.get(i);
      String problem =
          element.isTextual() ? problem(element.textValue(), maxLength) : "must be a string";
      if (problem == null) {
        words.add(element.textValue());
      } else {
        violations.add(at(name) + "/" + i, problem);
      }
    }
    return words;
  }

  /** The field as it is; null when absent or null. */
  public @Nullable JsonNode node(String name) {
    JsonNode node = object.get(name);
    return node == null || node.isNull() ? null : node;
  }

  /** A value that the function makes of the text; empty when absent or when it makes nothing. */
  public <T> Optional<T> parsed(
      String name, Function<String, Optional<T>> parser, String expectation) {
    String text = text(name);
    if (text == null) {
      return Optional.empty();
    }
    Optional<T> value = parser.apply(text);
    if (value.isEmpty()) {
      violate(name, expectation);
    }
    return value;
  }

  /** Notes that the field is wrong. */
  public void violate(String name, String message) {
    violations.add(at(name), message);
  }

  private @Nullable String text(String name) {
    JsonNode node = object.get(name);
    if (node == null || node.isNull()) {
      return null;
    }
    if (!node.isTextual()) {
      violate(name, "must be a string");
      return null;
    }
    return node.textValue().isEmpty() ? null : node.textValue();
  }

  private static @Nullable String problem(String text, int max) {
    if (text.isBlank()) {
      return "must not be blank";
    }
    if (text.length() > max) {
      return "must not be longer than " + max + " characters";
    }
    if (text.chars().anyMatch(Character::isISOControl)) {
      return "must not contain control characters";
    }
    return null;
  }

  /** Where the field is (RFC 6901). */
  public String at(String name) {
    return Violations.pointer(pointer, name);
  }
}
