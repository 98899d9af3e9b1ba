package net.intentus.observability;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import net.intentus.agent.CircuitChanged;
import net.intentus.agent.CircuitReading.State;
import net.intentus.execution.AttemptFinished;
import net.intentus.execution.ExecutionFinished;
import net.intentus.execution.ExecutionRecovered;
import net.intentus.intent.ErrorCode;
import net.intentus.journal.ExecutionStatus;
import net.intentus.journal.JournalCommitted;
import net.intentus.journal.JournalLost;
import net.intentus.journal.RecordsVerified;
import net.intentus.submission.IntentRepeated;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.Timer;

/**
 * Counts and times what the runner and the journal publish.
 *
 * <p>It runs on their threads, so the meters are looked up once per name and kept: an event costs a
 * map lookup and an addition. The first {@value #MAX_INTENTS} intents and {@value #MAX_AGENTS}
 * agents have label values of their own, the rest is {@code other}; so is an intent that nobody can
 * do, or clients could use the names up with inventions.
 */
@Singleton
class ExecutionMetrics {
  static final int MAX_INTENTS = 100;
  static final int MAX_AGENTS = 200;

  private final BoundedLabels<IntentMeters> intents;
  private final BoundedLabels<AgentMeters> agents;
  private final BoundedLabels<CircuitMeters> circuits;
  private final Counter appends;
  private final Counter lost;
  private final Timer commits;
  private final Counter verified;
  private final Counter mismatched;
  private final Map<IntentRepeated.Outcome, Counter> repeats =
      new EnumMap<>(IntentRepeated.Outcome.class);
  private final Map<ExecutionStatus, Counter> recovered = new EnumMap<>(ExecutionStatus.class);

  @Inject
  ExecutionMetrics(Meters meters) {
    intents = new BoundedLabels<>(MAX_INTENTS, name -> IntentMeters.of(meters, name));
    agents = new BoundedLabels<>(MAX_AGENTS, name -> AgentMeters.of(meters, name));
    circuits = new BoundedLabels<>(MAX_AGENTS, name -> CircuitMeters.of(meters, name));
    appends = meters.journalAppends();
    lost = meters.journalLost();
    commits = meters.journalCommit();
    verified = meters.recordsVerified("ok");
    mismatched = meters.recordsVerified("mismatch");
    for (IntentRepeated.Outcome outcome : IntentRepeated.Outcome.values()) {
      repeats.put(outcome, meters.repeats(outcome.name().toLowerCase(Locale.ROOT)));
    }
    for (ExecutionStatus status : ExecutionStatus.values()) {
      if (status.terminal()) {
        recovered.put(status, meters.recovered(status.wire()));
      }
    }
  }

  void ended(@Observes ExecutionFinished event) {
    boolean invented = ErrorCode.CAPABILITY_NOT_FOUND.name().equals(event.errorCode());
    IntentMeters meters = invented ? intents.other() : intents.of(event.intent().name());
    Counter outcome = meters.outcomes.get(event.status());
    if (outcome != null) {
      outcome.inc();
    }
    meters.duration.update(Duration.ofNanos(event.durationNanos()));
  }

  void ended(@Observes AttemptFinished event) {
    AgentMeters meters = agents.of(event.agent());
    switch (event.status()) {
      case "succeeded" -> meters.succeeded.inc();
      case "cancelled" -> meters.cancelled.inc();
      case "ambiguous" -> meters.ambiguous.inc();
      default -> meters.failed.inc();
    }
  }

  void moved(@Observes CircuitChanged event) {
    circuits.of(event.agent()).get(event.to()).inc();
  }

  void repeated(@Observes IntentRepeated event) {
    Counter outcome = repeats.get(event.outcome());
    if (outcome != null) {
      outcome.inc();
    }
  }

  void ended(@Observes ExecutionRecovered event) {
    Counter outcome = recovered.get(event.status());
    if (outcome != null) {
      outcome.inc();
    }
  }

  void committed(@Observes JournalCommitted event) {
    appends.inc(event.appends());
    commits.update(Duration.ofNanos(event.nanos()));
  }

  void lost(@Observes JournalLost event) {
    lost.inc(event.appends());
  }

  void verified(@Observes RecordsVerified event) {
    verified.inc(event.ok());
    mismatched.inc(event.mismatched());
  }

  private record IntentMeters(Map<ExecutionStatus, Counter> outcomes, Timer duration) {
    static IntentMeters of(Meters meters, String intent) {
      Map<ExecutionStatus, Counter> outcomes = new EnumMap<>(ExecutionStatus.class);
      for (ExecutionStatus status : ExecutionStatus.values()) {
        if (status.terminal()) {
          outcomes.put(status, meters.intents(intent, status.wire()));
        }
      }
      return new IntentMeters(outcomes, meters.intentDuration(intent));
    }
  }

  private record CircuitMeters(Counter opened, Counter halfOpened, Counter closed) {
    static CircuitMeters of(Meters meters, String agent) {
      return new CircuitMeters(
          meters.circuitMoves(agent, State.OPEN.wire()),
          meters.circuitMoves(agent, State.HALF_OPEN.wire()),
          meters.circuitMoves(agent, State.CLOSED.wire()));
    }

    Counter get(State to) {
      return switch (to) {
        case OPEN -> opened;
        case HALF_OPEN -> halfOpened;
        case CLOSED -> closed;
      };
    }
  }

  private record AgentMeters(
      Counter succeeded, Counter failed, Counter cancelled, Counter ambiguous) {
    static AgentMeters of(Meters meters, String agent) {
      return new AgentMeters(
          meters.attempts(agent, "succeeded"),
          meters.attempts(agent, "failed"),
          meters.attempts(agent, "cancelled"),
          meters.attempts(agent, "ambiguous"));
    }
  }
}
