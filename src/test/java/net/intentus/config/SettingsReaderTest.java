package net.intentus.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import net.intentus.config.Settings.Durability;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsReaderTest {
  private static Settings read(Map<String, String> values) {
    return SettingsReader.read(key -> Optional.ofNullable(values.get(key)));
  }

  @Test
  void startsWithoutAnySetting() {
    Settings settings = read(Map.of());
    assertThat(settings.requireDeterminism()).isTrue();
    assertThat(settings.demoEnabled()).isFalse();
    assertThat(settings.database().postgresql()).isFalse();
    assertThat(settings.database().url()).contains("WRITE_DELAY=0");
    assertThat(settings.recording()).isEqualTo(new Settings.Recording(true, 1.0, Durability.FSYNC));
    assertThat(settings.limits()).isEqualTo(new Settings.Limits(1_048_576, 128, 32));
    assertThat(settings.redactedFields()).contains("password", "apiKey", "card_number");
    assertThat(settings.agents().allowedAddresses()).isEmpty();
  }

  @Test
  void anH2UrlNeverLosesItsWrites() {
    assertThat(read(Map.of("intentus.db.url", "jdbc:h2:mem:x")).database().url())
        .isEqualTo("jdbc:h2:mem:x;WRITE_DELAY=0");
    assertThat(read(Map.of("intentus.db.url", "jdbc:h2:mem:x;write_delay=9")).database().url())
        .isEqualTo("jdbc:h2:mem:x;write_delay=9");
  }

  @Test
  void theUrlAloneChoosesPostgresql() {
    Settings settings = read(Map.of("intentus.db.url", "jdbc:postgresql://127.0.0.1/x"));
    assertThat(settings.database().postgresql()).isTrue();
    assertThat(settings.database().user()).isEmpty();
  }

  @Test
  void neverShowsASecret() {
    Settings settings =
        read(
            Map.of(
                "intentus.db.password", "sesame-1",
                "intentus.bootstrap.admin-password", "sesame-2",
                "intentus.bootstrap.api-key", "sesame-3",
                "intentus.encryption.key", "sesame-4"));
    assertThat(settings.toString()).doesNotContain("sesame");
  }

  @ParameterizedTest
  @CsvSource({
    "intentus.db.url, jdbc:mysql://x",
    "intentus.demo.enabled, yes",
    "intentus.limits.max-body-bytes, 12",
    "intentus.limits.max-concurrent, 0",
    "intentus.limits.max-concurrent, many",
    "intentus.limits.max-fanout, -1",
    "intentus.agents.call-ceiling-ms, 99999999999",
    "intentus.recording.sample-rate, 1.5",
    "intentus.recording.sample-rate, NaN",
    "intentus.recording.durability, maybe",
    "intentus.recording.durability, async",
    "intentus.recording.payloads, digest",
    "intentus.compliance.mode, regulated"
  })
  void refusesAValueThatCannotBeUsedAndNamesItsKey(String key, String value) {
    assertThatThrownBy(() -> read(Map.of(key, value)))
        .isInstanceOf(ConfigurationProblem.class)
        .hasMessageStartingWith(key + ": ");
  }
}
