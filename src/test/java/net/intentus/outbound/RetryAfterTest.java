package net.intentus.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RetryAfterTest {
  private static final String NOW = "Fri, 02 Jan 2026 03:04:05 GMT";
  private static final String LATER = "Fri, 02 Jan 2026 03:05:35 GMT";

  @Test
  void takesSecondsAsTheyAre() {
    assertThat(RetryAfter.seconds("120", null)).isEqualTo("120");
    assertThat(RetryAfter.seconds(null, NOW)).isNull();
  }

  @Test
  void countsFromTheDateOfTheAnswer() {
    assertThat(RetryAfter.seconds(LATER, NOW)).isEqualTo("90");
    assertThat(RetryAfter.seconds(NOW, LATER)).as("over already").isNull();
  }

  @Test
  void whatCannotBeReadSaysNothing() {
    assertThat(RetryAfter.seconds(LATER, null)).isNull();
    assertThat(RetryAfter.seconds("soon", NOW)).isNull();
    assertThat(RetryAfter.seconds(LATER, "today")).isNull();
  }
}
