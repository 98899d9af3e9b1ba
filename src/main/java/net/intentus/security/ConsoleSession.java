package net.intentus.security;

import java.time.Instant;
import net.intentus.intent.Caller;
import org.jspecify.annotations.Nullable;

/**
 * A signed-in browser.
 *
 * @param id hash of the token in the cookie; safe to show, useless to a thief
 * @param csrf what every form of this session must carry
 * @param lastSeen exact to a minute
 * @param expiresAt when it ends however busy it is
 * @param address where it began, or null when that is unknown
 * @param browser what the browser called itself then, or null
 */
public record ConsoleSession(
    String id,
    ConsoleUser user,
    String csrf,
    Instant createdAt,
    Instant lastSeen,
    Instant expiresAt,
    @Nullable String address,
    @Nullable String browser) {

  /** The caller that this session stands for. */
  public Caller caller(@Nullable String from) {
    return new Caller(user.subject(), user.tenant(), user.roles(), null, from);
  }

  ConsoleSession seen(Instant now) {
    return new ConsoleSession(id, user, csrf, createdAt, now, expiresAt, address, browser);
  }

  @Override
  public String toString() {
    return "ConsoleSession[user=" + user.name() + "]";
  }
}
