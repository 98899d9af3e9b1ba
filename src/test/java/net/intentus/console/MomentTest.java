package net.intentus.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MomentTest {
  private static final Instant TIME = Instant.parse("2026-03-04T09:11:50.007Z");

  @Test
  void showsUtcAndHowLongAgo() {
    Moment moment = Moment.of(TIME, TIME.plusSeconds(190));

    assertThat(moment.utc()).isEqualTo("2026-03-04 09:11:50.007");
    assertThat(moment.iso()).isEqualTo("2026-03-04T09:11:50.007Z");
    assertThat(moment.ago()).isEqualTo("3 min ago");
    assertThat(Moment.of(TIME, TIME).ago()).isEqualTo("just now");
    assertThat(Moment.of(TIME, TIME.minusSeconds(7_200)).ago()).isEqualTo("in 2 h");
  }

  @Test
  void givesEveryLengthAUnit() {
    assertThat(Moment.length(0)).isEqualTo("0 ms");
    assertThat(Moment.length(2_412)).isEqualTo("2.41 s");
    assertThat(Moment.length(61_000)).isEqualTo("1 min 1 s");
    assertThat(Moment.length(7_260_000)).isEqualTo("2 h 1 min");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-31, 2026-01-31T00:00:00Z",
    "2026-01-31T08:00, 2026-01-31T08:00:00Z",
    "2026-01-31T08:00:30, 2026-01-31T08:00:30Z",
    "2026-01-31T08:00Z, 2026-01-31T08:00:00Z",
    "2026-01-31T08:00:00+01:00, 2026-01-31T07:00:00Z",
  })
  void readsTimesAsPeopleWriteThem(String text, Instant meant) {
    assertThat(Moment.read(text)).contains(meant);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "yesterday",
        "2026-13-01",
        "+999999999-01-01T00:00",
        "-999999999-01-01T00:00Z",
        "+10000-01-01T00:00:00Z",
        ""
      })
  void readsNoTimeThatCannotBeStored(String text) {
    assertThat(Moment.read(text)).isEmpty();
  }
}
