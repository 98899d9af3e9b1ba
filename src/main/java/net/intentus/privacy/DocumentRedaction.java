package net.intentus.privacy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.intentus.intent.Violations;
import org.jspecify.annotations.Nullable;

/** One pass over one document; for one thread. */
final class DocumentRedaction {
  private final RuleSet rules;
  private final KeyedDigest digest;
  private final List<Redaction> redactions = new ArrayList<>();
  private final Set<String> secrets = new HashSet<>();

  DocumentRedaction(RuleSet rules, KeyedDigest digest) {
    this.rules = rules;
    this.digest = digest;
  }

  Redacted apply(JsonNode document) {
    JsonNode copy = copy(document, "", rules.pointers());
    return new Redacted(copy == null ? document : copy, redactions, secrets);
  }

  /** Null when nothing in the node is a secret. */
  private @Nullable JsonNode copy(JsonNode node, String pointer, List<PointerTree> places) {
    if (node instanceof ObjectNode object) {
      return marker(object) ? null : copyObject(object, pointer, places);
    }
    if (node instanceof ArrayNode array) {
      return copyArray(array, pointer, places);
    }
    return maySeem(node) ? scalar(node, pointer) : null;
  }

  private boolean marker(ObjectNode object) {
    return Marker.is(object, rules.known());
  }

  /** Whether it is worth a look at what the node says. */
  private boolean maySeem(JsonNode node) {
    return node.isTextual()
        ? rules.patterns().mayHit(node.textValue().length())
        : node.isNumber() && rules.patterns().mayHit(node.doubleValue());
  }

  private @Nullable JsonNode copyArray(ArrayNode array, String pointer, List<PointerTree> places) {
    ArrayNode copy = null;
    for (int i = 0; i < array.size(); i++) {
      JsonNode value = array.get(i);
      if (!value.isContainerNode() && places.isEmpty() && !maySeem(value)) {
        continue;
      }
      List<PointerTree> behind = PointerTree.behind(places, Integer.toString(i));
      JsonNode changed = value(value, pointer + "/" + i, PointerTree.rule(behind), behind);
      if (changed != null) {
        copy = copy == null ? array.arrayNode(array.size()).addAll(array) : copy;
        copy.set(i, changed);
      }
    }
    return copy;
  }

  private @Nullable JsonNode copyObject(
      ObjectNode object, String pointer, List<PointerTree> places) {
    ObjectNode copy = null;
    int done = 0;
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      String name = field.getKey();
      JsonNode value = field.getValue();
      String masked = name(name, pointer);
      List<PointerTree> behind = PointerTree.behind(places, name);
      String rule = rules.fields().get(name);
      rule = rule == null ? PointerTree.rule(behind) : rule;
      boolean look = rule != null || value.isContainerNode() || maySeem(value);
      JsonNode changed =
          look ? value(value, Violations.pointer(pointer, masked), rule, behind) : null;
      if (copy == null && (changed != null || !masked.equals(name))) {
        copy = first(object, done);
      }
      if (copy != null) {
        copy.set(
            masked.equals(name) ? name : SecretMask.unused(masked, object, copy),
            changed == null ? value : changed);
      }
      done++;
    }
    return copy;
  }

  private static ObjectNode first(ObjectNode object, int count) {
    ObjectNode copy = object.objectNode();
    object.properties().stream()
        .limit(count)
        .forEach(field -> copy.set(field.getKey(), field.getValue()));
    return copy;
  }

  /** The name as it may be kept. */
  private String name(String name, String pointer) {
    if (!rules.patterns().mayHit(name.length())) {
      return name;
    }
    MaskedText masked = rules.patterns().mask(name, digest);
    if (masked == null) {
      return name;
    }
    note(masked, Violations.pointer(pointer, masked.text()));
    return masked.text();
  }

  private @Nullable JsonNode value(
      JsonNode value, String pointer, @Nullable String rule, List<PointerTree> behind) {
    if (rule == null) {
      return copy(value, pointer, behind);
    }
    if (value instanceof ObjectNode object && marker(object)) {
      return null;
    }
    redactions.add(new Redaction(pointer, rule));
    remember(value);
    return Marker.of(rule, value, digest);
  }

  private @Nullable JsonNode scalar(JsonNode value, String pointer) {
    boolean number = value.isNumber();
    MaskedText masked = rules.patterns().mask(number ? digits(value) : value.textValue(), digest);
    if (masked == null) {
      return null;
    }
    note(masked, pointer);
    String rule = number ? masked.rules().iterator().next() : masked.whole();
    if (number) {
      remember(value);
    }
    return rule == null
        ? TextNode.valueOf(masked.text())
        : Marker.of("pattern:" + rule, value, digest);
  }

  /** Without an exponent, as far as a card number could have one. */
  private static String digits(JsonNode number) {
    double value = number.doubleValue();
    return value == Math.rint(value) && Math.abs(value) < 1e18
        ? Long.toString(number.longValue())
        : number.asText();
  }

  private void note(MaskedText masked, String pointer) {
    masked.rules().forEach(rule -> redactions.add(new Redaction(pointer, "pattern:" + rule)));
    masked.secrets().stream()
        .filter(secret -> secret.length() >= Redactor.MIN_SECRET)
        .forEach(secrets::add);
  }

  /** Booleans are left out: there are only two, and both are everywhere. */
  private void remember(JsonNode secret) {
    if (secret.isContainerNode()) {
      secret.forEach(this::remember);
    } else if (secret.isTextual() || secret.isNumber()) {
      String text = secret.asText();
      if (text.length() >= Redactor.MIN_SECRET) {
        secrets.add(text);
      }
    }
  }
}
