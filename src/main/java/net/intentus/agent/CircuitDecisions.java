package net.intentus.agent;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import net.intentus.audit.AuditEntry;
import net.intentus.audit.AuditLog;
import net.intentus.intent.Caller;

/** Decisions about circuits, each in one transaction with its audit entry. Thread-safe. */
@Singleton
class CircuitDecisions {
  private final AgentStore agents;
  private final CircuitStore circuits;
  private final Consumer<AuditEntry> audit;
  private final Clock clock;

  @Inject
  CircuitDecisions(AgentStore agents, CircuitStore circuits, AuditLog audit, Clock clock) {
    this(agents, circuits, audit::record, clock);
  }

  CircuitDecisions(
      AgentStore agents, CircuitStore circuits, Consumer<AuditEntry> audit, Clock clock) {
    this.agents = agents;
    this.circuits = circuits;
    this.audit = audit;
    this.clock = clock;
  }

  /** Every decision there is, by agent. */
  public Map<String, ManualCircuit> all() {
    return circuits.all();
  }

  /** Holds the circuit of an agent open, or closes it; the same decision twice is one more. */
  @Transactional
  public AgentChange decide(String name, boolean open, Caller caller) {
    agents.lock();
    Optional<AgentRegistration> agent = agents.find(name).map(AgentEntity::registration);
    if (agent.isEmpty() || !Tenancy.sees(caller, agent.get().tenant())) {
      return new AgentChange.NotFound();
    }
    if (!Tenancy.mayChange(caller, agent.get().tenant())) {
      return new AgentChange.NotAllowed();
    }
    circuits.decide(name, open, caller.subject(), clock.millis());
    String action = open ? "agent.circuit.open" : "agent.circuit.close";
    audit.accept(AuditEntry.of(caller, action, "agent", name));
    return new AgentChange.Changed(agent.get());
  }
}
