package net.intentus.security;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import net.intentus.audit.AuditEntry;
import net.intentus.audit.AuditLog;
import net.intentus.config.Settings;
import net.intentus.intent.Caller;
import net.intentus.intent.Times;
import org.jspecify.annotations.Nullable;

/** Issues, checks and revokes API keys. Thread-safe. */
@Singleton
public class ApiKeys {
  /** Compared when there is no such key, so that a known id takes no longer than an unknown one. */
  private static final String NO_HASH = "0".repeat(64);

  private final ApiKeyStore store;
  private final AuditLog audit;
  private final Secrets secrets;
  private final Clock clock;
  private final String environment;
  private final LookupCache<StoredKey> cache;
  private final KeyUse use;

  @Inject
  ApiKeys(ApiKeyStore store, AuditLog audit, Secrets secrets, Settings settings, Clock clock) {
    this.store = store;
    this.audit = audit;
    this.secrets = secrets;
    this.clock = clock;
    this.environment = settings.identity().environment();
    this.cache = new LookupCache<>(clock);
    this.use = new KeyUse(store);
  }

  /** A new key; {@code text} is what the client presents, and is never shown again. */
  public record Issued(ApiKey key, String text) {
    @Override
    public String toString() {
      return "Issued[" + key.id() + "]";
    }
  }

  /**
   * Checks a presented key. Reads the database at most once in {@value LookupCache#LIFE_MILLIS} ms
   * for each key, which is also how long a revocation on another instance may go unseen here.
   *
   * @param address where it was used, or null when that is unknown
   * @throws jakarta.persistence.PersistenceException when the database is needed and unavailable
   */
  public KeyResult authenticate(String presented, @Nullable String address) {
    ApiKeyToken token = ApiKeyToken.parse(presented).orElse(null);
    if (token == null) {
      return new KeyResult.Refused(KeyResult.Reason.MALFORMED);
    }
    StoredKey stored = cache.find(token.id(), store::find).orElse(null);
    boolean same = Secrets.same(token.secretHash(), stored == null ? NO_HASH : stored.secretHash());
    if (stored == null || !same) {
      return new KeyResult.Refused(KeyResult.Reason.UNKNOWN);
    }
    ApiKey key = stored.key();
    Instant now = clock.instant();
    KeyResult.Reason over = key.over(now);
    if (over != null) {
      return new KeyResult.Refused(over);
    }
    if (!key.limits().allowsAddress(address)) {
      return new KeyResult.Refused(KeyResult.Reason.ADDRESS);
    }
    if (!key.limits().allowsEnvironment(environment)) {
      return new KeyResult.Refused(KeyResult.Reason.ENVIRONMENT);
    }
    use.note(key, now);
    return new KeyResult.Accepted(key);
  }

  /**
   * Makes a key with a generated secret and records who did it.
   *
   * @param subject who acts with it, or null for {@code key:<id>}
   * @param expiresAt null for never
   */
  @Transactional
  public Issued issue(
      Caller by,
      @Nullable String subject,
      String tenant,
      Set<String> roles,
      @Nullable Instant expiresAt,
      KeyLimits limits) {
    ApiKeyToken token = new ApiKeyToken(secrets.id(), secrets.token());
    ApiKey key = key(token, subject, tenant, roles, expiresAt, limits);
    return new Issued(save(by, key, token), token.text());
  }

  /** Stores a key whose text the operator chose. */
  @Transactional
  ApiKey adopt(Caller by, ApiKeyToken token, String tenant, Set<String> roles) {
    return save(by, key(token, null, tenant, roles, null, KeyLimits.NONE), token);
  }

  /**
   * Ends a key. {@link #forget} makes it count here at once, when this has been committed.
   *
   * @return whether there was one that the caller sees
   */
  @Transactional
  public boolean revoke(Caller by, String id) {
    Optional<StoredKey> found = store.find(id);
    if (found.isEmpty() || !by.sees(found.get().key().tenant())) {
      return false;
    }
    if (store.revoke(id, clock.millis())) {
      ApiKey key = found.get().key();
      audit.record(
          AuditEntry.of(by, "key.revoke", "key", id)
              .with("subject", key.subject())
              .with("tenant", key.tenant()));
    }
    cache.forget(id);
    return true;
  }

  /** The next use asks the database. */
  void forget(String id) {
    cache.forget(id);
  }

  private ApiKey key(
      ApiKeyToken token,
      @Nullable String subject,
      String tenant,
      Set<String> roles,
      @Nullable Instant expiresAt,
      KeyLimits limits) {
    return new ApiKey(
        token.id(),
        Objects.requireNonNullElse(subject, "key:" + token.id()),
        tenant,
        roles,
        Times.millis(clock.instant()),
        expiresAt == null ? null : Times.millis(expiresAt),
        null,
        null,
        limits);
  }

  private ApiKey save(Caller by, ApiKey key, ApiKeyToken token) {
    store.insert(key, token.secretHash());
    AuditEntry entry =
        AuditEntry.of(by, "key.create", "key", key.id())
            .with("subject", key.subject())
            .with("tenant", key.tenant())
            .with("roles", RoleNames.join(key.roles()));
    audit.record(limited(entry, key.limits()));
    cache.forget(key.id());
    return key;
  }

  private static AuditEntry limited(AuditEntry entry, KeyLimits limits) {
    AuditEntry more = entry;
    if (!limits.intents().isEmpty()) {
      more = more.with("intents", String.join(" ", limits.intents()));
    }
    if (!limits.addresses().isEmpty()) {
      more = more.with("addresses", String.join(" ", limits.addresses()));
    }
    return limits.environment() == null ? more : more.with("environment", limits.environment());
  }
}
