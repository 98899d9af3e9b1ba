package net.intentus.submission;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import net.intentus.agent.AgentRegistration;
import net.intentus.budget.Budget;
import net.intentus.budget.BudgetSnapshot;
import net.intentus.budget.BudgetSource;
import net.intentus.budget.LatencySource;
import net.intentus.budget.LedgerSource;
import net.intentus.budget.Meter;
import net.intentus.budget.Period;
import net.intentus.intent.Caller;
import net.intentus.intent.IntentEnvelope;
import net.intentus.intent.Tier;
import net.intentus.routing.Candidate;
import net.intentus.routing.RoutableAgent;
import org.jspecify.annotations.Nullable;

/**
 * Puts agents of the economy tier first where the request asks for it, or a budget that wants it is
 * low, or an agent slow where determinism is not required. An order that the client has chosen
 * stays. Asks nobody while no budget wants it or no candidate is of that tier. Thread-safe.
 */
@Singleton
public class EconomyGate {
  private static final Logger LOG = Logger.getLogger(EconomyGate.class.getName());

  private final BudgetSource budgets;
  private final LedgerSource ledger;
  private final LatencySource latencies;
  private final Decider decider;

  @Inject
  EconomyGate(BudgetSource budgets, LedgerSource ledger, LatencySource latencies, Decider decider) {
    this.budgets = budgets;
    this.ledger = ledger;
    this.latencies = latencies;
    this.decider = decider;
  }

  /** Decides, with what the budgets say; calls nobody and stores nothing. */
  public Decision decide(IntentEnvelope envelope, Caller caller, String tenant) {
    return pass(decider.decide(envelope, caller, tenant), envelope, tenant);
  }

  private Decision pass(Decision decision, IntentEnvelope envelope, String tenant) {
    if (envelope.context().tier() == Tier.ECONOMY) {
      return anyEconomy(decision) ? decider.economyFirst(decision, envelope) : decision;
    }
    BudgetSnapshot known = budgets.current();
    if (!known.degrades() || !anyEconomy(decision)) {
      return decision;
    }
    Map<Budget, String> asked = asked(decision, known, envelope, tenant);
    if (asked.isEmpty()) {
      return decision;
    }
    List<BudgetReading> readings = new ArrayList<>();
    try {
      Map<String, Meter> meters = ledger.meters(List.copyOf(asked.keySet()));
      asked.forEach((budget, first) -> readings.add(reading(budget, first, meters)));
    } catch (RuntimeException e) {
      // Nothing is held back either then, so nobody is called.
      LOG.log(Level.WARNING, "a budget could not be read", e);
      return decision;
    }
    boolean low = readings.stream().anyMatch(BudgetReading::low);
    return (low ? decider.economyFirst(decision, envelope) : decision).read(readings);
  }

  private static boolean anyEconomy(Decision decision) {
    for (Candidate candidate : decision.candidates()) {
      if (candidate.eligibility().eligible() && decision.economy(candidate)) {
        return true;
      }
    }
    return false;
  }

  /** Those that may change the order, by id, each with the first agent that it is about. */
  private Map<Budget, String> asked(
      Decision decision, BudgetSnapshot known, IntentEnvelope envelope, String tenant) {
    Map<Budget, String> asked = new TreeMap<>(Comparator.comparing(Budget::id));
    for (RoutableAgent agent : decision.steps()) {
      for (Budget budget : known.matching(tenant, envelope.intent().name(), agent.name())) {
        boolean counts = budget.softPercent() != null || !budgets.refused(budget);
        if (budget.degrades() && budget.period() != Period.EXECUTION && counts) {
          asked.putIfAbsent(budget, agent.name());
        }
      }
    }
    return asked;
  }

  private BudgetReading reading(Budget budget, String first, Map<String, Meter> meters) {
    Meter meter = meters.getOrDefault(budget.id(), Meter.EMPTY);
    return new BudgetReading(
        budget.id(),
        budget.limits().percent(meter.taken()),
        budget.softPercent(),
        latency(budget, first));
  }

  /** Never asked while determinism is required, whatever is stored. */
  private BudgetReading.@Nullable Latency latency(Budget budget, String agent) {
    Integer soft = budget.softLatencyMs();
    if (soft == null || budgets.refused(budget)) {
      return null;
    }
    OptionalLong usual = latencies.usual(agent);
    return new BudgetReading.Latency(agent, usual.isPresent() ? usual.getAsLong() : null, soft);
  }

  /** Whether an agent is of the economy tier. */
  static boolean economy(Map<String, AgentRegistration> agents, String name) {
    AgentRegistration agent = agents.get(name);
    return agent != null && agent.cost().economy();
  }
}
