package net.intentus.journal;

/** Whether what was handed to the journal is durable now. */
public enum Appended {
  /** As durable as configured. */
  DURABLE,
  /** Too much is waiting already: nothing was stored. */
  FULL,
  /** The database did not take it. */
  UNAVAILABLE
}
