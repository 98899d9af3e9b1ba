package net.intentus.console;

import net.intentus.journal.Kept;
import org.jspecify.annotations.Nullable;

/**
 * What a page says about a document that the record keeps in part only.
 *
 * @param what {@code envelope} or {@code response}
 * @param kept null while there is none
 */
public record KeptNotice(String what, @Nullable Kept kept) {

  /** Whether nobody may see it, even if it is stored until the execution has ended. */
  boolean hidden() {
    return kept == Kept.DIGEST;
  }

  /** In a list of facts; empty when all is kept. */
  String fact() {
    if (kept == null) {
      return "";
    }
    return switch (kept) {
      case FULL -> "";
      case TRUNCATED -> "without its whole payload, which was too large";
      case DIGEST -> "as a hash only";
    };
  }

  /** Above a document that lacks something; empty otherwise. */
  String note() {
    return kept == Kept.TRUNCATED
        ? "The payload was larger than what is kept. Where $truncated stands, bytes is its size, hash"
            + " its hash and head its beginning."
        : "";
  }

  /** In the place of a document that cannot be shown. */
  String absent() {
    if (kept == null) {
      return "There is no " + what + " yet.";
    }
    return kept == Kept.DIGEST
        ? "Of the " + what + " only the hash is kept, as configured for this intent."
        : "The " + what + " is not stored any more; its hash is.";
  }
}
