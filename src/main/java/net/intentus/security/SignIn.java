package net.intentus.security;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import net.intentus.audit.AuditEntry;
import net.intentus.audit.AuditLog;
import net.intentus.intent.Caller;
import net.intentus.intent.Json;
import org.jspecify.annotations.Nullable;

/** Checks a name and a password and begins a session. Thread-safe. */
@Singleton
public class SignIn {
  private static final int MAX_NAME = 128;
  private static final int MAX_PASSWORD = 1024;

  private final UserStore users;
  private final Sessions sessions;
  private final PasswordHasher hasher;
  private final AuditLog audit;
  private final BackOff backOff;

  @Inject
  SignIn(UserStore users, Sessions sessions, PasswordHasher hasher, AuditLog audit, Clock clock) {
    this.users = users;
    this.sessions = sessions;
    this.hasher = hasher;
    this.audit = audit;
    this.backOff = new BackOff(clock);
  }

  /**
   * Tries to sign in. An unknown or disabled user takes as long as a wrong password. No transaction
   * is open while the password is hashed.
   *
   * @param address network address of the browser
   * @throws jakarta.persistence.PersistenceException when the database is unavailable
   */
  public SignInResult attempt(String name, String password, @Nullable String address) {
    if (name.length() > MAX_NAME || password.length() > MAX_PASSWORD || name.indexOf('\0') >= 0) {
      return new SignInResult.Refused();
    }
    String guesser = address + "|" + name;
    int wait = backOff.secondsToWait(guesser);
    if (wait > 0) {
      return new SignInResult.TooMany(wait);
    }
    Optional<UserStore.Known> known = users.find(name);
    PasswordHasher.Verdict verdict =
        known
            .map(user -> hasher.verify(user.passwordHash(), password))
            .orElseGet(() -> hasher.verifyNobody(password));
    return switch (verdict) {
      case BUSY -> new SignInResult.TooMany(1);
      case DIFFERS -> refuse(guesser, known, address);
      case MATCHES, MATCHES_OUTDATED -> {
        ConsoleUser user = known.orElseThrow().user();
        if (user.disabled()) {
          yield refuse(guesser, known, address);
        }
        if (verdict == PasswordHasher.Verdict.MATCHES_OUTDATED) {
          users.changePassword(user.name(), hasher.hash(password));
        }
        backOff.succeeded(guesser);
        Sessions.Started started = sessions.start(user, address);
        yield new SignInResult.SignedIn(started.session(), started.token());
      }
    };
  }

  private SignInResult refuse(
      String guesser, Optional<UserStore.Known> known, @Nullable String address) {
    backOff.failed(guesser);
    // An unknown name is left out: people type their password into the wrong field.
    String name = known.map(user -> user.user().name()).orElse(null);
    ObjectNode nothing = Json.object();
    audit.record(
        new AuditEntry(
            name == null ? "anonymous" : "user:" + name,
            known.map(user -> user.user().tenant()).orElse(Caller.DEFAULT_TENANT),
            "session.start",
            "user",
            name,
            address,
            AuditEntry.Result.REFUSED,
            nothing));
    return new SignInResult.Refused();
  }
}
