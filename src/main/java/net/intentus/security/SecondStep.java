package net.intentus.security;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import net.intentus.intent.Caller;
import net.intentus.intent.Hashes;
import org.jspecify.annotations.Nullable;

/**
 * What stands between the right password and the session of a user with a second factor. Whoever is
 * here has a token of its own, good for nothing else and for five minutes. Thread-safe.
 */
@Singleton
public class SecondStep {
  private static final Duration LIFE = Duration.ofMinutes(5);
  private static final int MAX_CODE = 64;
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{43}");

  private final FactorStore store;
  private final SecondFactors factors;
  private final UserStore users;
  private final Sessions sessions;
  private final SignInBounds bounds;
  private final Refusals refusals;
  private final Secrets secrets;
  private final Clock clock;

  @Inject
  SecondStep(
      FactorStore store,
      SecondFactors factors,
      UserStore users,
      Sessions sessions,
      SignInBounds bounds,
      Refusals refusals,
      Secrets secrets,
      Clock clock) {
    this.store = store;
    this.factors = factors;
    this.users = users;
    this.sessions = sessions;
    this.bounds = bounds;
    this.refusals = refusals;
    this.secrets = secrets;
    this.clock = clock;
  }

  /**
   * Where a sign-in is.
   *
   * @param enrolment what the user must first put into its app, or null when it has a factor
   */
  public record Waiting(String user, @Nullable Enrolment enrolment) {}

  /** Whether the user must come by here. */
  boolean needed(ConsoleUser user) {
    return factors.state(user.name()).on() || factors.requiredOf(user);
  }

  /** Lets a user wait who has given the right password; the token goes into the cookie. */
  String begin(ConsoleUser user) {
    if (!factors.state(user.name()).on()) {
      factors.offer(user.name());
    }
    String token = secrets.token();
    long now = clock.millis();
    store.await(hash(token), user.name(), now, now + LIFE.toMillis());
    return token;
  }

  /** Who waits with that token; empty when nobody does any more. */
  public Optional<Waiting> find(@Nullable String token) {
    return user(token)
        .map(user -> new Waiting(user.name(), factors.offered(user.name()).orElse(null)));
  }

  /**
   * Takes a code: of the app, a recovery code, or the first one of a new app.
   *
   * @throws jakarta.persistence.PersistenceException when the database is unavailable
   */
  public SignInResult prove(
      @Nullable String token, String code, @Nullable String address, @Nullable String browser) {
    ConsoleUser user = user(token).orElse(null);
    if (user == null || token == null) {
      return new SignInResult.Expired();
    }
    int wait = bounds.secondsToWait(user.name(), address);
    if (wait > 0) {
      refusals.signIn(user, address, "locked");
      return new SignInResult.TooMany(wait);
    }
    if (code.length() > MAX_CODE) {
      return refuse(user, address);
    }
    boolean enrolled = factors.state(user.name()).on();
    return enrolled
        ? proven(user, token, factors.check(user.name(), code), address, browser)
        : enrol(user, token, code, address, browser);
  }

  private SignInResult proven(
      ConsoleUser user,
      String token,
      SecondFactors.Proof proof,
      @Nullable String address,
      @Nullable String browser) {
    return proof == SecondFactors.Proof.WRONG
        ? refuse(user, address)
        : signIn(
            user, token, proof == SecondFactors.Proof.APP ? "app" : "recovery", address, browser);
  }

  private SignInResult enrol(
      ConsoleUser user,
      String token,
      String code,
      @Nullable String address,
      @Nullable String browser) {
    Caller self = new Caller(user.subject(), user.tenant(), user.roles(), null, address);
    List<String> codes = factors.confirm(self, user.name(), code).orElse(null);
    if (codes == null) {
      return refuse(user, address);
    }
    SignInResult result = signIn(user, token, "new", address, browser);
    return result instanceof SignInResult.SignedIn signedIn
        ? new SignInResult.Enrolled(signedIn, codes)
        : result;
  }

  private SignInResult signIn(
      ConsoleUser user,
      String token,
      String factor,
      @Nullable String address,
      @Nullable String browser) {
    if (!store.ended(hash(token))) {
      return new SignInResult.Expired();
    }
    bounds.succeeded(user.name(), address);
    Sessions.Started started = sessions.start(user, address, browser, factor);
    return new SignInResult.SignedIn(started.session(), started.token());
  }

  private SignInResult refuse(ConsoleUser user, @Nullable String address) {
    bounds.failed(user.name(), address);
    refusals.signIn(user, address, "code");
    return new SignInResult.Refused();
  }

  private Optional<ConsoleUser> user(@Nullable String token) {
    return token == null || !TOKEN.matcher(token).matches()
        ? Optional.empty()
        : store
            .waiting(hash(token), clock.millis())
            .flatMap(users::find)
            .map(UserStore.Known::user)
            .filter(user -> !user.disabled());
  }

  private static String hash(String token) {
    return HexFormat.of().formatHex(Hashes.sha256(token.getBytes(StandardCharsets.US_ASCII)));
  }
}
