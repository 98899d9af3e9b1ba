package net.intentus.wire;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A stored peer. Times are milliseconds since 1970 UTC. */
@Entity
@Cacheable(false) // a change made by another instance must be seen
@Table(name = "peer")
class PeerEntity {
  @Id
  @Column(name = "node_id")
  private String nodeId;

  private String provider;

  @Column(name = "ttl_seconds")
  private int ttlSeconds;

  @Column(name = "node_secret")
  private byte[] nodeSecret;

  private long revision;

  @Column(name = "created_at", updatable = false)
  private long createdAt;

  @Column(name = "updated_at")
  private long updatedAt;

  protected PeerEntity() {}

  PeerEntity(String nodeId, long now) {
    this.nodeId = nodeId;
    this.nodeSecret = new byte[0];
    this.createdAt = now;
  }

  /** Takes settings over; the secret is told apart. */
  void change(PeerSettings wanted, long now) {
    provider = wanted.provider().wire();
    ttlSeconds = wanted.ttlSeconds();
    touch(now);
  }

  /**
   * Takes another secret.
   *
   * @param sealed empty for none
   */
  void secret(byte[] sealed) {
    nodeSecret = sealed;
  }

  /** Notes that something of the peer has changed. */
  void touch(long now) {
    revision++;
    updatedAt = now;
  }

  String nodeId() {
    return nodeId;
  }

  EmclProvider provider() {
    return EmclProvider.parse(provider).orElseThrow();
  }

  int ttlSeconds() {
    return ttlSeconds;
  }

  byte[] nodeSecret() {
    return nodeSecret;
  }

  long revision() {
    return revision;
  }

  long createdAt() {
    return createdAt;
  }

  long updatedAt() {
    return updatedAt;
  }
}
