package net.intentus.privacy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import net.intentus.config.RedactionRules;

/**
 * Takes secrets out of documents and texts before anybody keeps them: the values of fields with
 * listed names, at any depth and in any letter case, the values that listed pointers lead to, and
 * what listed patterns find in texts, numbers and names of fields. Thread-safe; given trees are
 * never changed.
 */
public final class Redactor {
  /** What stands where a secret that is known from elsewhere was inside a text. */
  public static final String MARK = "[redacted]";

  /** Shorter values are not searched for elsewhere: they would be found everywhere. */
  public static final int MIN_SECRET = 4;

  private static final int REMEMBERED = 1_024;

  private final KeyedDigest digest;
  private volatile Lot lot;

  /** What belongs together, so that it can be replaced at once. */
  private record Lot(
      RedactionRules settings,
      RuleSet rules,
      Map<String, Redactor> byIntent,
      Map<List<RedactionRules.Rule>, Redactor> byRules) {
    static Lot of(RedactionRules settings, List<RedactionRules.Rule> further) {
      return new Lot(
          settings,
          RuleSet.of(settings, further),
          new ConcurrentHashMap<>(),
          new ConcurrentHashMap<>());
    }
  }

  /**
   * A redactor of what belongs to no intent, for which every rule holds.
   *
   * @param settings what is a secret
   * @param digest what identifies a secret without telling it
   */
  public Redactor(RedactionRules settings, KeyedDigest digest) {
    this(settings, digest, settings.rules());
  }

  private Redactor(RedactionRules settings, KeyedDigest digest, List<RedactionRules.Rule> further) {
    this.digest = digest;
    this.lot = Lot.of(settings, further);
  }

  /** From now on something else is a secret; what {@link #forIntent} gave before stays as it is. */
  public void replace(RedactionRules settings) {
    lot = Lot.of(settings, settings.rules());
  }

  /** The redactor of what belongs to an intent of that name. */
  public Redactor forIntent(String name) {
    Lot now = lot;
    if (now.settings().rules().isEmpty()) {
      return this;
    }
    Redactor known = now.byIntent().get(name);
    if (known != null) {
      return known;
    }
    List<RedactionRules.Rule> matching =
        now.settings().rules().stream().filter(rule -> rule.intents().matches(name)).toList();
    Redactor made = now.byRules().get(matching);
    if (made == null) {
      made = new Redactor(now.settings(), digest, matching);
      remember(now.byRules(), matching, made);
    }
    remember(now.byIntent(), name, made);
    return made;
  }

  /** Clients choose the names. */
  private static <K> void remember(Map<K, Redactor> known, K key, Redactor made) {
    if (known.size() < REMEMBERED) {
      known.put(key, made);
    }
  }

  /**
   * Replaces each value that is a secret, whatever its type, by {@code {"$redacted": rule,
   * "digest": "hmac-sha-256:<hex>"}}; the digest covers the value's canonical JSON. Where only a
   * part of a text is one, {@code [redacted:<pattern>#h<16 digits>]} takes its place, which is how
   * the digest of that part begins. Doing it twice changes nothing.
   */
  public Redacted redact(JsonNode document) {
    return new DocumentRedaction(lot.rules(), digest).apply(document);
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
   * Both: what the rules find in the document, that same wherever else it is in there, and known
   * secrets.
   */
  public JsonNode redactAnswer(JsonNode document, Set<String> knownSecrets) {
    Redacted own = redact(document);
    return redact(redact(own.node(), own.secrets()), knownSecrets);
  }

  /**
   * Masks known secrets in a text, what patterns find, and whatever follows a listed name as its
   * value: {@code name=value}, {@code name: value}, {@code "name":"value"}. Rather masks too much
   * than too little. Takes time linear in the text.
   */
  public String redactText(String text, Set<String> knownSecrets) {
    String masked = knownSecrets.isEmpty() ? text : new SecretFinder(knownSecrets).mask(text);
    RuleSet rules = lot.rules();
    MaskedText found = rules.patterns().mask(masked, digest);
    return rules.assignments().mask(found == null ? masked : found.text());
  }

  /** Whether the text has a place where a part of it was a secret. */
  public static boolean marked(String text) {
    return Marks.in(text);
  }
}
