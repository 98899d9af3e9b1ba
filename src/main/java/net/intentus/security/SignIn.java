package net.intentus.security;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Checks a name and a password and begins a session, or the second step of signing in. Thread-safe.
 */
@Singleton
public class SignIn {
  private static final int MAX_NAME = 128;
  private static final int MAX_PASSWORD = 1024;

  private final UserStore users;
  private final Sessions sessions;
  private final PasswordHasher hasher;
  private final Refusals refusals;
  private final SignInBounds bounds;
  private final SecondStep secondStep;

  @Inject
  SignIn(
      UserStore users,
      Sessions sessions,
      PasswordHasher hasher,
      Refusals refusals,
      SignInBounds bounds,
      SecondStep secondStep) {
    this.users = users;
    this.sessions = sessions;
    this.hasher = hasher;
    this.refusals = refusals;
    this.bounds = bounds;
    this.secondStep = secondStep;
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
    int wait = bounds.secondsToWait(name, address);
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
      case DIFFERS -> refuse(name, known, address, "password");
      case MATCHES, MATCHES_OUTDATED -> {
        ConsoleUser user = known.orElseThrow().user();
        if (user.disabled()) {
          yield refuse(name, known, address, "disabled");
        }
        if (verdict == PasswordHasher.Verdict.MATCHES_OUTDATED) {
          users.changePassword(user.name(), hasher.hash(password));
        }
        if (secondStep.needed(user)) {
          // Failures are forgotten when the code is right as well.
          yield new SignInResult.NeedsCode(secondStep.begin(user));
        }
        bounds.succeeded(name, address);
        Sessions.Started started = sessions.start(user, address, browser);
        yield new SignInResult.SignedIn(started.session(), started.token());
      }
    };
  }

  private SignInResult refuse(
      String name, Optional<UserStore.Known> known, @Nullable String address, String why) {
    bounds.failed(name, address);
    // An unknown name is left out: people type their password into the wrong field.
    refusals.signIn(known.map(UserStore.Known::user).orElse(null), address, why);
    return new SignInResult.Refused();
  }
}
