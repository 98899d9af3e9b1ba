package net.intentus.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class IdsTest {
  /** A clock that the test moves. */
  private static final class HandClock extends Clock {
    private final AtomicLong millis = new AtomicLong(1_767_225_600_000L);

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return Instant.ofEpochMilli(millis.get());
    }
  }

  @Test
  void carriesTheTimeVersionAndVariant() {
    UUID id = UUID.fromString(new Ids(new HandClock()).next());
    assertThat(id.version()).isEqualTo(7);
    assertThat(id.variant()).isEqualTo(2);
    assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(1_767_225_600_000L);
  }

  @Test
  void risesWhileTheClockStandsStillAndWhenItGoesBack() {
    HandClock clock = new HandClock();
    Ids ids = new Ids(clock);
    List<String> made = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      made.add(ids.next());
      if (i == 5_000) {
        clock.millis.addAndGet(-60_000);
      }
    }
    List<String> sorted = new ArrayList<>(made);
    Collections.sort(sorted);
    assertThat(made).isEqualTo(sorted);
    assertThat(new HashSet<>(made)).hasSize(made.size());
  }
}
