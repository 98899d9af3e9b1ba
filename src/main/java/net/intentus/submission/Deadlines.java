package net.intentus.submission;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import net.intentus.config.Settings;
import net.intentus.intent.IntentEnvelope;
import org.jspecify.annotations.Nullable;

/** When executions have to be done. Thread-safe. */
@Singleton
class Deadlines {
  private final int mostMs;

  @Inject
  Deadlines(Settings settings) {
    this.mostMs = settings.guards().deadlineMs();
  }

  /** What the client and the installation say, whichever is earlier; null when neither does. */
  @Nullable Instant of(IntentEnvelope envelope, Instant createdAt) {
    Instant asked = envelope.context().deadline();
    Instant latest = from(createdAt);
    return asked == null || (latest != null && latest.isBefore(asked)) ? latest : asked;
  }

  /** What the installation says of work that begins then; null when it says nothing. */
  @Nullable Instant from(Instant begin) {
    return mostMs == 0 ? null : begin.plusMillis(mostMs);
  }
}
