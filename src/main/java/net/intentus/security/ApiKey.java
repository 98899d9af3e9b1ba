package net.intentus.security;

import java.time.Instant;
import java.util.Set;
import net.intentus.intent.Caller;
import org.jspecify.annotations.Nullable;

/**
 * An API key without its secret.
 *
 * @param subject who acts with it; {@code key:<id>} unless it was given another
 * @param expiresAt null when it does not expire
 * @param revokedAt null while it is good
 * @param lastUsedAt exact to a minute; null before the first use
 */
public record ApiKey(
    String id,
    String subject,
    String tenant,
    Set<String> roles,
    Instant createdAt,
    @Nullable Instant expiresAt,
    @Nullable Instant revokedAt,
    @Nullable Instant lastUsedAt,
    KeyLimits limits) {

  public ApiKey {
    roles = Set.copyOf(roles);
  }

  /** The caller that this key stands for. */
  public Caller caller(@Nullable String address) {
    return new Caller(subject, tenant, roles, id, address);
  }

  /** Why it is no good at that moment; null while it is. */
  KeyResult.@Nullable Reason over(Instant now) {
    if (revokedAt != null) {
      return KeyResult.Reason.REVOKED;
    }
    return expiresAt != null && !now.isBefore(expiresAt) ? KeyResult.Reason.EXPIRED : null;
  }
}
