package net.intentus.security;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A key that somebody wants.
 *
 * @param subject who acts with it, or null for {@code key:<id>}
 * @param tenant null for the caller's own, {@code default} when the caller has all
 * @param expiresAt null for never
 */
public record KeyRequest(
    @Nullable String subject,
    @Nullable String tenant,
    Set<String> roles,
    @Nullable Instant expiresAt,
    KeyLimits limits) {
  public KeyRequest {
    roles = Set.copyOf(roles);
  }
}
