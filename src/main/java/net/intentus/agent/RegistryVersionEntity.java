package net.intentus.agent;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** How often the registry has changed, and how often an agent was removed from it. One row. */
@Entity
@Cacheable(false)
@Table(name = "registry_version")
class RegistryVersionEntity {
  static final int ONLY = 1;

  @Id private int id;
  private long version;
  private long removals;

  protected RegistryVersionEntity() {}

  long raise() {
    version++;
    return version;
  }

  long raiseByRemoval() {
    removals++;
    return raise();
  }

  long version() {
    return version;
  }

  long removals() {
    return removals;
  }
}
