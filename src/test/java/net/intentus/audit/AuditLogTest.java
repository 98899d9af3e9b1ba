package net.intentus.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import net.intentus.intent.Caller;
import net.intentus.security.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AuditLogTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Caller ALICE =
      new Caller("user:alice", "acme", Set.of("admin"), null, "192.0.2.7");

  private final TestDatabase database = new TestDatabase(TrailFixture.ENTITIES);
  private final TrailFixture trail =
      new TrailFixture(database.entities, Clock.fixed(NOW, ZoneOffset.UTC));

  @AfterEach
  void close() {
    database.close();
  }

  private void record(AuditEntry entry) {
    database.in(
        () -> {
          trail.log.record(entry);
          return null;
        });
  }

  @Test
  void keepsWhoDidWhatToWhatFromWhere() {
    record(AuditEntry.of(ALICE, "agent.update", "agent", "search-a").with("enabled", "false"));

    AuditView entry = trail.views(1).get(0);
    assertThat(entry.at()).isEqualTo(NOW.toEpochMilli());
    assertThat(entry.actor()).isEqualTo("user:alice");
    assertThat(entry.tenant()).isEqualTo("acme");
    assertThat(entry.action()).isEqualTo("agent.update");
    assertThat(entry.objectType()).isEqualTo("agent");
    assertThat(entry.objectId()).isEqualTo("search-a");
    assertThat(entry.address()).isEqualTo("192.0.2.7");
    assertThat(entry.result()).isEqualTo("ok");
    assertThat(entry.detail()).isEqualTo("{\"enabled\":\"false\"}");
  }

  @Test
  void listsTheNewestFirstAlsoWithinAMillisecond() {
    record(AuditEntry.of(ALICE, "agent.create", "agent", "a"));
    record(AuditEntry.of(ALICE, "agent.delete", "agent", "a").ended(AuditEntry.Result.FAILED));

    assertThat(trail.recent(5))
        .containsExactly("user:alice agent.delete a failed", "user:alice agent.create a ok");
  }

  @Test
  void vanishesWithTheChangeThatIsRolledBack() {
    assertThatThrownBy(
            () ->
                database.in(
                    () -> {
                      trail.log.record(AuditEntry.of(ALICE, "agent.create", "agent", "a"));
                      throw new IllegalStateException("the change failed");
                    }))
        .hasMessage("the change failed");

    assertThat(trail.recent(5)).isEmpty();
  }

  @Test
  void neverFailsAChangeBecauseOfAnOverlongName() {
    record(
        AuditEntry.of(ALICE, "agent.create", "agent", "n".repeat(1000))
            .with("x", "y".repeat(9000)));

    AuditView entry = trail.views(1).get(0);
    assertThat(entry.objectId()).hasSize(256);
    assertThat(entry.detail()).isEqualTo("{\"cut\":true}");
  }

  @Test
  void isNotChangedByWhoKeepsTheDetail() {
    AuditEntry first = AuditEntry.of(ALICE, "agent.create", "agent", "a");
    first.with("more", "1");

    assertThat(first.detail()).isEmpty();
  }
}
