package net.intentus.execution;

import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Tells how much of an execution's time is left. Thread-safe. */
record RunClock(Clock clock) {

  /** In milliseconds, zero or less when it is over; null when it has no end. */
  @Nullable Long leftMs(RunRequest request) {
    Instant deadline = request.deadline();
    return deadline == null ? null : deadline.toEpochMilli() - clock.millis();
  }
}
