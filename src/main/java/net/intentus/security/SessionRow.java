package net.intentus.security;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A stored console session. */
@Entity
@Cacheable(false) // a session ended by another instance must be seen
@Table(name = "console_session")
class SessionRow {
  @Id
  @Column(name = "token_hash")
  private String tokenHash;

  @Column(name = "user_name", updatable = false)
  private String userName;

  @Column(updatable = false)
  private String csrf;

  @Column(name = "created_at", updatable = false)
  private long createdAt;

  @Column(name = "last_seen")
  private long lastSeen;

  @Column(name = "expires_at", updatable = false)
  private long expiresAt;

  @Column(updatable = false)
  private @Nullable String address;

  @Column(updatable = false)
  private @Nullable String browser;

  protected SessionRow() {}

  SessionRow(ConsoleSession session) {
    this.tokenHash = session.id();
    this.userName = session.user().name();
    this.csrf = session.csrf();
    this.createdAt = session.createdAt().toEpochMilli();
    this.lastSeen = session.lastSeen().toEpochMilli();
    this.expiresAt = session.expiresAt().toEpochMilli();
    this.address = session.address();
    this.browser = session.browser();
  }

  /** The browser was here. */
  void seen(long now) {
    lastSeen = Math.max(lastSeen, now);
  }

  String userName() {
    return userName;
  }

  ConsoleSession session(ConsoleUser user) {
    return new ConsoleSession(
        tokenHash,
        user,
        csrf,
        Instant.ofEpochMilli(createdAt),
        Instant.ofEpochMilli(lastSeen),
        Instant.ofEpochMilli(expiresAt),
        address,
        browser);
  }
}
