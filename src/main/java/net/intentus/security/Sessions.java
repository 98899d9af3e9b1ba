package net.intentus.security;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import net.intentus.audit.AuditEntry;
import net.intentus.audit.AuditLog;
import net.intentus.intent.Hashes;
import net.intentus.intent.Times;
import org.jspecify.annotations.Nullable;

/**
 * The signed-in browsers, kept in the database so that every instance knows them. Thread-safe.
 *
 * <p>The browser holds 256 random bits, the table their SHA-256 only. Each sign-in makes a new
 * token, so that one planted beforehand is worth nothing.
 */
@Singleton
public class Sessions {
  /** A session that is not used for so long is over. */
  public static final Duration IDLE = Duration.ofMinutes(30);

  /** A session is over after so long, however busy. */
  public static final Duration LIFETIME = Duration.ofHours(12);

  private static final Duration WRITE_SEEN = Duration.ofMinutes(1);
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{43}");

  private final SessionStore store;
  private final AuditLog audit;
  private final Secrets secrets;
  private final Clock clock;
  private final LookupCache<ConsoleSession> cache;

  @Inject
  Sessions(SessionStore store, AuditLog audit, Secrets secrets, Clock clock) {
    this.store = store;
    this.audit = audit;
    this.secrets = secrets;
    this.clock = clock;
    this.cache = new LookupCache<>(clock);
  }

  /** A new session; {@code token} goes into the cookie and nowhere else. */
  public record Started(ConsoleSession session, String token) {
    @Override
    public String toString() {
      return "Started[" + session + "]";
    }
  }

  /** Begins a session of a user who has proven who it is. Ended ones of anybody are removed. */
  @Transactional
  Started start(ConsoleUser user, @Nullable String address) {
    Instant now = Times.millis(clock.instant());
    store.deleteEnded(now.toEpochMilli(), now.minus(IDLE).toEpochMilli());
    String token = secrets.token();
    ConsoleSession session =
        new ConsoleSession(idOf(token), user, secrets.token(), now, now, now.plus(LIFETIME));
    store.insert(session);
    audit.record(AuditEntry.of(session.caller(address), "session.start", "user", user.name()));
    return new Started(session, token);
  }

  /**
   * The session of that token; empty when there is none, it is over, or its user is disabled. What
   * another instance ended may be seen for two seconds more.
   *
   * @throws jakarta.persistence.PersistenceException when the database is needed and unavailable
   */
  public Optional<ConsoleSession> find(String token) {
    if (!TOKEN.matcher(token).matches()) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    return cache
        .find(idOf(token), store::find)
        .filter(session -> alive(session, now))
        .map(session -> seen(session, now));
  }

  /** Signs the browser out. */
  @Transactional
  public void end(ConsoleSession session, @Nullable String address) {
    store.delete(session.id());
    cache.forget(session.id());
    audit.record(
        AuditEntry.of(session.caller(address), "session.end", "user", session.user().name()));
  }

  /** Signs every browser of the user out; how many there were. */
  @Transactional
  int endAllOf(String user) {
    int ended = store.deleteAllOf(user);
    cache.forgetAll();
    return ended;
  }

  private static boolean alive(ConsoleSession session, Instant now) {
    return !session.user().disabled()
        && now.isBefore(session.expiresAt())
        && now.isBefore(session.lastSeen().plus(IDLE));
  }

  private ConsoleSession seen(ConsoleSession session, Instant now) {
    if (now.isBefore(session.lastSeen().plus(WRITE_SEEN))) {
      return session;
    }
    store.seen(session.id(), now.toEpochMilli());
    ConsoleSession seen = session.seen(Times.millis(now));
    cache.put(session.id(), seen);
    return seen;
  }

  private static String idOf(String token) {
    return HexFormat.of().formatHex(Hashes.sha256(token.getBytes(StandardCharsets.US_ASCII)));
  }
}
