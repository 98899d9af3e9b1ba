package net.intentus.config;

import com.google.re2j.Pattern;
import java.util.List;
import java.util.Optional;

/**
 * {@code intentus.redaction.*}: what is taken out of documents and texts before they are kept.
 *
 * @param fields names of fields whose values are secrets, at any depth
 * @param pointers RFC 6901 pointers into a payload; the token {@code *} stands for any name or
 *     index
 * @param patterns names of built-in detectors, each one of {@link #DETECTORS}
 * @param rules what holds for some intents besides
 */
public record RedactionRules(
    List<String> fields, List<String> pointers, List<String> patterns, List<Rule> rules) {

  /** The names of the built-in detectors. */
  public static final List<String> DETECTORS = List.of("api-key", "bearer", "card", "email");

  public RedactionRules {
    fields = List.copyOf(fields);
    pointers = List.copyOf(pointers);
    patterns = List.copyOf(patterns);
    rules = List.copyOf(rules);
  }

  /**
   * One named rule: {@code intentus.redaction.rules.<id>.*}.
   *
   * @param id lower-case letters, digits and dashes
   * @param intents matches the whole names of the intents that it is for
   * @param regex what it finds in texts is a secret
   */
  public record Rule(
      String id,
      Pattern intents,
      List<String> fields,
      List<String> pointers,
      List<String> patterns,
      Optional<Pattern> regex) {
    public Rule {
      fields = List.copyOf(fields);
      pointers = List.copyOf(pointers);
      patterns = List.copyOf(patterns);
    }
  }
}
