package net.intentus.submission;

import jakarta.enterprise.event.Event;
import java.util.logging.Level;
import java.util.logging.Logger;
import net.intentus.execution.ExecutionFinished;

/**
 * Tells whoever observes it that an execution has ended. The record is durable by then, so that an
 * observer that fails takes nobody's answer away. Thread-safe.
 */
final class Ends {
  private static final Logger LOG = Logger.getLogger(Ends.class.getName());

  private final Event<ExecutionFinished> observers;

  Ends(Event<ExecutionFinished> observers) {
    this.observers = observers;
  }

  void tell(ExecutionFinished end) {
    try {
      observers.fire(end);
    } catch (RuntimeException e) {
      LOG.log(Level.SEVERE, e, () -> "an observer failed at the end of " + end.executionId());
    }
  }
}
