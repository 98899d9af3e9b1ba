package net.intentus.privacy;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A wrapped key. The key never changes; another master key may wrap it. */
@Entity
@Cacheable(false) // another instance may have wrapped it again
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

  /** Puts the same key, wrapped with another master key, in the place of this one. */
  void wrapAgain(byte[] again) {
    wrapped = again;
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
