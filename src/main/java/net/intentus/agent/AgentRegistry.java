package net.intentus.agent;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import net.intentus.config.Settings;
import net.intentus.intent.Caller;
import net.intentus.intent.Role;
import org.jspecify.annotations.Nullable;

/**
 * Who is registered. A change made here is effective on this instance when the call returns, and on
 * the others within {@value #POLL_MS} ms. Thread-safe.
 */
@Singleton
public class AgentRegistry {
  static final long POLL_MS = 500;
  private static final Logger LOG = Logger.getLogger(AgentRegistry.class.getName());

  private final AgentChanges changes;
  private final AgentStore store;
  private final AgentThreads threads;
  private final Clock clock;
  private final AgentGuards guards;
  private final CircuitDecisions circuits;
  private final RegistryState state = new RegistryState();
  private @Nullable ScheduledThreadPoolExecutor timer;
  private boolean byPlanOnly;

  @Inject
  AgentRegistry(
      AgentChanges changes,
      AgentStore store,
      AgentThreads threads,
      Clock clock,
      AgentGuards guards,
      CircuitDecisions circuits) {
    this.guards = guards;
    this.circuits = circuits;
    this.changes = changes;
    this.store = store;
    this.threads = threads;
    this.clock = clock;
  }

  @Inject
  void settings(Settings settings) {
    byPlanOnly = settings.plan().required();
  }

  /** Registers the agents inside this application, reads the registry and keeps reading it. */
  public synchronized void start() {
    changes.registerManaged();
    refresh();
    learnCircuits();
    state.current();
    timer = threads.timer();
    var unused = timer.scheduleWithFixedDelay(this::poll, POLL_MS, POLL_MS, TimeUnit.MILLISECONDS);
  }

  private void poll() {
    try {
      refresh();
      learnCircuits();
      guards.retain(state.current().byName().keySet());
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "the registry could not be read; trying again", e);
    }
  }

  @PreDestroy
  synchronized void stop() {
    if (timer != null) {
      timer.shutdownNow();
    }
  }

  /** The registry as it is now; what a running execution holds on to does not change. */
  public AgentSnapshot current() {
    return state.current();
  }

  /** Reads what other instances have changed. */
  public void refresh() {
    state.apply(store.since(state.version(), state.removals()));
  }

  /** The agent, if the caller may see it. */
  public Optional<AgentRegistration> find(String name, Caller caller) {
    return Optional.ofNullable(state.find(name))
        .filter(agent -> Tenancy.sees(caller, agent.tenant()));
  }

  /**
   * Agents that the caller may see, by name in code point order.
   *
   * @param after the name to begin behind, or null for the first
   */
  public List<AgentRegistration> list(@Nullable String after, int limit, Caller caller) {
    return state.after(after, limit, agent -> Tenancy.sees(caller, agent.tenant()));
  }

  /** Whether there is an agent with such an endpoint, whoever may see it. */
  boolean anyUses(Predicate<AgentRegistration.Endpoint> endpoint) {
    refresh();
    return !state.after(null, 1, agent -> endpoint.test(agent.endpoint())).isEmpty();
  }

  /** The health of those agents. */
  public Map<String, AgentHealth> health(Collection<String> names) {
    return store.health(names);
  }

  /** Whether registrations change by import of a compiled plan only. */
  public boolean byPlanOnly() {
    return byPlanOnly;
  }

  /** Registers a new agent. */
  public AgentChange register(AgentRegistration wanted, Caller caller) {
    return byPlanOnly ? new AgentChange.ByPlanOnly() : settle(changes.create(wanted, caller));
  }

  /**
   * Replaces the registration of that name.
   *
   * @param revision the one it must have, or null for any
   */
  public AgentChange replace(AgentRegistration wanted, @Nullable Long revision, Caller caller) {
    return byPlanOnly
        ? new AgentChange.ByPlanOnly()
        : settle(changes.replace(wanted, revision, caller));
  }

  /**
   * Removes an agent.
   *
   * @param revision the one it must have, or null for any
   */
  public AgentChange delete(String name, @Nullable Long revision, Caller caller) {
    return byPlanOnly
        ? new AgentChange.ByPlanOnly()
        : settle(changes.remove(name, revision, caller));
  }

  /** Makes the agent a candidate again. */
  public AgentChange enable(String name, Caller caller) {
    return settle(changes.enable(name, true, caller));
  }

  /** Takes the agent out of routing; what is running goes on. */
  public AgentChange disable(String name, Caller caller) {
    return settle(changes.enable(name, false, caller));
  }

  /** Holds the agent's circuit open: it is not called until {@link #closeCircuit}. */
  public AgentChange openCircuit(String name, Caller caller) {
    return decide(name, true, caller);
  }

  /** Closes the agent's circuit, whoever opened it, and forgets its failures. */
  public AgentChange closeCircuit(String name, Caller caller) {
    return decide(name, false, caller);
  }

  private AgentChange decide(String name, boolean open, Caller caller) {
    AgentChange change = circuits.decide(name, open, caller);
    learnCircuits();
    return change;
  }

  /** One after the other, so that what was read earlier never replaces what was read later. */
  private void learnCircuits() {
    synchronized (circuits) {
      guards.decided(circuits.all());
    }
  }

  private AgentChange settle(AgentChange change) {
    if (!state.follow(change)) {
      refresh();
    }
    return change;
  }

  /**
   * Notes that an agent lives. A caller with no more than the role {@code agent} is named for one
   * agent: its subject is the agent's name, or ends in a colon and the name.
   */
  public HeartbeatResult heartbeat(String name, HealthStatus status, Caller caller) {
    if (find(name, caller).isEmpty()) {
      return new HeartbeatResult.NotFound();
    }
    boolean named = caller.subject().equals(name) || caller.subject().endsWith(":" + name);
    if (!caller.has(Role.OPERATOR) && !(caller.has(Role.AGENT) && named)) {
      return new HeartbeatResult.NotAllowed();
    }
    Instant now = Instant.ofEpochMilli(clock.millis());
    return store.beat(name, status, now.toEpochMilli())
        ? new HeartbeatResult.Noted(new AgentHealth(status, now))
        : new HeartbeatResult.NotFound();
  }
}
