package net.intentus.console;

import jakarta.ws.rs.core.MultivaluedMap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import net.intentus.intent.Violation;
import org.jspecify.annotations.Nullable;

/**
 * A form of single values as it was filled in, with what is wrong about it.
 *
 * @param errors by field; that of the empty name concerns the whole form
 */
public record PlainForm(Map<String, String> values, Map<String, String> errors) {
  /** The roles of the contract, in the order in which they are offered. */
  public static final List<String> ROLES =
      List.of("submitter", "viewer", "operator", "agent", "admin");

  /** Nothing filled in. */
  static PlainForm empty() {
    return new PlainForm(Map.of(), Map.of());
  }

  /** What was sent; several values of one name are put together with spaces. */
  static PlainForm of(MultivaluedMap<String, String> fields) {
    Map<String, String> values = new LinkedHashMap<>();
    fields.forEach((name, sent) -> values.put(name, String.join(" ", sent).strip()));
    return new PlainForm(values, Map.of());
  }

  PlainForm with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(values);
    more.put(name, value);
    return new PlainForm(more, errors);
  }

  PlainForm wrong(List<Violation> violations) {
    Map<String, String> found = new LinkedHashMap<>();
    for (Violation violation : violations) {
      String pointer = violation.pointer();
      String field = pointer.isEmpty() ? "" : pointer.substring(1).split("/", 2)[0];
      found.merge(field, violation.message(), (a, b) -> a + "; " + b);
    }
    return new PlainForm(values, found);
  }

  /** The value of a field; empty when there is none. */
  public String value(String name) {
    return values.getOrDefault(name, "");
  }

  /** What is wrong with a field, or null. */
  public @Nullable String error(String name) {
    return errors.get(name);
  }

  /** Whether the words of a field hold that one. */
  public boolean holds(String name, String word) {
    return words(name).contains(word);
  }

  /** The value, or null when there is none. */
  @Nullable String text(String name) {
    String value = value(name);
    return value.isEmpty() ? null : value;
  }

  /** The words of a field, separated by spaces, commas or lines. */
  List<String> words(String name) {
    List<String> words = new ArrayList<>(List.of(value(name).split("[\\s,]+")));
    words.removeIf(String::isEmpty);
    return words;
  }

  /** The boxes that are ticked and the further roles that are typed. */
  Set<String> roles() {
    Set<String> roles = new TreeSet<>(words("role"));
    roles.addAll(words("others"));
    return roles;
  }
}
