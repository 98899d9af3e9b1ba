package net.intentus.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComplianceTest {
  private static final Map<String, String> REGULATED =
      Map.of(
          "intentus.compliance.mode",
          "regulated",
          "intentus.signing.enabled",
          "true",
          "intentus.encryption.payloads",
          "on",
          "intentus.redaction.patterns",
          "none");

  private static Settings read(Map<String, String> values) {
    return SettingsReader.read(key -> Optional.ofNullable(values.get(key)));
  }

  private static List<String> off(Settings settings) {
    return Compliance.of(settings).items().stream()
        .filter(item -> !item.on())
        .map(Compliance.Item::name)
        .toList();
  }

  @Test
  void asksForNothingUnlessTold() {
    Settings settings = read(Map.of());
    assertThat(settings.complianceMode()).isEqualTo(ComplianceMode.STANDARD);
    assertThat(settings.requireDeterminism()).isTrue();
    assertThat(off(settings)).containsExactly("signing", "encryption");
    assertThat(Compliance.of(settings).items())
        .filteredOn(Compliance.Item::required)
        .extracting(Compliance.Item::name)
        .containsExactly("audit");
  }

  @Test
  void relaxesDeterminismAloneForDevelopment() {
    Settings standard = read(Map.of());
    Settings development = read(Map.of("intentus.compliance.mode", "Development"));
    assertThat(development.requireDeterminism()).isFalse();
    assertThat(off(development)).containsExactly("signing", "encryption", "determinism");
    assertThat(development.recording()).isEqualTo(standard.recording());
    assertThat(development.redaction()).isEqualTo(standard.redaction());
    assertThat(
            read(Map.of(
                    "intentus.compliance.mode",
                    "development",
                    "intentus.routing.require-determinism",
                    "true"))
                .requireDeterminism())
        .isTrue();
  }

  @Test
  void aRegulatedInstallationWithEverySafeguardStarts() {
    Settings settings = read(REGULATED);
    assertThat(off(settings)).isEmpty();
    assertThat(Compliance.of(settings).items()).allMatch(Compliance.Item::required);
  }

  @Test
  void namesEverythingThatARegulatedInstallationLacksAtOnce() {
    assertThatThrownBy(
            () ->
                read(
                    Map.of(
                        "intentus.compliance.mode",
                        "regulated",
                        "intentus.redaction.fields",
                        " , ",
                        "intentus.redaction.patterns",
                        "none",
                        "intentus.recording.sample-rate",
                        "0.5")))
        .isInstanceOf(ConfigurationProblem.class)
        .hasMessageStartingWith("intentus.compliance.mode: ")
        .hasMessageContaining("signing, encryption, redaction, recording.")
        .hasMessageContaining("intentus.signing.enabled=true; intentus.encryption.payloads=on;")
        .hasMessageContaining("intentus.redaction.fields, patterns, pointers or rules are set;");
  }

  @ParameterizedTest
  @CsvSource({
    "intentus.signing.enabled, false, signing",
    "intentus.encryption.payloads, off, encryption",
    "intentus.redaction.fields, ' ', redaction",
    "intentus.routing.require-determinism, false, determinism",
    "intentus.recording.enabled, false, recording",
    "intentus.recording.sample-rate, 0.99, recording",
    "intentus.recording.durability, async, durability",
    "intentus.recording.durability, commit, durability"
  })
  void refusesWhateverWeakensARegulatedInstallation(String key, String value, String item) {
    Map<String, String> weaker = new HashMap<>(REGULATED);
    weaker.put(key, value);
    assertThatThrownBy(() -> read(weaker))
        .isInstanceOf(ConfigurationProblem.class)
        .hasMessageContaining(item);
  }

  @Test
  void refusesAModeThatDoesNotExist() {
    assertThatThrownBy(() -> read(Map.of("intentus.compliance.mode", "strict")))
        .isInstanceOf(ConfigurationProblem.class)
        .hasMessageContaining("neither development, standard nor regulated");
  }
}
