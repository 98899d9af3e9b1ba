package net.intentus.security;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import net.intentus.audit.AuditEntry;
import net.intentus.audit.AuditLog;
import net.intentus.config.Settings;
import net.intentus.intent.Caller;
import net.intentus.intent.Hashes;
import net.intentus.intent.Role;
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
  /** How many sessions a list shows at most. */
  public static final int MAX_LISTED = 200;

  private static final int MAX_BROWSER = 256;
  private static final Duration WRITE_SEEN = Duration.ofMinutes(1);
  private static final Pattern ID = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{43}");

  private final SessionStore store;
  private final AuditLog audit;
  private final Secrets secrets;
  private final Clock clock;
  private final Duration idle;
  private final Duration lifetime;
  private final LookupCache<ConsoleSession> cache;

  @Inject
  Sessions(SessionStore store, AuditLog audit, Secrets secrets, Settings settings, Clock clock) {
    this.store = store;
    this.audit = audit;
    this.secrets = secrets;
    this.clock = clock;
    this.idle = Duration.ofMinutes(settings.identity().idleMinutes());
    this.lifetime = Duration.ofHours(settings.identity().lifetimeHours());
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
  Started start(ConsoleUser user, @Nullable String address, @Nullable String browser) {
    return start(user, address, browser, null);
  }

  /**
   * The same.
   *
   * @param factor what it was proven with besides the password, for the trail; null for nothing
   */
  @Transactional
  Started start(
      ConsoleUser user,
      @Nullable String address,
      @Nullable String browser,
      @Nullable String factor) {
    Instant now = Times.millis(clock.instant());
    store.deleteEnded(now.toEpochMilli(), now.minus(idle).toEpochMilli());
    String token = secrets.token();
    ConsoleSession session =
        new ConsoleSession(
            idOf(token),
            user,
            secrets.token(),
            now,
            now,
            now.plus(lifetime),
            address,
            printable(browser));
    store.insert(session);
    AuditEntry entry = AuditEntry.of(session.caller(address), "session.start", "user", user.name());
    audit.record(factor == null ? entry : entry.with("factor", factor));
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

  /**
   * The sessions that the caller may end: its own, or those of all users that it manages.
   *
   * @param everybodys whether those of others are wanted, which takes an administrator
   */
  public List<ConsoleSession> list(Caller by, boolean everybodys) {
    Instant now = clock.instant();
    String user = everybodys && by.has(Role.ADMIN) ? null : name(by);
    String tenant = by.allTenants() ? null : by.tenant();
    return store.alive(
        user, tenant, now.toEpochMilli(), now.minus(idle).toEpochMilli(), MAX_LISTED);
  }

  /**
   * Signs a browser out.
   *
   * @param id hash of its token
   * @return whether there is such a session that the caller may end
   */
  @Transactional
  public boolean end(Caller by, String id) {
    Optional<ConsoleSession> found =
        ID.matcher(id).matches() ? store.find(id).filter(s -> mayEnd(by, s)) : Optional.empty();
    if (found.isEmpty()) {
      return false;
    }
    store.delete(id);
    cache.forget(id);
    audit.record(AuditEntry.of(by, "session.end", "user", found.get().user().name()));
    return true;
  }

  /** The next use of any session asks the database: for after a commit. */
  void forgetAll() {
    cache.forgetAll();
  }

  private static boolean mayEnd(Caller by, ConsoleSession session) {
    return session.user().name().equals(name(by)) || Grants.manages(by, session.user().tenant());
  }

  /** The name of the user that calls; that of nobody for a key. */
  private static String name(Caller by) {
    if (by.keyId() != null) {
      return "";
    }
    boolean user = by.subject().startsWith("user:");
    return user
        ? by.subject().substring("user:".length())
        : ConsoleUser.providers(by.subject()) ? by.subject() : "";
  }

  private static @Nullable String printable(@Nullable String browser) {
    if (browser == null) {
      return null;
    }
    String plain = browser.replaceAll("[^ -~]", "?");
    return plain.length() <= MAX_BROWSER ? plain : plain.substring(0, MAX_BROWSER);
  }

  private boolean alive(ConsoleSession session, Instant now) {
    return !session.user().disabled()
        && now.isBefore(session.expiresAt())
        && now.isBefore(session.lastSeen().plus(idle));
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
