package net.intentus.agent;

import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import net.intentus.agent.CircuitReading.State;
import net.intentus.config.Settings;
import org.jspecify.annotations.Nullable;

/**
 * The guards of this instance, one for each agent that has been called and asks for one, and what
 * operators have decided about circuits. Thread-safe; without any guard it costs two comparisons.
 */
@Singleton
public class AgentGuards {
  private final @Nullable GuardSettings defaults;
  private final AgentGuard.Time time;
  private final Consumer<CircuitChanged> moved;
  private final Consumer<GuardActed> acted;
  private final Map<String, AgentGuard> guards = new ConcurrentHashMap<>();
  private volatile Map<String, ManualCircuit> manual = Map.of();

  @Inject
  AgentGuards(
      Settings settings, Clock clock, Event<CircuitChanged> moved, Event<GuardActed> acted) {
    this(
        defaults(settings.guards()),
        new AgentGuard.Time(clock, System::nanoTime, settings.agents().callCeilingMs()),
        moved::fire,
        acted::fire);
  }

  AgentGuards(
      @Nullable GuardSettings defaults,
      AgentGuard.Time time,
      Consumer<CircuitChanged> moved,
      Consumer<GuardActed> acted) {
    this.acted = acted;
    this.defaults = defaults;
    this.time = time;
    this.moved = moved;
  }

  static @Nullable GuardSettings defaults(Settings.Guards guards) {
    Integer timeout = guards.timeoutMs() == 0 ? null : guards.timeoutMs();
    Integer concurrent = guards.maxConcurrent() == 0 ? null : guards.maxConcurrent();
    return timeout == null && concurrent == null
        ? null
        : new GuardSettings(timeout, concurrent, 0, null, null, null);
  }

  /** What is applied to the agent's calls: its own settings, then the installation's; or null. */
  public @Nullable GuardSettings settings(AgentRegistration agent) {
    GuardSettings own = agent.guard();
    if (own == null) {
      return defaults;
    }
    return defaults == null ? own : own.or(defaults);
  }

  /** The guard that the agent's calls pass; null when nothing is asked for. */
  @Nullable AgentGuard of(AgentRegistration agent) {
    GuardSettings wanted = settings(agent);
    return wanted == null
        ? null
        : guards.computeIfAbsent(agent.name(), this::guard).with(wanted, agent.revision());
  }

  private AgentGuard guard(String agent) {
    return new AgentGuard(
        time,
        to -> moved.accept(new CircuitChanged(agent, to)),
        act -> acted.accept(new GuardActed(agent, act)));
  }

  /** The agent's circuit as this instance sees it; closed when it has none. */
  public CircuitReading circuit(AgentRegistration agent) {
    ManualCircuit decided = manual.get(agent.name());
    if (decided != null && decided.open()) {
      Instant at = Instant.ofEpochMilli(decided.changedAt());
      return new CircuitReading(State.OPEN, true, 0, decided.changedBy(), at);
    }
    GuardSettings own = agent.guard();
    if (own == null || own.circuitBreaker() == null) {
      return CircuitReading.CLOSED;
    }
    AgentGuard known = guards.get(agent.name());
    return known == null ? CircuitReading.CLOSED : known.circuit();
  }

  /** How its places are taken on this instance; null when the number of calls is not bounded. */
  public @Nullable Places places(AgentRegistration agent) {
    AgentGuard guard = of(agent);
    return guard == null ? null : guard.places();
  }

  /** Notes what a guard did outside a call. */
  void note(AgentRegistration agent, GuardActed.Act act) {
    acted.accept(new GuardActed(agent.name(), act));
  }

  /** How many circuits are open on this instance. */
  public int openCircuits() {
    long byHand = manual.values().stream().filter(ManualCircuit::open).count();
    long bySelf =
        guards.entrySet().stream()
            .filter(guard -> !forced(guard.getKey()))
            .filter(guard -> guard.getValue().circuit().state() != State.CLOSED)
            .count();
    return (int) (byHand + bySelf);
  }

  private boolean forced(String agent) {
    ManualCircuit decided = manual.get(agent);
    return decided != null && decided.open();
  }

  /** Takes over what operators have decided; who closes a circuit wants its failures forgotten. */
  synchronized void decided(Map<String, ManualCircuit> now) {
    Map<String, ManualCircuit> before = manual;
    manual = now;
    now.forEach(
        (agent, decision) -> {
          ManualCircuit old = before.get(agent);
          if (decision.equals(old)) {
            return;
          }
          AgentGuard guard = guards.get(agent);
          if (!decision.open() && guard != null) {
            guard.reset();
          }
          if (decision.open() != (old != null && old.open())) {
            moved.accept(new CircuitChanged(agent, decision.open() ? State.OPEN : State.CLOSED));
          }
        });
  }

  /** Forgets the guards of agents that are not registered any more. */
  void retain(Set<String> names) {
    if (!guards.isEmpty()) {
      guards.keySet().retainAll(names);
    }
  }
}
