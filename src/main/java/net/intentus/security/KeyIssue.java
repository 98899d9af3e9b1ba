package net.intentus.security;

import java.util.List;
import net.intentus.intent.Violation;

/** What became of a wish for a key. */
public sealed interface KeyIssue {
  /** It exists; {@code text} is what the client presents, and is never shown again. */
  record Issued(ApiKey key, String text) implements KeyIssue {
    @Override
    public String toString() {
      return "Issued[" + key.id() + "]";
    }
  }

  /** It cannot be as it was asked for. */
  record Invalid(List<Violation> violations) implements KeyIssue {
    public Invalid {
      violations = List.copyOf(violations);
    }
  }

  /** The tenant is not the caller's. */
  record NotAllowed() implements KeyIssue {}
}
