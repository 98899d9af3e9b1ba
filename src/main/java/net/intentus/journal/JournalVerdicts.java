package net.intentus.journal;

import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Tells what became of appends: those who wait for them, and those who count. Thread-safe. */
@Singleton
class JournalVerdicts {
  private static final Logger LOG = Logger.getLogger(JournalVerdicts.class.getName());

  @Inject Event<JournalCommitted> commits;
  @Inject Event<JournalLost> losses;

  /** They are as durable as configured. */
  void durable(List<Append> batch) {
    batch.forEach(append -> append.waiter().settle(Append.Outcome.DURABLE));
  }

  /** Their preconditions do not hold. */
  void refused(List<Append> appends) {
    appends.forEach(append -> append.waiter().settle(Append.Outcome.REFUSED));
  }

  /** A batch of so many was stored in that time. */
  void counted(int appends, long nanos) {
    tell(commits, new JournalCommitted(appends, nanos));
  }

  /**
   * Tells those who wait, and counts what is lost because nobody does. What the write-ahead log has
   * is not: it is stored in the end.
   */
  void failed(List<Append> appends) {
    int lost = 0;
    for (Append append : appends) {
      if (!append.acknowledged()) {
        boolean first = append.waiter().settle(Append.Outcome.FAILED);
        lost += first && !append.waiter().awaited() ? 1 : 0;
      }
    }
    if (lost > 0) {
      LOG.severe(lost + " executions that were acknowledged before they were durable are lost");
      tell(losses, new JournalLost(lost));
    }
  }

  private static <T> void tell(Event<T> observers, T event) {
    try {
      observers.fire(event);
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "an observer of the journal failed", e);
    }
  }
}
