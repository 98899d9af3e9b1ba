package net.intentus.agent;

import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.HashMap;
import java.util.Map;

/** What is decided about circuits. Thread-safe in the container. */
@Singleton
class CircuitStore {
  @PersistenceContext(unitName = "intentusnet")
  EntityManager entities;

  CircuitStore() {}

  CircuitStore(EntityManager entities) {
    this.entities = entities;
  }

  /** Every decision, by agent: one at most for each registered agent. */
  @Transactional
  public Map<String, ManualCircuit> all() {
    Map<String, ManualCircuit> found = new HashMap<>();
    entities
        .createQuery("select c from CircuitEntity c", CircuitEntity.class)
        .getResultStream()
        .map(CircuitEntity::view)
        .forEach(circuit -> found.put(circuit.agent(), circuit));
    return Map.copyOf(found);
  }

  /** Writes a decision down; the agent must be registered. */
  @Transactional(Transactional.TxType.MANDATORY)
  public void decide(String agent, boolean open, String by, long now) {
    CircuitEntity circuit = entities.find(CircuitEntity.class, agent);
    if (circuit == null) {
      circuit = new CircuitEntity(agent);
      circuit.decide(open, by, now);
      entities.persist(circuit);
    } else {
      circuit.decide(open, by, now);
    }
  }
}
