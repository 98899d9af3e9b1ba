package net.intentus.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import net.intentus.SettableClock;
import org.junit.jupiter.api.Test;

class IdsTest {
  @Test
  void carriesTheTimeVersionAndVariant() {
    UUID id = UUID.fromString(new Ids(new SettableClock()).next());
    assertThat(id.version()).isEqualTo(7);
    assertThat(id.variant()).isEqualTo(2);
    assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(1_767_225_600_000L);
  }

  @Test
  void risesWhileTheClockStandsStillAndWhenItGoesBack() {
    SettableClock clock = new SettableClock();
    Ids ids = new Ids(clock);
    List<String> made = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      made.add(ids.next());
      if (i == 5_000) {
        clock.move(Duration.ofMinutes(-1));
      }
    }
    List<String> sorted = new ArrayList<>(made);
    Collections.sort(sorted);
    assertThat(made).isEqualTo(sorted);
    assertThat(new HashSet<>(made)).hasSize(made.size());
  }
}
