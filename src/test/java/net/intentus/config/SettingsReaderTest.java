package net.intentus.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.intentus.config.Settings.Durability;
import net.intentus.config.Settings.PayloadRule;
import net.intentus.config.Settings.Payloads;
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
    assertThat(settings.recording())
        .isEqualTo(
            new Settings.Recording(
                true, 1.0, Durability.FSYNC, new Payloads(false, List.of(), 65_536)));
    assertThat(settings.history()).isEqualTo(new Settings.History(true, 10_485_760, 5));
    assertThat(settings.limits()).isEqualTo(new Settings.Limits(1_048_576, 30, 128, 32));
    assertThat(settings.guards()).isEqualTo(new Settings.Guards(0, 0, 0));
    assertThat(settings.idempotency()).isEqualTo(new Settings.Idempotency(24));
    assertThat(settings.redaction().fields()).contains("password", "apiKey", "card_number");
    assertThat(settings.agents().allowedAddresses()).isEmpty();
    assertThat(settings.signing().enabled()).isFalse();
    assertThat(settings.verification()).isEqualTo(new Settings.Verification(24, 50));
  }

  @Test
  void aNodeHasANameBeforeItHasASecret() {
    assertThat(read(Map.of()).node().id()).isEmpty();
    Settings.Node node =
        read(Map.of("intentus.node.id", "node-a", "intentus.node.secret", "canary")).node();
    assertThat(node.id()).contains("node-a");
    assertThat(node.secret()).contains("canary");
    assertThat(node.toString()).doesNotContain("canary");
    assertThatThrownBy(() -> read(Map.of("intentus.node.secret", "canary")))
        .isInstanceOf(ConfigurationProblem.class)
        .hasMessageContaining("intentus.node.secret")
        .hasMessageNotContaining("canary");
    assertThatThrownBy(() -> read(Map.of("intentus.node.id", "a b")))
        .isInstanceOf(ConfigurationProblem.class)
        .hasMessageContaining("intentus.node.id");
  }

  @Test
  void anH2UrlNeverLosesItsWrites() {
    assertThat(read(Map.of("intentus.db.url", "jdbc:h2:mem:x")).database().url())
        .isEqualTo("jdbc:h2:mem:x;WRITE_DELAY=0");
    assertThat(read(Map.of("intentus.db.url", "jdbc:h2:mem:x;write_delay=9")).database().url())
        .isEqualTo("jdbc:h2:mem:x;write_delay=9");
  }

  @Test
  void aFileThatOtherProcessesMayOpenIsNotEmbedded() {
    assertThat(read(Map.of()).database().embedded()).isTrue();
    for (String url : List.of("jdbc:h2:file:/x", "jdbc:h2:./x", "jdbc:h2:~/x;CACHE_SIZE=1")) {
      assertThat(read(Map.of("intentus.db.url", url)).database().embedded()).as(url).isTrue();
      String shared = url + ";auto_server=true";
      assertThat(read(Map.of("intentus.db.url", shared)).database().embedded())
          .as(shared)
          .isFalse();
    }
    for (String url : List.of("jdbc:h2:mem:x", "jdbc:h2:tcp://localhost/x")) {
      assertThat(read(Map.of("intentus.db.url", url)).database().embedded()).as(url).isFalse();
    }
  }

  @Test
  void theUrlAloneChoosesPostgresql() {
    Settings settings = read(Map.of("intentus.db.url", "jdbc:postgresql://127.0.0.1/x"));
    assertThat(settings.database().postgresql()).isTrue();
    assertThat(settings.database().user()).isEmpty();
  }

  @Test
  void readsWhatTokensOfAModelCost() {
    assertThat(read(Map.of()).prices().byModel()).isEmpty();
    assertThat(read(Map.of("intentus.prices", " a:1 = 2500 / 10000, b.c=0/7,")).prices())
        .isEqualTo(
            new Prices(
                Map.of("a:1", new Prices.Price(2_500, 10_000), "b.c", new Prices.Price(0, 7))));
  }

  @Test
  void readsExceptionsInTheirOrder() {
    Settings settings =
        read(
            Map.of(
                "intentus.recording.payloads", "Digest",
                "intentus.recording.payloads-by-intent", " a=b = full, Echo*=DIGEST ,"));
    assertThat(settings.recording().payloads())
        .isEqualTo(
            new Payloads(
                true,
                List.of(new PayloadRule("a=b", false), new PayloadRule("Echo*", true)),
                65_536));
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
    "intentus.signing.enabled, maybe",
    "intentus.verification.sweep-interval-hours, -1",
    "intentus.verification.sweep-per-second, 0",
    "intentus.limits.max-body-bytes, 12",
    "intentus.limits.max-concurrent, 0",
    "intentus.limits.max-concurrent, many",
    "intentus.limits.max-fanout, -1",
    "intentus.agents.call-ceiling-ms, 99999999999",
    "intentus.deadline-ms, -1",
    "intentus.deadline-ms, 86400001",
    "intentus.guards.timeout-ms, 2s",
    "intentus.guards.max-concurrent, 10001",
    "intentus.idempotency.ttl-hours, 0",
    "intentus.idempotency.ttl-hours, 8761",
    "intentus.recording.sample-rate, 1.5",
    "intentus.recording.sample-rate, NaN",
    "intentus.recording.durability, maybe",
    "intentus.recording.payloads, some",
    "intentus.recording.payloads-by-intent, SearchIntent",
    "intentus.recording.payloads-by-intent, SearchIntent=maybe",
    "intentus.recording.payloads-by-intent, =digest",
    "intentus.recording.max-payload-bytes, 1023",
    "intentus.recording.max-payload-bytes, much",
    "intentus.history.enabled, 1",
    "intentus.history.max-bytes, 65535",
    "intentus.history.files, 0",
    "intentus.environment, two words",
    "intentus.session.idle-minutes, 0",
    "intentus.session.idle-minutes, 1441",
    "intentus.session.lifetime-hours, 169",
    "intentus.prices, model",
    "intentus.prices, model=5",
    "intentus.prices, model=5/-1",
    "intentus.prices, 'model=5/1,model=5/1'",
    "intentus.compliance.mode, regulated"
  })
  void refusesAValueThatCannotBeUsedAndNamesItsKey(String key, String value) {
    assertThatThrownBy(() -> read(Map.of(key, value)))
        .isInstanceOf(ConfigurationProblem.class)
        .hasMessageStartingWith(key + ": ");
  }
}
