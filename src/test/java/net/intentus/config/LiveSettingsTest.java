package net.intentus.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import net.intentus.config.LiveSettings.Changed;
import net.intentus.config.LiveSettings.Proposal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveSettingsTest {
  private static final String CONCURRENT = "intentus.limits.max-concurrent";
  private static final String FIELDS = "intentus.redaction.fields";
  @TempDir Path temp;
  private final Map<String, String> environment = new HashMap<>();
  private Path file;

  @BeforeEach
  void name() throws IOException {
    file = temp.resolve("live.properties");
    environment.put(Configuration.FILE, file.toString());
    write("");
  }

  private void write(String... lines) throws IOException {
    Files.writeString(file, String.join("\n", lines));
  }

  private Configuration read() {
    return Configuration.read(key -> Optional.ofNullable(environment.get(key)));
  }

  private LiveSettings live() {
    return new LiveSettings(read(), this::read);
  }

  @Test
  void theEnvironmentCountsMoreThanTheFile() throws IOException {
    write(CONCURRENT + "=7", "intentus.limits.max-fanout = 9");
    assertThat(read().settings().limits().maxConcurrent()).isEqualTo(7);
    environment.put(CONCURRENT, "8");
    assertThat(read().settings().limits().maxConcurrent()).isEqualTo(8);
    assertThat(read().settings().limits().maxFanout()).isEqualTo(9);
  }

  @Test
  void aLineThatIsNoSettingIsRefused() throws IOException {
    write("intentus.limits.max-concurent=7");
    assertThatThrownBy(this::read)
        .isInstanceOf(ConfigurationProblem.class)
        .hasMessageContaining("intentus.limits.max-concurent, which is no setting");
  }

  @Test
  void aFileThatIsNotThereIsRefused() throws IOException {
    Files.delete(file);
    assertThatThrownBy(this::read)
        .isInstanceOf(ConfigurationProblem.class)
        .hasMessageContaining("cannot be read");
  }

  @Test
  void whatCanChangeIsToldWithItsTextsAndTheRestByNameAlone() throws IOException {
    LiveSettings live = live();
    write(CONCURRENT + "=7", FIELDS + "=iban", "intentus.db.password=not-told");
    Proposal proposal = live.read();
    assertThat(proposal.live())
        .containsExactly(new Changed(CONCURRENT, null, "7"), new Changed(FIELDS, null, "iban"));
    assertThat(proposal.later()).containsExactly("intentus.db.password");
    assertThat(proposal.toString()).doesNotContain("not-told");
  }

  @Test
  void whatWasTakenOverIsNoChangeAnyMoreAndWhatWaitsForARestartStaysOne() throws IOException {
    LiveSettings live = live();
    write(CONCURRENT + "=7", "intentus.limits.max-fanout=9");
    live.accept(live.read());
    assertThat(live.texts()).containsEntry(CONCURRENT, Optional.of("7"));
    Proposal again = live.read();
    assertThat(again.live()).isEmpty();
    assertThat(again.later()).containsExactly("intentus.limits.max-fanout");
    write("");
    assertThat(live.read().live()).containsExactly(new Changed(CONCURRENT, "7", null));
    assertThat(live.read().later()).isEmpty();
  }

  @Test
  void whatCannotBeUsedChangesNothing() throws IOException {
    LiveSettings live = live();
    write(CONCURRENT + "=many", FIELDS + "=iban");
    assertThatThrownBy(live::read).isInstanceOf(ConfigurationProblem.class);
    assertThat(live.texts()).containsEntry(FIELDS, Optional.empty());
  }

  @Test
  void theRulesOfRedactionChangeWithAllTheirParts() throws IOException {
    LiveSettings live = live();
    write("intentus.redaction.rules=badge", "intentus.redaction.rules.badge.fields=badge");
    Proposal proposal = live.read();
    assertThat(proposal.live())
        .extracting(Changed::key)
        .containsExactly("intentus.redaction.rules", "intentus.redaction.rules.badge.fields");
    assertThat(proposal.later()).isEmpty();
  }

  @Test
  void everyKeyThatCanChangeIsASetting() {
    Map<String, Optional<String>> asked = new HashMap<>();
    SettingsReader.read(
        key -> {
          asked.put(key, Optional.empty());
          return Optional.empty();
        });
    assertThat(asked).containsKeys(LiveSettings.KEYS.toArray(String[]::new));
  }

  @Test
  void whatTheModeOfTheStartAsksForCannotBeSwitchedOffLive() throws IOException {
    write(
        "intentus.compliance.mode=regulated",
        "intentus.signing.enabled=true",
        "intentus.encryption.payloads=on");
    LiveSettings live = live();
    write("intentus.compliance.mode=standard", "intentus.recording.sample-rate=0.5");
    assertThatThrownBy(live::read)
        .isInstanceOf(ConfigurationProblem.class)
        .hasMessageContaining("these safeguards are off: recording");
    assertThat(live.compliance().items()).allMatch(Compliance.Item::on);
  }

  @Test
  void tellsWhichSafeguardsAreOnNow() throws IOException {
    LiveSettings live = live();
    write("intentus.recording.sample-rate=0.5", "intentus.signing.enabled=true");
    live.accept(live.read());
    assertThat(live.compliance().items())
        .filteredOn(Compliance.Item::on)
        .extracting(Compliance.Item::name)
        .containsExactly("redaction", "determinism", "durability", "audit");
  }
}
