package net.intentus.agent;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import net.intentus.audit.AuditEntry;
import net.intentus.audit.AuditLog;
import net.intentus.intent.Caller;
import net.intentus.intent.Violation;
import org.jspecify.annotations.Nullable;

/**
 * Changes of the registry, each in one transaction with its version and its audit entry. Changes
 * wait for each other, on all instances.
 */
@Singleton
class AgentChanges {
  private static final String OBJECT = "agent";
  private final AgentStore store;
  private final Consumer<AuditEntry> audit;
  private final LocalAgents locals;
  private final Clock clock;

  @Inject
  AgentChanges(AgentStore store, AuditLog audit, LocalAgents locals, Clock clock) {
    this(store, audit::record, locals, clock);
  }

  AgentChanges(AgentStore store, Consumer<AuditEntry> audit, LocalAgents locals, Clock clock) {
    this.store = store;
    this.audit = audit;
    this.locals = locals;
    this.clock = clock;
  }

  @Transactional
  public AgentChange create(AgentRegistration wanted, Caller caller) {
    if (!Tenancy.mayChange(caller, wanted.tenant())) {
      return new AgentChange.NotAllowed();
    }
    RegistryVersionEntity version = store.lock();
    if (store.find(wanted.name()).isPresent()) {
      return new AgentChange.Taken();
    }
    AgentRegistration created = wanted.managed(false, version.raise());
    store.insert(created, clock.millis());
    audit.accept(AuditEntry.of(caller, "agent.register", OBJECT, wanted.name()));
    return new AgentChange.Changed(created);
  }

  /**
   * Puts the wanted registration in the place of the one with its name.
   *
   * @param revision the one it must have, or null for any
   */
  @Transactional
  public AgentChange replace(AgentRegistration wanted, @Nullable Long revision, Caller caller) {
    return change(wanted.name(), revision, caller, "agent.update", old -> wanted);
  }

  @Transactional
  public AgentChange enable(String name, boolean enabled, Caller caller) {
    String action = enabled ? "agent.enable" : "agent.disable";
    return change(name, null, caller, action, old -> old.enabled(enabled));
  }

  private AgentChange change(
      String name,
      @Nullable Long revision,
      Caller caller,
      String action,
      UnaryOperator<AgentRegistration> operation) {
    RegistryVersionEntity version = store.lock();
    Optional<AgentEntity> row = store.find(name);
    AgentRegistration old = row.map(AgentEntity::registration).orElse(null);
    if (row.isEmpty() || old == null || !Tenancy.sees(caller, old.tenant())) {
      return new AgentChange.NotFound();
    }
    AgentRegistration wanted = operation.apply(old);
    if (!Tenancy.mayChange(caller, old.tenant()) || !Tenancy.mayChange(caller, wanted.tenant())) {
      return new AgentChange.NotAllowed();
    }
    if (revision != null && revision != old.revision()) {
      return new AgentChange.Stale();
    }
    if (old.managed()) {
      List<Violation> fixed = ManagedAgents.fixed(old, wanted);
      if (!fixed.isEmpty()) {
        return new AgentChange.Fixed(fixed);
      }
    }
    AgentRegistration changed = wanted.managed(old.managed(), version.raise());
    row.get().change(changed, clock.millis());
    audit.accept(AuditEntry.of(caller, action, OBJECT, name));
    return new AgentChange.Changed(changed);
  }

  /**
   * Removes the agent.
   *
   * @param revision the one it must have, or null for any
   */
  @Transactional
  public AgentChange remove(String name, @Nullable Long revision, Caller caller) {
    RegistryVersionEntity version = store.lock();
    Optional<AgentEntity> row = store.find(name);
    AgentRegistration old = row.map(AgentEntity::registration).orElse(null);
    if (row.isEmpty() || old == null || !Tenancy.sees(caller, old.tenant())) {
      return new AgentChange.NotFound();
    }
    if (!Tenancy.mayChange(caller, old.tenant())) {
      return new AgentChange.NotAllowed();
    }
    if (revision != null && revision != old.revision()) {
      return new AgentChange.Stale();
    }
    if (old.managed() && locals.find(name).isPresent()) {
      return new AgentChange.Managed();
    }
    store.remove(row.get(), name);
    long now = version.raiseByRemoval();
    audit.accept(AuditEntry.of(caller, "agent.delete", OBJECT, name));
    return new AgentChange.Removed(name, now);
  }

  /**
   * Registers the agents inside this application, brings what the code says up to date, and removes
   * those that this installation does not want.
   */
  @Transactional
  public void registerManaged() {
    RegistryVersionEntity version = store.lock();
    for (Agent agent : locals.all()) {
      AgentDescriptor described = agent.descriptor();
      Optional<AgentEntity> row = store.find(described.name());
      AgentRegistration old = row.map(AgentEntity::registration).orElse(null);
      Optional<AgentRegistration> wanted = ManagedAgents.wanted(described, old);
      if (wanted.isPresent()) {
        AgentRegistration changed = wanted.get().managed(true, version.raise());
        row.ifPresentOrElse(
            found -> found.change(changed, clock.millis()),
            () -> store.insert(changed, clock.millis()));
        audit.accept(AuditEntry.bySystem("agent.register", OBJECT, described.name()));
      }
    }
    locals.unwanted().forEach(name -> removeUnwanted(name, version));
  }

  /** What somebody else registered under that name stays. */
  private void removeUnwanted(String name, RegistryVersionEntity version) {
    Optional<AgentEntity> row = store.find(name);
    if (row.isPresent() && row.get().registration().managed()) {
      store.remove(row.get(), name);
      version.raiseByRemoval();
      audit.accept(AuditEntry.bySystem("agent.delete", OBJECT, name));
    }
  }
}
