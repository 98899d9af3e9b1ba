package net.intentus.journal;

/** Whether what was handed to the journal is durable now. */
public enum Appended {
  /** As durable as configured. */
  DURABLE,
  /** Queued; it is lost if this process ends or the database fails before its turn. */
  ACCEPTED,
  /** The idempotency key that it claims is taken: nothing was stored. */
  KEY_TAKEN,
  /** Too much is waiting already: nothing was stored. */
  FULL,
  /** The database did not take it. */
  UNAVAILABLE;

  /** Whether the caller may be answered as if it were recorded. */
  public boolean taken() {
    return this == DURABLE || this == ACCEPTED;
  }
}
