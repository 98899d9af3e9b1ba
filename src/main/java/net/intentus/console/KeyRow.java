package net.intentus.console;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import net.intentus.security.ApiKey;
import net.intentus.security.KeyLimits;
import org.jspecify.annotations.Nullable;

/**
 * An API key in a list.
 *
 * @param limits what it is limited to, in words
 * @param open whether it can be revoked
 */
public record KeyRow(
    String id,
    String subject,
    String tenant,
    List<String> roles,
    List<String> limits,
    Mark state,
    Moment created,
    @Nullable Moment expires,
    @Nullable Moment used,
    boolean open) {

  static KeyRow of(ApiKey key, Instant now) {
    return new KeyRow(
        key.id(),
        key.subject(),
        key.tenant(),
        List.copyOf(new TreeSet<>(key.roles())),
        limits(key.limits()),
        state(key, now),
        Moment.of(key.createdAt(), now),
        key.expiresAt() == null ? null : Moment.of(key.expiresAt(), now),
        key.lastUsedAt() == null ? null : Moment.of(key.lastUsedAt(), now),
        key.revokedAt() == null);
  }

  /** The address of the page that revokes it. */
  public String revoke() {
    return "/console/keys/" + Url.encode(id) + "/revoke";
  }

  private static Mark state(ApiKey key, Instant now) {
    if (key.revokedAt() != null) {
      return new Mark("idle", "stop", "Revoked");
    }
    return key.expiresAt() != null && !now.isBefore(key.expiresAt())
        ? new Mark("wait", "clock", "Expired")
        : new Mark("ok", "check", "Good");
  }

  private static List<String> limits(KeyLimits limits) {
    List<String> words = new ArrayList<>();
    limits.intents().forEach(intent -> words.add("intent " + intent));
    limits.addresses().forEach(address -> words.add("from " + address));
    if (limits.environment() != null) {
      words.add("in " + limits.environment());
    }
    return words;
  }
}
