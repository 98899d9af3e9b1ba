package net.intentus.wire;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A stored key of a peer. Times are milliseconds since 1970 UTC. */
@Entity
@Cacheable(false)
@Table(name = "peer_key")
class PeerKeyEntity {
  private static final long NEVER = 0;

  @Id private String id;

  @Column(name = "node_id", updatable = false)
  private String nodeId;

  @Column(updatable = false)
  private byte[] sealed;

  private boolean active;

  @Column(name = "created_at", updatable = false)
  private long createdAt;

  @Column(name = "expires_at")
  private long expiresAt;

  protected PeerKeyEntity() {}

  PeerKeyEntity(String id, String nodeId, byte[] sealed, long createdAt, @Nullable Instant expiry) {
    this.id = id;
    this.nodeId = nodeId;
    this.sealed = sealed;
    this.createdAt = createdAt;
    this.expiresAt = expiry == null ? NEVER : expiry.toEpochMilli();
  }

  /** Sends from now on, or only receives. */
  void send(boolean sends) {
    active = sends;
  }

  String id() {
    return id;
  }

  byte[] sealed() {
    return sealed;
  }

  boolean active() {
    return active;
  }

  boolean usable(long now) {
    return expiresAt == NEVER || now < expiresAt;
  }

  PeerView.Key view() {
    return new PeerView.Key(
        id,
        active,
        Instant.ofEpochMilli(createdAt),
        expiresAt == NEVER ? null : Instant.ofEpochMilli(expiresAt));
  }
}
