package net.intentus.budget;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.nio.charset.StandardCharsets;
import net.intentus.intent.Json;

/** A stored budget. */
@Entity
@Cacheable(false) // a change made by another instance must be seen
@Table(name = "budget")
class BudgetEntity {
  @Id private String id;
  private String document;
  private long generation;
  private long revision;

  @Column(name = "updated_at")
  private long updatedAt;

  protected BudgetEntity() {}

  BudgetEntity(Budget budget, long now) {
    this.id = budget.id();
    put(budget, now);
  }

  /** Takes over a budget of this id. */
  final void put(Budget budget, long now) {
    document = new String(Json.bytes(budget.toJson()), StandardCharsets.UTF_8);
    generation = budget.generation();
    revision = budget.revision();
    updatedAt = now;
  }

  long updatedAt() {
    return updatedAt;
  }

  Budget budget() {
    if (BudgetReader.read(id, Json.trusted(document))
        instanceof BudgetReader.Reading.Accepted read) {
      return read.budget().stored(generation, revision);
    }
    throw new IllegalStateException("the budget " + id + " is unreadable");
  }
}
