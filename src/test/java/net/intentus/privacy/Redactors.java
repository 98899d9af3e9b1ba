package net.intentus.privacy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.intentus.config.RedactionRules;
import net.intentus.config.SettingsReader;
import net.intentus.intent.Hashes;

/** Redactors for tests; their digest is a plain SHA-256. */
public final class Redactors {
  private Redactors() {}

  /** Redacts fields of these names and nothing else. */
  public static Redactor ofFields(String... names) {
    return new Redactor(
        new RedactionRules(List.of(names), List.of(), List.of(), List.of()), Hashes::sha256);
  }

  /** The rules that these settings make; their names go without the prefix. */
  public static RedactionRules rules(Map<String, String> settings) {
    return SettingsReader.read(
            key ->
                Optional.ofNullable(settings.get(key.replaceFirst("^intentus\\.redaction\\.", ""))))
        .redaction();
  }

  /** Redacts by the rules that these settings make. */
  public static Redactor of(Map<String, String> settings) {
    return new Redactor(rules(settings), Hashes::sha256);
  }
}
