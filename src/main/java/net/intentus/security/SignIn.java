package net.intentus.security;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Checks a name and a password and begins a session. Thread-safe. */
@Singleton
public class SignIn {
  private static final int MAX_NAME = 128;
  private static final int MAX_PASSWORD = 1024;

  /** Of one user from one address. */
  private static final int FREE_FAILURES = 5;

  private static final long LONGEST_WAIT_MILLIS = 300_000;

  /**
   * Of one user from anywhere: many, and a short wait, because whoever can fail can also keep the
   * user itself waiting. A guesser with any number of addresses gets one try in half a minute.
   */
  private static final int FREE_FAILURES_OF_USER = 50;

  private static final long LONGEST_WAIT_OF_USER_MILLIS = 30_000;

  private final UserStore users;
  private final Sessions sessions;
  private final PasswordHasher hasher;
  private final Refusals refusals;
  private final BackOff backOff;
  private final BackOff ofUser;

  @Inject
  SignIn(
      UserStore users, Sessions sessions, PasswordHasher hasher, Refusals refusals, Clock clock) {
    this.users = users;
    this.sessions = sessions;
    this.hasher = hasher;
    this.refusals = refusals;
    this.backOff = new BackOff(clock, FREE_FAILURES, LONGEST_WAIT_MILLIS);
    this.ofUser = new BackOff(clock, FREE_FAILURES_OF_USER, LONGEST_WAIT_OF_USER_MILLIS);
  }

  /**
   * Tries to sign in. An unknown or disabled user takes as long as a wrong password. No transaction
   * is open while the password is hashed.
   *
   * @param address network address of the browser
   * @param browser what it calls itself
   * @throws jakarta.persistence.PersistenceException when the database is unavailable
   */
  public SignInResult attempt(
      String name, String password, @Nullable String address, @Nullable String browser) {
    if (name.length() > MAX_NAME || password.length() > MAX_PASSWORD || name.indexOf('\0') >= 0) {
      return new SignInResult.Refused();
    }
    String guesser = address + "|" + name;
    int wait = Math.max(backOff.secondsToWait(guesser), ofUser.secondsToWait(name));
    if (wait > 0) {
      refusals.signIn(null, address, "locked");
      return new SignInResult.TooMany(wait);
    }
    Optional<UserStore.Known> known = users.find(name);
    PasswordHasher.Verdict verdict =
        known
            .map(user -> hasher.verify(user.passwordHash(), password))
            .orElseGet(() -> hasher.verifyNobody(password));
    return switch (verdict) {
      case BUSY -> new SignInResult.TooMany(1);
      case DIFFERS -> refuse(guesser, name, known, address, "password");
      case MATCHES, MATCHES_OUTDATED -> {
        ConsoleUser user = known.orElseThrow().user();
        if (user.disabled()) {
          yield refuse(guesser, name, known, address, "disabled");
        }
        if (verdict == PasswordHasher.Verdict.MATCHES_OUTDATED) {
          users.changePassword(user.name(), hasher.hash(password));
        }
        backOff.succeeded(guesser);
        ofUser.succeeded(name);
        Sessions.Started started = sessions.start(user, address, browser);
        yield new SignInResult.SignedIn(started.session(), started.token());
      }
    };
  }

  private SignInResult refuse(
      String guesser,
      String name,
      Optional<UserStore.Known> known,
      @Nullable String address,
      String why) {
    backOff.failed(guesser);
    ofUser.failed(name);
    // An unknown name is left out: people type their password into the wrong field.
    refusals.signIn(known.map(UserStore.Known::user).orElse(null), address, why);
    return new SignInResult.Refused();
  }
}
