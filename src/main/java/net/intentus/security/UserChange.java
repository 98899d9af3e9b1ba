package net.intentus.security;

import java.util.List;
import net.intentus.intent.Violation;
import org.jspecify.annotations.Nullable;

/** What became of a wish to change a user. */
public sealed interface UserChange {
  /**
   * The user is like that now.
   *
   * @param password the generated one, never shown again; null when none was generated
   */
  record Changed(ConsoleUser user, @Nullable String password) implements UserChange {
    @Override
    public String toString() {
      return "Changed[" + user.name() + "]";
    }
  }

  /** It cannot be as it was asked for. */
  record Invalid(List<Violation> violations) implements UserChange {
    public Invalid {
      violations = List.copyOf(violations);
    }
  }

  /** There is a user of that name already. */
  record Taken() implements UserChange {}

  /** There is no such user that the caller sees. */
  record NotFound() implements UserChange {}

  /** The tenant, or a user with more rights, is not the caller's to manage. */
  record NotAllowed() implements UserChange {}

  /** Nobody takes its own rights away: there might be nobody left who can give them back. */
  record Own() implements UserChange {}
}
