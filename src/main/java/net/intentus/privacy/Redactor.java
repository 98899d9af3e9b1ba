package net.intentus.privacy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.Set;
import java.util.TreeMap;

/**
 * Takes secrets out of documents and texts before anybody keeps them: the values of fields with
 * listed names, at any depth and in any letter case. Immutable and thread-safe; given trees are
 * never changed.
 */
public final class Redactor {
  /** What stands where a secret was inside a text. */
  public static final String MARK = "[redacted]";

  /** Shorter values are not searched for elsewhere: they would be found everywhere. */
  public static final int MIN_SECRET = 4;

  private final TreeMap<String, String> rules = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final AssignmentMask assignments;
  private final KeyedDigest digest;

  /**
   * @param fields names of fields whose values are secrets
   * @param digest what identifies a secret without telling it
   */
  public Redactor(Collection<String> fields, KeyedDigest digest) {
    fields.forEach(field -> rules.putIfAbsent(field, "field:" + field));
    this.assignments = new AssignmentMask(rules.keySet());
    this.digest = digest;
  }

  /**
   * Replaces each value of a listed field, whatever its type, by {@code {"$redacted": rule,
   * "digest": "hmac-sha-256:<hex>"}}; the digest covers the value's canonical JSON.
   */
  public Redacted redact(JsonNode document) {
    return new FieldRedaction(rules, digest).apply(document);
  }

  /**
   * Masks known secrets in every string and name of a document, and numbers that are one. Gives the
   * same node when there is none.
   */
  public JsonNode redact(JsonNode document, Set<String> knownSecrets) {
    return knownSecrets.isEmpty()
        ? document
        : new SecretMask(new SecretFinder(knownSecrets), knownSecrets).apply(document);
  }

  /**
   * Masks known secrets in a text, and whatever follows a listed name as its value: {@code
   * name=value}, {@code name: value}, {@code "name":"value"}. Rather masks too much than too
   * little. Takes time linear in the text.
   */
  public String redactText(String text, Set<String> knownSecrets) {
    String masked = knownSecrets.isEmpty() ? text : new SecretFinder(knownSecrets).mask(text);
    return assignments.mask(masked);
  }
}
