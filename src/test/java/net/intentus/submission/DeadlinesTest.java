package net.intentus.submission;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.intentus.config.SettingsReader;
import net.intentus.intent.IntentEnvelope;
import net.intentus.intent.IntentRef;
import net.intentus.intent.Json;
import net.intentus.intent.Priority;
import net.intentus.intent.Routing;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeadlinesTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private static @Nullable Instant deadline(String setting, @Nullable Instant asked) {
    return deadlines(setting).of(envelope(asked), NOW);
  }

  private static Deadlines deadlines(String setting) {
    Map<String, String> settings = Map.of("intentus.deadline-ms", setting);
    return new Deadlines(SettingsReader.read(key -> Optional.ofNullable(settings.get(key))));
  }

  private static IntentEnvelope envelope(@Nullable Instant deadline) {
    return new IntentEnvelope(
        new IntentRef("SearchIntent", "1.0"),
        Json.object(),
        new IntentEnvelope.Context(null, NOW, Priority.NORMAL, List.of(), deadline, null, null),
        new IntentEnvelope.Metadata("r", null, NOW, "t", List.of()),
        Routing.DEFAULT);
  }

  @Test
  void theEarlierOfBothCounts() {
    assertThat(deadline("0", null)).isNull();
    assertThat(deadline("0", NOW.plusSeconds(9))).isEqualTo(NOW.plusSeconds(9));
    assertThat(deadline("5000", null)).isEqualTo(NOW.plusSeconds(5));
    assertThat(deadline("5000", NOW.plusSeconds(9))).isEqualTo(NOW.plusSeconds(5));
    assertThat(deadline("5000", NOW.plusSeconds(1))).isEqualTo(NOW.plusSeconds(1));
  }

  @Test
  void whatAnOperatorRunsAgainHasItsOwnTime() {
    assertThat(deadlines("0").from(NOW)).isNull();
    assertThat(deadlines("5000").from(NOW)).isEqualTo(NOW.plusSeconds(5));
  }

  @Test
  void theSameRequestHashesTheSameWhateverItsDeadline() {
    assertThat(envelope(NOW).hashed()).isEqualTo(envelope(null).hashed());
    assertThat(envelope(NOW).toJson().at("/context/deadline").asText())
        .isEqualTo("2026-01-01T00:00:00.000Z");
    assertThat(envelope(null).toJson().path("context").has("deadline")).isFalse();
  }
}
