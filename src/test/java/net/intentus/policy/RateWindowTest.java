package net.intentus.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RateWindowTest {
  private static final long T = 1_767_225_600_000L;

  @Test
  void hasRoomUntilTheLimitIsReached() {
    RateWindow window = new RateWindow(T, 1);
    assertThat(window.hasRoom(T, 2)).isTrue();
    window = window.count(T + 10);
    assertThat(window).isEqualTo(new RateWindow(T, 2));
    assertThat(window.hasRoom(T + 59_999, 2)).isFalse();
    assertThat(window.hasRoom(T + 59_999, 3)).isTrue();
  }

  @Test
  void beginsAnewWithTheFirstCallAfterItsMinute() {
    RateWindow full = new RateWindow(T, 2);
    assertThat(full.over(T + 59_999)).isFalse();
    assertThat(full.hasRoom(T + 60_000, 2)).isTrue();
    assertThat(full.count(T + 75_000)).isEqualTo(new RateWindow(T + 75_000, 1));
  }

  @Test
  void nobodyHasRoomUnderALimitOfNone() {
    assertThat(new RateWindow(T, 0).hasRoom(T + 70_000, 0)).isFalse();
  }

  @Test
  void saysHowLongItLastsAlsoWhenTheClockWasSetBack() {
    RateWindow window = new RateWindow(T, 1);
    assertThat(window.resetsIn(T + 1)).isEqualTo(59_999);
    assertThat(window.resetsIn(T + 90_000)).isZero();
    assertThat(window.resetsIn(T - 5_000)).isEqualTo(60_000);
  }

  @Test
  void aReadingTellsWhatIsLeft() {
    RateReading reading =
        RateReading.of(new RateDemand("r", "k", 3), new RateWindow(T, 2), T + 59_001, true);
    assertThat(reading.remaining()).isEqualTo(1);
    assertThat(reading.resetSeconds()).isEqualTo(1);
    assertThat(reading.allows(2)).isTrue();
    assertThat(reading.allows(1)).isFalse();
    assertThat(new RateReading("k", 3, 9, 1_001, false).remaining()).isZero();
    assertThat(new RateReading("k", 3, 9, 1_001, false).resetSeconds()).isEqualTo(2);
    assertThat(new RateReading("k", 3, 1, 0, false).allows(3)).isFalse();
  }
}
