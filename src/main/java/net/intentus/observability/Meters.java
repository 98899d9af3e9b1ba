package net.intentus.observability;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.function.Supplier;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.MetricUnits;
import org.eclipse.microprofile.metrics.Tag;
import org.eclipse.microprofile.metrics.Timer;

/**
 * Every metric of the application, by name. Thread-safe.
 *
 * <p>Timers are declared in nanoseconds, which is what they hold: Payara then adds {@code _seconds}
 * to the name and converts. Declared in seconds, it adds the suffix all the same and writes
 * nanoseconds (6.2025.10). Their buckets are set in {@code microprofile-config.properties}.
 */
@Singleton
class Meters {
  private final MetricRegistry registry;

  @Inject
  Meters(MetricRegistry registry) {
    this.registry = registry;
  }

  /** Intents that ended, by name and outcome. */
  Counter intents(String intent, String outcome) {
    return counter(
        "intentus_intents_total",
        "Executions that have ended.",
        new Tag("intent", intent),
        new Tag("outcome", outcome));
  }

  /** From acceptance to the durable end. */
  Timer intentDuration(String intent) {
    return timer(
        "intentus_intent_duration",
        "Time from accepting an intent to its recorded end.",
        new Tag("intent", intent));
  }

  /** Calls of agents that ended, by agent and outcome. */
  Counter attempts(String agent, String outcome) {
    return counter(
        "intentus_attempts_total",
        "Calls of agents that have ended.",
        new Tag("agent", agent),
        new Tag("outcome", outcome));
  }

  /**
   * How often circuits have moved on this instance.
   *
   * @param to {@code open|half_open|closed}
   */
  Counter circuitMoves(String agent, String to) {
    return counter(
        "intentus_circuit_moves_total",
        "How often the circuit of an agent has moved.",
        new Tag("agent", agent),
        new Tag("to", to));
  }

  /**
   * Calls that a bulkhead decided about.
   *
   * @param result {@code accepted|rejected}
   */
  Counter bulkheadCalls(String agent, String result) {
    return counter(
        "ft_bulkhead_calls_total",
        "Calls of agents that asked for a place.",
        new Tag("method", agent),
        new Tag("bulkheadResult", result));
  }

  /**
   * Calls with a timeout of their agent.
   *
   * @param timedOut {@code true|false}
   */
  Counter timeoutCalls(String agent, String timedOut) {
    return counter(
        "ft_timeout_calls_total",
        "Calls of agents that had a timeout.",
        new Tag("method", agent),
        new Tag("timedOut", timedOut));
  }

  /**
   * Calls that a circuit breaker decided about.
   *
   * @param result {@code success|failure|circuitBreakerOpen}
   */
  Counter circuitCalls(String agent, String result) {
    return counter(
        "ft_circuitbreaker_calls_total",
        "Calls of agents that have a circuit breaker.",
        new Tag("method", agent),
        new Tag("circuitBreakerResult", result));
  }

  /**
   * Calls that a failure could have made again, each however often it was tried.
   *
   * @param retried {@code true|false}
   * @param result {@code valueReturned|exceptionNotRetryable|maxRetriesReached}
   */
  Counter retryCalls(String agent, String retried, String result) {
    return counter(
        "ft_retry_calls_total",
        "Calls of agents that may be tried again.",
        new Tag("method", agent),
        new Tag("retried", retried),
        new Tag("retryResult", result));
  }

  /** How often calls were made again. */
  Counter retries(String agent) {
    return counter(
        "ft_retry_retries_total",
        "How often calls of an agent were tried again.",
        new Tag("method", agent));
  }

  /** How often circuits have opened on this instance. */
  Counter circuitsOpened(String agent) {
    return counter(
        "ft_circuitbreaker_opened_total",
        "How often the circuit of an agent has opened.",
        new Tag("method", agent));
  }

  /** Interrupted executions that were brought to an end, by outcome. */
  Counter recovered(String outcome) {
    return counter(
        "intentus_recovered_total",
        "Interrupted executions that recovery has brought to an end.",
        new Tag("outcome", outcome));
  }

  /** Appends that the journal has committed. */
  Counter journalAppends() {
    return counter("intentus_journal_appends_total", "Appends that are durable.");
  }

  /** Appends that were acknowledged early and then not stored. */
  Counter journalLost() {
    return counter(
        "intentus_journal_lost_total", "Executions acknowledged early whose record was lost.");
  }

  /** Requests with an idempotency key that was used before, by what they were answered. */
  Counter repeats(String outcome) {
    return counter(
        "intentus_repeats_total",
        "Requests whose idempotency key was used before.",
        new Tag("outcome", outcome));
  }

  /** Group commits of the journal. */
  Timer journalCommit() {
    return timer("intentus_journal_commit", "Duration of the journal's group commits.");
  }

  /**
   * Records that the sweep has checked again.
   *
   * @param result {@code ok} or {@code mismatch}
   */
  Counter recordsVerified(String result) {
    return counter(
        "intentus_records_verified_total",
        "Old records that were checked again.",
        new Tag("result", result));
  }

  /**
   * Spans that a sink did not get.
   *
   * @param reason {@code full} or {@code failed}
   */
  Counter spansDropped(String sink, String reason) {
    return counter(
        "intentus_trace_spans_dropped_total",
        "Finished spans that a trace sink did not take.",
        new Tag("sink", sink),
        new Tag("reason", reason));
  }

  /**
   * Finished executions that the history file lacks.
   *
   * @param reason {@code full} or {@code failed}
   */
  Counter historyDropped(String reason) {
    return counter(
        "intentus_history_dropped_total",
        "Finished executions that are missing in execution_history.jsonl.",
        new Tag("reason", reason));
  }

  /** A reading that is taken whenever somebody looks. */
  void gauge(String name, String description, Supplier<Integer> reading) {
    registry.gauge(describe(name, description, MetricUnits.NONE), reading);
  }

  private Counter counter(String name, String description, Tag... tags) {
    return registry.counter(describe(name, description, MetricUnits.NONE), tags);
  }

  private Timer timer(String name, String description, Tag... tags) {
    return registry.timer(describe(name, description, MetricUnits.NANOSECONDS), tags);
  }

  private static Metadata describe(String name, String description, String unit) {
    return Metadata.builder().withName(name).withDescription(description).withUnit(unit).build();
  }
}
