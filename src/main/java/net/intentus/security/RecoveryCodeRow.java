package net.intentus.security;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A stored recovery code. It is used by being removed. */
@Entity
@Cacheable(false) // a code used on another instance must be gone
@Table(name = "recovery_code")
class RecoveryCodeRow {
  @Id
  @Column(name = "code_hash")
  private String codeHash;

  @Column(name = "user_name", updatable = false)
  private String userName;

  protected RecoveryCodeRow() {}

  RecoveryCodeRow(String userName, String codeHash) {
    this.userName = userName;
    this.codeHash = codeHash;
  }
}
