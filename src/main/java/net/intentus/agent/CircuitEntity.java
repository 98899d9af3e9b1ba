package net.intentus.agent;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A stored decision about the circuit of an agent. Times are milliseconds since 1970 UTC. */
@Entity
@Cacheable(false) // a change made by another instance must be seen
@Table(name = "agent_circuit")
class CircuitEntity {
  @Id private String agent;

  @Column(name = "held_open")
  private boolean open;

  @Column(name = "changed_by")
  private String changedBy;

  @Column(name = "changed_at")
  private long changedAt;

  private long revision;

  protected CircuitEntity() {}

  CircuitEntity(String agent) {
    this.agent = agent;
  }

  /** Takes another decision over. */
  void decide(boolean heldOpen, String by, long now) {
    this.open = heldOpen;
    this.changedBy = by;
    this.changedAt = now;
    this.revision++;
  }

  ManualCircuit view() {
    return new ManualCircuit(agent, open, changedAt, changedBy, revision);
  }
}
