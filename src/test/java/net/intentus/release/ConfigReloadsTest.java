package net.intentus.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.intentus.audit.AuditEntry;
import net.intentus.config.LiveSettings;
import net.intentus.config.LiveSettingsFixture;
import net.intentus.config.SettingsChanged;
import net.intentus.intent.Caller;
import org.junit.jupiter.api.Test;

class ConfigReloadsTest {
  private static final Caller ADMIN = new Caller("user:admin", "*", Set.of("admin"), null, null);
  private final LiveSettingsFixture texts = new LiveSettingsFixture();
  private final LiveSettings live = texts.live();
  private final List<AuditEntry> audited = new ArrayList<>();
  private final List<SettingsChanged> told = new ArrayList<>();
  private final ConfigReloads reloads = new ConfigReloads(live, audited::add, told::add);

  @Test
  void aChangeIsInTheTrailWithOldAndNewAndThenCounts() {
    texts.put("intentus.limits.max-concurrent", "7").put("intentus.db.password", "not-told");
    ConfigReload.Done done = (ConfigReload.Done) reloads.reload(ADMIN);
    assertThat(done.applied()).hasSize(1);
    assertThat(done.needsRestart()).containsExactly("intentus.db.password");
    AuditEntry entry = audited.get(0);
    assertThat(entry.action()).isEqualTo("config.reload");
    assertThat(entry.detail().path("intentus.limits.max-concurrent").asText())
        .isEqualTo("(default) -> 7");
    assertThat(entry.detail().toString()).contains("intentus.db.password").doesNotContain("not-t");
    assertThat(told.get(0).settings().limits().maxConcurrent()).isEqualTo(7);
  }

  @Test
  void nothingNewIsNeitherAuditedNorTold() {
    texts.put("intentus.limits.max-fanout", "7");
    assertThat(((ConfigReload.Done) reloads.reload(ADMIN)).applied()).isEmpty();
    assertThat(audited).isEmpty();
    assertThat(told).isEmpty();
  }

  @Test
  void whatCannotBeUsedChangesNothing() {
    texts.put("intentus.limits.max-concurrent", "7").put("intentus.recording.sample-rate", "2");
    assertThat(((ConfigReload.Invalid) reloads.reload(ADMIN)).reason())
        .contains("intentus.recording.sample-rate");
    assertThat(told).isEmpty();
    assertThat(live.texts().values()).allMatch(java.util.Optional::isEmpty);
  }

  @Test
  void onlyWhoSeesAllTenantsReloads() {
    texts.put("intentus.limits.max-concurrent", "7");
    Caller acme = new Caller("user:a", "acme", Set.of("admin"), null, null);
    assertThat(reloads.reload(acme)).isInstanceOf(ConfigReload.NotAllowed.class);
    assertThat(told).isEmpty();
  }

  @Test
  void aTrailThatCannotBeWrittenStopsTheChange() {
    texts.put("intentus.limits.max-concurrent", "7");
    ConfigReloads broken =
        new ConfigReloads(
            live,
            entry -> {
              throw new IllegalStateException("no disk");
            },
            told::add);
    assertThatThrownBy(() -> broken.reload(ADMIN)).isInstanceOf(IllegalStateException.class);
    assertThat(told).isEmpty();
    assertThat(live.read().live()).hasSize(1);
  }
}
