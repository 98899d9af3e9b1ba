package net.intentus.privacy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;

/**
 * A document without its secrets.
 *
 * @param node the very document that was given when nothing had to be replaced
 * @param redactions what was replaced, in document order
 * @param secrets the texts and numbers that were replaced, from {@link Redactor#MIN_SECRET}
 *     characters on, so that they can be found elsewhere. In memory only; printed nowhere
 */
public record Redacted(JsonNode node, List<Redaction> redactions, Set<String> secrets) {
  public Redacted {
    redactions = List.copyOf(redactions);
    secrets = Set.copyOf(secrets);
  }

  @Override
  public String toString() {
    return "Redacted[redactions=" + redactions + "]";
  }
}
