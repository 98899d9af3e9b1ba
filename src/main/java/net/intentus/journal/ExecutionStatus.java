package net.intentus.journal;

import java.util.Locale;
import java.util.Optional;

/** Where an execution stands. */
public enum ExecutionStatus {
  QUEUED,
  RUNNING,
  WAITING_APPROVAL,
  SUCCEEDED,
  FAILED,
  CANCELLED,
  /** An irreversible call was sent and not validly answered: nobody knows whether it was done. */
  UNKNOWN;

  /** The lower-case form that documents carry. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether nothing more will happen by itself. */
  public boolean terminal() {
    return this == SUCCEEDED || this == FAILED || this == CANCELLED || this == UNKNOWN;
  }

  /** The status of that lower-case name. */
  public static Optional<ExecutionStatus> find(String wire) {
    for (ExecutionStatus status : values()) {
      if (status.wire().equals(wire)) {
        return Optional.of(status);
      }
    }
    return Optional.empty();
  }
}
