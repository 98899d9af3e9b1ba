package net.intentus.budget;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** How often any budget was changed. One row. */
@Entity
@Cacheable(false)
@Table(name = "budget_version")
class BudgetVersionEntity {
  static final int ONLY = 1;

  @Id private int id;
  private long version;

  protected BudgetVersionEntity() {}

  long raise() {
    version++;
    return version;
  }

  long version() {
    return version;
  }
}
