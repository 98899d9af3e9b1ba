package net.intentus.security;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import net.intentus.intent.Violation;
import org.jspecify.annotations.Nullable;

/**
 * Lets somebody who is signed in have a second factor, or none. The password is asked for, because
 * a browser left alone must not be enough. Thread-safe.
 */
@Singleton
public class OwnFactor {
  private static final String CODE = "/code";

  private final OwnPassword password;
  private final SecondFactors factors;

  @Inject
  OwnFactor(OwnPassword password, SecondFactors factors) {
    this.password = password;
    this.factors = factors;
  }

  /** What became of a wish. */
  public sealed interface Result {
    /** Put this into an app and show a code of it. */
    record Offered(Enrolment enrolment) implements Result {}

    /** It is done; the recovery codes, which may be none, are never shown again. */
    record Done(List<String> recoveryCodes) implements Result {
      public Done {
        recoveryCodes = List.copyOf(recoveryCodes);
      }

      @Override
      public String toString() {
        return "Done[]";
      }
    }

    /** It cannot be as it was asked for. */
    record Invalid(Violation violation) implements Result {}
  }

  /** What the user has. */
  public SecondFactors.State state(ConsoleSession session) {
    return factors.state(session.user().name());
  }

  /** Whether the user may do without. */
  public boolean optional(ConsoleSession session) {
    return !factors.requiredOf(session.user());
  }

  /** Offers a secret. */
  public Result begin(ConsoleSession session, String current) {
    Violation wrong = password.notProven(session.user(), current);
    if (wrong != null) {
      return new Result.Invalid(wrong);
    }
    return factors
        .offer(session.user().name())
        .<Result>map(Result.Offered::new)
        .orElseGet(() -> invalid("", "You have a second factor already."));
  }

  /** Takes what was offered into use. */
  public Result confirm(ConsoleSession session, String code, @Nullable String address) {
    Optional<List<String>> codes =
        factors.confirm(session.caller(address), session.user().name(), code);
    return codes
        .<Result>map(Result.Done::new)
        .orElseGet(() -> invalid(CODE, "is not what the app shows now"));
  }

  /** What was offered and not taken into use yet. */
  public Optional<Enrolment> offered(ConsoleSession session) {
    return factors.offered(session.user().name());
  }

  /** Makes new recovery codes. */
  public Result renewCodes(ConsoleSession session, String current, @Nullable String address) {
    Violation wrong = password.notProven(session.user(), current);
    if (wrong != null) {
      return new Result.Invalid(wrong);
    }
    return factors
        .renewCodes(session.caller(address), session.user().name())
        .<Result>map(Result.Done::new)
        .orElseGet(() -> invalid("", "You have no second factor."));
  }

  /** Takes the factor away. */
  public Result disable(ConsoleSession session, String current, @Nullable String address) {
    Violation wrong = password.notProven(session.user(), current);
    if (wrong != null) {
      return new Result.Invalid(wrong);
    }
    if (!optional(session)) {
      return invalid("", "You must have a second factor.");
    }
    return factors.remove(session.caller(address), session.user().name(), "user.factor.disable")
        ? new Result.Done(List.of())
        : invalid("", "You have no second factor.");
  }

  private static Result invalid(String pointer, String message) {
    return new Result.Invalid(new Violation(pointer, message));
  }
}
