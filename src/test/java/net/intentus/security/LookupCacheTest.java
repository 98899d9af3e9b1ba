package net.intentus.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import net.intentus.SettableClock;
import org.junit.jupiter.api.Test;

class LookupCacheTest {
  private final SettableClock clock = new SettableClock();
  private final LookupCache<String> cache = new LookupCache<>(clock);
  private int lookups;

  private Optional<String> found(String key) {
    lookups++;
    return Optional.of(key);
  }

  private Optional<String> missing(String key) {
    lookups++;
    return Optional.empty();
  }

  @Test
  void staysBoundedUnderAFloodOfInventedNamesAndKeepsTheGoodOnes() {
    cache.find("good", this::found);
    for (int i = 0; i < 50_000; i++) {
      cache.find("invented-" + i, this::missing);
    }

    lookups = 0;
    cache.find("good", this::found);

    assertThat(lookups).isZero();
    assertThat(cache.size()).isLessThan(6_000);
  }

  @Test
  void makesRoomWhenOldEntriesAreStale() {
    for (int i = 0; i < 50_000; i++) {
      cache.find("old-" + i, this::found);
    }
    clock.move(Duration.ofSeconds(2));
    cache.find("new", this::found);
    lookups = 0;

    cache.find("new", this::found);

    assertThat(lookups).isZero();
  }

  @Test
  void forgetsWhatWasKnownWhenTheClockGoesBack() {
    cache.find("a", this::found);
    clock.move(Duration.ofHours(-1));

    cache.find("a", this::found);

    assertThat(lookups).isEqualTo(2);
  }

  @Test
  void seesWhatWasCreatedOnceItIsForgotten() {
    cache.find("a", this::missing);
    cache.forget("a");

    assertThat(cache.find("a", this::found)).contains("a");
  }
}
