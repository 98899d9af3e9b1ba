package net.intentus.config;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes UUIDv7 identifiers (RFC 9562, section 5.7) that rise strictly within this process, also
 * when the clock stands still or goes back. Thread-safe.
 */
@Singleton
public class Ids {
  private static final int COUNTER_BITS = 12;
  private final Clock clock;
  private final AtomicLong last = new AtomicLong();

  @Inject
  public Ids(Clock clock) {
    this.clock = clock;
  }

  /** The next identifier, in lower-case hexadecimal with dashes. */
  public String next() {
    long now = clock.millis() << COUNTER_BITS;
    long tick = last.updateAndGet(previous -> Math.max(previous + 1, now));
    long high = ((tick >>> COUNTER_BITS) << 16) | 0x7000L | (tick & 0xfffL);
    long low = (ThreadLocalRandom.current().nextLong() >>> 2) | 0x8000000000000000L;
    return new UUID(high, low).toString();
  }
}
