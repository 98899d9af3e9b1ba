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
  private final LookupCache<StoredKey> cache;

  @Inject
  ApiKeys(ApiKeyStore store, AuditLog audit, Secrets secrets, Clock clock) {
    this.store = store;
    this.audit = audit;
    this.secrets = secrets;
    this.clock = clock;
    this.cache = new LookupCache<>(clock);
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
   * @throws jakarta.persistence.PersistenceException when the database is needed and unavailable
   */
  public KeyResult authenticate(String presented) {
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
    if (key.revokedAt() != null) {
      return new KeyResult.Refused(KeyResult.Reason.REVOKED);
    }
    if (key.expiresAt() != null && !clock.instant().isBefore(key.expiresAt())) {
      return new KeyResult.Refused(KeyResult.Reason.EXPIRED);
    }
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
      @Nullable Instant expiresAt) {
    ApiKeyToken token = new ApiKeyToken(secrets.id(), secrets.token());
    return new Issued(save(by, token, subject, tenant, roles, expiresAt), token.text());
  }

  /** Stores a key whose text the operator chose. */
  @Transactional
  ApiKey adopt(Caller by, ApiKeyToken token, String tenant, Set<String> roles) {
    return save(by, token, null, tenant, roles, null);
  }

  /**
   * Ends a key, here at once.
   *
   * @return whether there was one that the caller sees
   */
  @Transactional
  public boolean revoke(Caller by, String id) {
    Optional<StoredKey> found = store.find(id);
    if (found.isEmpty() || !by.sees(found.get().key().tenant())) {
      return false;
    }
    store.revoke(id, clock.millis());
    audit.record(AuditEntry.of(by, "key.revoke", "key", id));
    cache.forget(id);
    return true;
  }

  private ApiKey save(
      Caller by,
      ApiKeyToken token,
      @Nullable String subject,
      String tenant,
      Set<String> roles,
      @Nullable Instant expiresAt) {
    ApiKey key =
        new ApiKey(
            token.id(),
            Objects.requireNonNullElse(subject, "key:" + token.id()),
            tenant,
            roles,
            Times.millis(clock.instant()),
            expiresAt == null ? null : Times.millis(expiresAt),
            null);
    store.insert(key, token.secretHash());
    audit.record(
        AuditEntry.of(by, "key.create", "key", key.id())
            .with("tenant", tenant)
            .with("roles", RoleNames.join(roles)));
    cache.forget(key.id());
    return key;
  }
}
