package net.intentus.privacy;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A wrapped key. Written once, never changed. */
@Entity
@Table(name = "key_ring")
class KeyRingEntity {
  @Id private String id;
  private String purpose;
  private byte[] wrapped;

  @Column(name = "created_at")
  private long createdAt;

  protected KeyRingEntity() {}

  KeyRingEntity(String id, String purpose, byte[] wrapped, long createdAt) {
    this.id = id;
    this.purpose = purpose;
    this.wrapped = wrapped;
    this.createdAt = createdAt;
  }

  String id() {
    return id;
  }

  String purpose() {
    return purpose;
  }

  byte[] wrapped() {
    return wrapped;
  }

  long createdAt() {
    return createdAt;
  }
}
