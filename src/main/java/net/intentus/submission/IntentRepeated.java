package net.intentus.submission;

/**
 * Published when a request carries an idempotency key that was used before.
 *
 * @param outcome what it was answered
 */
public record IntentRepeated(Outcome outcome) {

  /** What a repeat can be answered. */
  public enum Outcome {
    /** The stored answer. */
    REPLAYED,
    /** That the first request still runs. */
    RUNNING,
    /** That the key stands for other work, or for work whose answer cannot be given. */
    CONFLICT
  }
}
