package net.intentus.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.intentus.agent.AgentRegistration;
import net.intentus.agent.CircuitReading;
import net.intentus.agent.GuardDocument;
import net.intentus.agent.GuardSettings;
import net.intentus.agent.Places;
import net.intentus.intent.Json;
import org.jspecify.annotations.Nullable;

/**
 * What guards the calls of an agent.
 *
 * @param mark the state of its circuit on this instance
 * @param detail who opened it and when, or when it is tried again; may be empty
 * @param forced whether an operator has opened it
 * @param operable whether the user may open and close it
 * @param guards what is asked for, in words; empty when nothing is
 * @param registered the same as it is registered, as JSON; null when nothing is
 */
public record CircuitView(
    Mark mark,
    String detail,
    boolean forced,
    boolean operable,
    List<String> guards,
    @Nullable String registered) {

  static CircuitView of(
      AgentRegistration agent,
      CircuitReading circuit,
      @Nullable GuardSettings applied,
      @Nullable Places places,
      boolean operable) {
    ObjectNode own = GuardDocument.write(agent.guard());
    return new CircuitView(
        Mark.of(circuit),
        detail(circuit),
        circuit.forced(),
        operable,
        applied == null ? List.of() : words(applied, places),
        own.isEmpty() ? null : Json.pretty(own));
  }

  private static String detail(CircuitReading circuit) {
    Instant at = circuit.changedAt();
    if (at != null) {
      return "by " + circuit.changedBy() + ", " + Moment.of(at, at).utc() + " UTC";
    }
    return circuit.retryAfterMs() == 0
        ? ""
        : "tried again in " + Moment.length(circuit.retryAfterMs());
  }

  private static List<String> words(GuardSettings guard, @Nullable Places places) {
    List<String> words = new ArrayList<>();
    if (guard.timeoutMs() != null) {
      words.add("A call may take " + Moment.length(guard.timeoutMs()) + ".");
    }
    if (guard.maxConcurrent() != null) {
      words.add(guard.maxConcurrent() + " at once, " + guard.maxQueued() + " waiting.");
    }
    if (places != null) {
      words.add(
          "Now, on this instance: "
              + places.taken()
              + " running, "
              + places.waiting()
              + " waiting.");
    }
    if (guard.maxCallsPerMinute() != null) {
      words.add(guard.maxCallsPerMinute() + " a minute.");
    }
    GuardSettings.Retry retry = guard.retry();
    if (retry != null) {
      int most = retry.maxRetries();
      words.add(most == 1 ? "Retried once." : "Retried " + most + " times.");
    }
    GuardSettings.Breaker breaker = guard.circuitBreaker();
    if (breaker != null) {
      words.add(
          "The circuit opens when "
              + Math.round(breaker.failureRatio() * 100)
              + " % of "
              + breaker.requestVolumeThreshold()
              + " calls fail.");
    }
    return words;
  }
}
