package net.intentus.privacy;

import net.intentus.config.RedactionRules;

/**
 * Takes secrets out of what is logged. It needs no key, so that it works before there is one: its
 * marks name the pattern and carry no digest. Immutable and thread-safe.
 */
public final class LogMask {
  private final RuleSet rules;

  /** Every rule holds, for whatever intent it was written. */
  public LogMask(RedactionRules settings) {
    this.rules = RuleSet.of(settings, settings.rules());
  }

  /** The text without secrets, in time linear in it. */
  public String mask(String text) {
    MaskedText found = rules.patterns().mask(text, null);
    return rules.assignments().mask(found == null ? text : found.text());
  }
}
