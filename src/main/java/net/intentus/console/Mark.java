package net.intentus.console;

import net.intentus.agent.CircuitReading;
import net.intentus.journal.ExecutionStatus;
import net.intentus.journal.VerificationState;
import net.intentus.journal.VerifyReport;
import org.jspecify.annotations.Nullable;

/**
 * How a state is shown: always an icon and a word, the colour is extra.
 *
 * @param tone name of the colour: {@code ok|bad|busy|wait|idle|odd}
 * @param icon name of the icon
 * @param word what it says
 */
public record Mark(String tone, String icon, String word) {

  static Mark of(ExecutionStatus status) {
    return switch (status) {
      case QUEUED -> new Mark("idle", "clock", "Queued");
      case RUNNING -> new Mark("busy", "run", "Running");
      case WAITING_APPROVAL -> new Mark("wait", "hand", "Waiting for approval");
      case SUCCEEDED -> new Mark("ok", "check", "Succeeded");
      case FAILED -> new Mark("bad", "cross", "Failed");
      case CANCELLED -> new Mark("idle", "stop", "Cancelled");
      case UNKNOWN -> new Mark("odd", "question", "Unknown");
    };
  }

  /** The mark of a candidate's outcome or an attempt's status, as the record spells it. */
  static Mark ofOutcome(String outcome) {
    return switch (outcome) {
      case "succeeded" -> new Mark("ok", "check", "Succeeded");
      case "failed" -> new Mark("bad", "cross", "Failed");
      case "running" -> new Mark("busy", "run", "Running");
      case "ambiguous" -> new Mark("odd", "question", "Ambiguous");
      case "cancelled" -> new Mark("idle", "stop", "Cancelled");
      case "filtered" -> new Mark("wait", "shield", "Filtered");
      case "skipped" -> new Mark("idle", "skip", "Skipped");
      case "not_reached" -> new Mark("idle", "dash", "Not reached");
      default -> new Mark("idle", "dash", outcome);
    };
  }

  static Mark of(VerifyReport.Result result) {
    return switch (result) {
      case OK -> new Mark("ok", "check", "OK");
      case FAILED -> new Mark("bad", "cross", "Failed");
      case NOT_CHECKABLE -> new Mark("idle", "dash", "Not checkable");
    };
  }

  /** The mark of what the scheduled check found; null when it has not come to the record yet. */
  static Mark of(@Nullable VerificationState found) {
    if (found == null) {
      return new Mark("idle", "dash", "Not checked yet");
    }
    return switch (found.state()) {
      case OK -> new Mark("ok", "check", "Holds");
      case MISMATCH -> new Mark("bad", "cross", "Mismatch");
    };
  }

  /** The mark of a circuit. */
  static Mark of(CircuitReading circuit) {
    return switch (circuit.state()) {
      case CLOSED -> new Mark("ok", "check", "Circuit closed");
      case OPEN -> new Mark("bad", "stop", circuit.forced() ? "Held open" : "Circuit open");
      case HALF_OPEN -> new Mark("wait", "run", "Circuit half-open");
    };
  }

  /** The mark of an agent's health, as the registry spells it. */
  static Mark ofHealth(String health) {
    return switch (health) {
      case "healthy" -> new Mark("ok", "check", "Healthy");
      case "degraded" -> new Mark("wait", "hand", "Degraded");
      case "unhealthy" -> new Mark("bad", "cross", "Unhealthy");
      default -> new Mark("idle", "dash", "Unknown");
    };
  }
}
