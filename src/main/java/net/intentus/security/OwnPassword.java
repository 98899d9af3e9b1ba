package net.intentus.security;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import net.intentus.intent.Violation;
import org.jspecify.annotations.Nullable;

/**
 * Lets somebody who is signed in choose another password. The old one is asked for, and guessing it
 * is slowed down, because a browser left alone must not be enough. Thread-safe.
 */
@Singleton
public class OwnPassword {
  private static final int FREE_FAILURES = 5;
  private static final long LONGEST_WAIT_MILLIS = 300_000;
  private static final String CURRENT = "/current";

  private final UserStore users;
  private final UserChanges changes;
  private final Sessions sessions;
  private final PasswordHasher hasher;
  private final BackOff backOff;

  @Inject
  OwnPassword(
      UserStore users, UserChanges changes, Sessions sessions, PasswordHasher hasher, Clock clock) {
    this.users = users;
    this.changes = changes;
    this.sessions = sessions;
    this.hasher = hasher;
    this.backOff = new BackOff(clock, FREE_FAILURES, LONGEST_WAIT_MILLIS);
  }

  /** Changes the password and ends all sessions of the user, this one too. */
  public UserChange change(
      ConsoleSession session, String current, String wanted, @Nullable String address) {
    ConsoleUser user = session.user();
    Violation wrong = notProven(user, current);
    if (wrong != null) {
      return new UserChange.Invalid(List.of(wrong));
    }
    String problem =
        wanted.equals(current) ? "must be another one" : Passwords.problem(wanted, user.name());
    if (problem != null) {
      return new UserChange.Invalid(List.of(new Violation("/password", problem)));
    }
    changes.password(session.caller(address), user.name(), hasher.hash(wanted));
    sessions.forgetAll();
    return new UserChange.Changed(user, null);
  }

  /** What keeps the password from being accepted as the user's; null when it is. */
  @Nullable Violation notProven(ConsoleUser user, String current) {
    int wait = backOff.secondsToWait(user.name());
    UserStore.Known known = users.find(user.name()).orElse(null);
    if (known == null) {
      return new Violation(CURRENT, "is not your password");
    }
    if (wait > 0 || current.length() > Passwords.MAX) {
      return later(Math.max(wait, 1));
    }
    PasswordHasher.Verdict verdict = hasher.verify(known.passwordHash(), current);
    if (verdict == PasswordHasher.Verdict.BUSY) {
      return later(1);
    }
    if (verdict == PasswordHasher.Verdict.DIFFERS) {
      backOff.failed(user.name());
      return new Violation(CURRENT, "is not your password");
    }
    backOff.succeeded(user.name());
    return null;
  }

  private static Violation later(int seconds) {
    return new Violation(CURRENT, "cannot be checked now; try again in " + seconds + " s");
  }
}
