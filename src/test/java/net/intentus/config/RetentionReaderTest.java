package net.intentus.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetentionReaderTest {
  private static Retention read(Map<String, String> values) {
    return SettingsReader.read(key -> Optional.ofNullable(values.get(key))).retention();
  }

  private static Retention rules(String rules) {
    return read(Map.of("intentus.retention.rules", rules));
  }

  @Test
  void keepsEverythingUnlessTold() {
    Retention retention = read(Map.of());
    assertThat(retention.configured()).isFalse();
    assertThat(retention.rules()).extracting(Retention.Rule::text).containsExactly("*:*=keep/keep");
    assertThat(retention.archiveDir()).isEmpty();
    assertThat(retention.every()).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void readsRulesInOrderAndTheDefaultLast() {
    Retention retention =
        read(
            Map.of(
                "intentus.retention.rules", " a:b:Failed = 1h/2d ; Search*:*=90s/keep;",
                "intentus.retention.payload", "7d",
                "intentus.retention.metadata", "365d"));
    assertThat(retention.configured()).isTrue();
    assertThat(retention.rules())
        .extracting(Retention.Rule::text)
        .containsExactly("a:b:failed=1h/2d", "Search*:*=1m30s/keep", "*:*=7d/365d");
  }

  @ParameterizedTest
  @CsvSource({
    "Search, succeeded, 1",
    "SearchAll, succeeded, 2",
    "Search, failed, 2",
    "xSearch, failed, 3",
    "SearchAllOfIt, failed, 2",
    "a.mid.z, failed, 4",
    "a.mi.z, failed, 5"
  })
  void theFirstRuleThatMatchesCounts(String intent, String status, int days) {
    Retention retention =
        rules(
            "Search:succeeded=keep/1d;Search*:*=keep/2d;*Search:*=keep/3d;a*mid*z:*=keep/4d;"
                + "*:*=keep/5d");
    assertThat(retention.ruleFor(intent, status).metadata()).contains(Duration.ofDays(days));
  }

  @ParameterizedTest
  @CsvSource({
    "intentus.retention.rules, Search=7d/30d",
    "intentus.retention.rules, Search:succeeded",
    "intentus.retention.rules, Search:succeeded=7d",
    "intentus.retention.rules, :succeeded=7d/30d",
    "intentus.retention.rules, Search:running=7d/30d",
    "intentus.retention.rules, Search:unknown=7d/30d",
    "intentus.retention.rules, Search:*=0d/30d",
    "intentus.retention.rules, Search:*=7/30",
    "intentus.retention.rules, Search:*=30d/7d",
    "intentus.retention.payload, 7",
    "intentus.retention.metadata, for ever",
    "intentus.retention.every, keep",
    "intentus.retention.pause-ms, -1",
    "intentus.retention.storage-limit-bytes, 10g"
  })
  void refusesWhatItCannotUse(String key, String value) {
    assertThatThrownBy(() -> read(Map.of(key, value)))
        .isInstanceOf(ConfigurationProblem.class)
        .hasMessageContaining(key);
  }
}
