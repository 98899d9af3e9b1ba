package net.intentus.security;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A stored console user. */
@Entity
@Cacheable(false) // another instance's change must be seen
@Table(name = "console_user")
class UserRow {
  @Id private String name;

  @Column(name = "password_hash")
  private String passwordHash;

  private String tenant;
  private String roles;
  private boolean disabled;

  @Column(name = "created_at", updatable = false)
  private long createdAt;

  protected UserRow() {}

  UserRow(ConsoleUser user, String passwordHash, long createdAt) {
    this.name = user.name();
    this.passwordHash = passwordHash;
    this.tenant = user.tenant();
    this.roles = RoleNames.join(user.roles());
    this.disabled = user.disabled();
    this.createdAt = createdAt;
  }

  /** The password is another from now on, or the same one hashed better. */
  void changePassword(String newHash) {
    passwordHash = newHash;
  }

  void enable() {
    disabled = false;
  }

  /** What the user may do, and whether it may sign in. */
  void change(ConsoleUser wanted) {
    tenant = wanted.tenant();
    roles = RoleNames.join(wanted.roles());
    disabled = wanted.disabled();
  }

  String passwordHash() {
    return passwordHash;
  }

  ConsoleUser user() {
    return new ConsoleUser(name, tenant, RoleNames.split(roles), disabled);
  }
}
