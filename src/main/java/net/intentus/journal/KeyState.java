package net.intentus.journal;

import org.jspecify.annotations.Nullable;

/** What is known of an idempotency key. */
public sealed interface KeyState {

  /** Nobody has it, or nobody has it any more. */
  record Free() implements KeyState {}

  /**
   * It stands for an execution.
   *
   * @param sameWork whether that execution was asked for with the same envelope
   * @param subject who asked, null when the execution is not stored any more
   * @param status null when the execution is not stored any more
   */
  record Taken(
      String executionId,
      boolean sameWork,
      @Nullable String subject,
      @Nullable ExecutionStatus status)
      implements KeyState {

    /** Whether that execution has not ended. */
    public boolean open() {
      return status != null && !status.terminal();
    }
  }

  /** The database does not say. */
  record Unreadable() implements KeyState {}
}
