package net.intentus.observability;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Map;
import net.intentus.agent.CircuitChanged;
import net.intentus.agent.CircuitReading.State;
import net.intentus.agent.GuardActed;
import net.intentus.agent.GuardActed.Act;
import org.eclipse.microprofile.metrics.Counter;

/**
 * Counts what guards do, under the names that MicroProfile Fault Tolerance (4.0, section 11) gives
 * to the same things; the place of the method has the agent. Bounded as {@link ExecutionMetrics}.
 */
@Singleton
class GuardMetrics {
  private final BoundedLabels<AgentCounters> agents;

  @Inject
  GuardMetrics(Meters meters) {
    agents =
        new BoundedLabels<>(ExecutionMetrics.MAX_AGENTS, name -> AgentCounters.of(meters, name));
  }

  void acted(@Observes GuardActed event) {
    Counter counter = agents.of(event.agent()).acts().get(event.act());
    if (counter != null) {
      counter.inc();
    }
  }

  void moved(@Observes CircuitChanged event) {
    if (event.to() == State.OPEN) {
      agents.of(event.agent()).opened().inc();
    }
  }

  private record AgentCounters(Map<Act, Counter> acts, Counter opened) {
    static AgentCounters of(Meters meters, String agent) {
      Map<Act, Counter> acts = new EnumMap<>(Act.class);
      for (Act act : Act.values()) {
        acts.put(act, counter(meters, agent, act));
      }
      return new AgentCounters(acts, meters.circuitsOpened(agent));
    }

    private static Counter counter(Meters meters, String agent, Act act) {
      return switch (act) {
        case PLACE_GIVEN -> meters.bulkheadCalls(agent, "accepted");
        case PLACE_REFUSED -> meters.bulkheadCalls(agent, "rejected");
        case IN_TIME -> meters.timeoutCalls(agent, "false");
        case TIMED_OUT -> meters.timeoutCalls(agent, "true");
        case CALL_SUCCEEDED -> meters.circuitCalls(agent, "success");
        case CALL_FAILED -> meters.circuitCalls(agent, "failure");
        case CALL_REFUSED -> meters.circuitCalls(agent, "circuitBreakerOpen");
        case RETRIED -> meters.retries(agent);
        case DONE_AT_ONCE -> meters.retryCalls(agent, "false", "valueReturned");
        case FAILED_AT_ONCE -> meters.retryCalls(agent, "false", "exceptionNotRetryable");
        case DONE_AFTER_RETRIES -> meters.retryCalls(agent, "true", "valueReturned");
        case FAILED_AFTER_RETRIES -> meters.retryCalls(agent, "true", "exceptionNotRetryable");
        case RETRIES_USED_UP -> meters.retryCalls(agent, "true", "maxRetriesReached");
      };
    }
  }
}
