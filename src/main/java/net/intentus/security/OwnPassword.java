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
    int wait = backOff.secondsToWait(user.name());
    UserStore.Known known = users.find(user.name()).orElse(null);
    if (known == null) {
      return new UserChange.NotFound();
    }
    if (wait > 0 || current.length() > Passwords.MAX) {
      return wrong(CURRENT, "cannot be checked now; try again in " + Math.max(wait, 1) + " s");
    }
    PasswordHasher.Verdict verdict = hasher.verify(known.passwordHash(), current);
    if (verdict == PasswordHasher.Verdict.BUSY) {
      return wrong(CURRENT, "cannot be checked now; try again in 1 s");
    }
    if (verdict == PasswordHasher.Verdict.DIFFERS) {
      backOff.failed(user.name());
      return wrong(CURRENT, "is not your password");
    }
    String problem =
        wanted.equals(current) ? "must be another one" : Passwords.problem(wanted, user.name());
    if (problem != null) {
      return wrong("/password", problem);
    }
    backOff.succeeded(user.name());
    changes.password(session.caller(address), user.name(), hasher.hash(wanted));
    sessions.forgetAll();
    return new UserChange.Changed(user, null);
  }

  private static UserChange wrong(String pointer, String message) {
    return new UserChange.Invalid(List.of(new Violation(pointer, message)));
  }
}
