package net.intentus.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.enterprise.event.Event;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import net.intentus.JpaDatabase;
import net.intentus.SettableClock;
import net.intentus.audit.TrailFixture;
import net.intentus.config.Ids;
import net.intentus.config.SettingsReader;
import net.intentus.intent.Caller;
import net.intentus.journal.VerificationState.State;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What the sweep promises, whatever the database. */
abstract class VerificationSweepContract {
  private static final Caller ADMIN =
      new Caller("user:admin", "*", java.util.Set.of("admin"), null, null);
  private final SettableClock clock = new SettableClock(Instant.parse("2026-05-01T00:00:00Z"));
  private final List<RecordsVerified> told = new ArrayList<>();
  @AutoClose private final JpaDatabase database = open();

  abstract JpaDatabase open();

  /** The transactions that the container would add. */
  private final class Store extends VerificationStore {
    private <T> T in(java.util.function.Function<VerificationStore, T> work) {
      return database.inTransaction(
          entities ->
              work.apply(new VerificationStore(entities, new TrailFixture(entities, clock).log)));
    }

    @Override
    public SweepProgress progress() {
      return in(VerificationStore::progress);
    }

    @Override
    public Optional<Stretch> claim(String owner, long now, long leaseMs, long intervalMs) {
      return in(store -> store.claim(owner, now, leaseMs, intervalMs));
    }

    @Override
    public SweepProgress request(long now, Caller caller) {
      return in(store -> store.request(now, caller));
    }

    @Override
    public List<String> next(Stretch stretch, int limit) {
      return in(store -> store.next(stretch, limit));
    }

    @Override
    public boolean save(
        String owner, Stretch stretch, String place, List<Finding> findings, long leaseUntil) {
      return in(store -> store.save(owner, stretch, place, findings, leaseUntil));
    }

    @Override
    public void finish(String owner, Stretch stretch, long now) {
      in(
          store -> {
            store.finish(owner, stretch, now);
            return null;
          });
    }

    @Override
    public List<VerificationState> states(Collection<String> ids) {
      return in(store -> store.states(ids));
    }

    @Override
    public List<VerificationState> mismatches(String tenant, int limit) {
      return in(store -> store.mismatches(tenant, limit));
    }
  }

  private final class Executions extends ExecutionStore {
    @Override
    public Optional<StoredExecution> find(String id) {
      return database.inTransaction(entities -> new ExecutionStore(entities).find(id));
    }
  }

  private Verifier verifier() {
    return new Verifier(
        new Executions(), new Store(), Fixtures.NO_KEYS, () -> {}, PayloadVault.NONE);
  }

  /** One instance. */
  @SuppressWarnings("unchecked") // a proxy has no type arguments
  private VerificationSweep instance(String hours, String perSecond) {
    Event<RecordsVerified> events =
        (Event<RecordsVerified>)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Event.class},
                (proxy, method, arguments) -> {
                  told.add((RecordsVerified) arguments[0]);
                  return null;
                });
    Map<String, String> settings =
        Map.of(
            "intentus.verification.sweep-interval-hours", hours,
            "intentus.verification.sweep-per-second", perSecond);
    return new VerificationSweep(
        new Store(),
        verifier(),
        events,
        clock,
        new Ids(clock),
        SettingsReader.read(key -> Optional.ofNullable(settings.get(key))));
  }

  private String stored(String tenant) {
    ExecutionLog log = Fixtures.begin("Swept", tenant);
    ExecutionEnd end = Fixtures.finish(log, ExecutionStatus.SUCCEEDED);
    database.inTransaction(
        entities -> {
          new JournalStore(entities).write(List.of(Fixtures.append(log, end)));
          return null;
        });
    return log.executionId();
  }

  private void sql(String statement, Object value) {
    database.inTransaction(
        entities -> {
          assertThat(entities.createNativeQuery(statement).setParameter(1, value).executeUpdate())
              .isPositive();
          return null;
        });
  }

  private void tamper(String id) {
    sql("UPDATE execution SET agent = 'other' WHERE id = ?1", id);
  }

  private List<String> trail() {
    return database.inTransaction(entities -> new TrailFixture(entities, clock).recent(10));
  }

  private void later(Duration by) {
    clock.move(by);
  }

  @Test
  void checksEveryRecordAndMarksIt() {
    String good = stored("acme");
    String bad = stored("acme");
    tamper(bad);
    VerificationSweep sweep = instance("24", "50");
    assertThat(verifier().states(List.of(good))).isEmpty();
    sweep.tick();
    Map<String, VerificationState> states = verifier().states(List.of(good, bad));
    assertThat(states.get(good).state()).isEqualTo(State.OK);
    assertThat(states.get(good).verifiedAt()).isEqualTo(clock.instant());
    assertThat(states.get(bad))
        .isEqualTo(new VerificationState(bad, State.MISMATCH, clock.instant(), "record", 5));
    assertThat(sweep.progress())
        .isEqualTo(new SweepProgress(false, clock.instant(), clock.instant(), 2, 1));
    assertThat(told).containsExactly(new RecordsVerified(1, 1));
    assertThat(verifier().mismatches("acme", 5)).hasSize(1);
    assertThat(verifier().mismatches("other", 5)).isEmpty();
    assertThat(verifier().mismatches(null, 5)).hasSize(1);
  }

  @Test
  void tellsTheAuditTrailOfAMismatchOnce() {
    String bad = stored("acme");
    tamper(bad);
    VerificationSweep sweep = instance("24", "50");
    sweep.tick();
    later(Duration.ofHours(24));
    sweep.tick();
    assertThat(told).hasSize(2);
    assertThat(trail()).containsExactly("system verification.mismatch " + bad + " failed");
    sql("DELETE FROM journal_block WHERE execution_id = ?1", bad);
    later(Duration.ofHours(24));
    sweep.tick();
    assertThat(trail()).as("another finding is another entry").hasSize(2);
  }

  @Test
  void aRecordThatIsRestoredIsMarkedSo() {
    String id = stored("acme");
    tamper(id);
    VerificationSweep sweep = instance("24", "50");
    sweep.tick();
    sql("UPDATE execution SET agent = 'a' WHERE id = ?1", id);
    later(Duration.ofHours(24));
    sweep.tick();
    assertThat(verifier().states(List.of(id)).get(id).state()).isEqualTo(State.OK);
  }

  @Test
  void beginsARoundOnlyWhenItIsDue() {
    stored("acme");
    VerificationSweep sweep = instance("24", "50");
    sweep.tick();
    later(Duration.ofHours(23));
    sweep.tick();
    assertThat(told).hasSize(1);
    later(Duration.ofHours(1));
    sweep.tick();
    assertThat(told).hasSize(2);
  }

  @Test
  void neverBeginsWhenItIsSwitchedOffButObeys() {
    stored("acme");
    VerificationSweep sweep = instance("0", "50");
    sweep.tick();
    assertThat(told).isEmpty();
    sweep.request(ADMIN);
    sweep.tick();
    assertThat(told).hasSize(1);
    assertThat(trail()).containsExactly("user:admin verification.sweep null ok");
  }

  @Test
  void goesOnWhereAnotherInstanceWasWhenItsLeaseIsOver() {
    for (int i = 0; i < 5; i++) {
      stored("acme");
    }
    VerificationSweep first = instance("24", "2");
    VerificationSweep second = instance("24", "2");
    first.tick();
    second.tick();
    assertThat(told).as("one at a time").containsExactly(new RecordsVerified(2, 0));
    later(Duration.ofMinutes(2));
    second.tick();
    second.tick();
    assertThat(told)
        .containsExactly(
            new RecordsVerified(2, 0), new RecordsVerified(2, 0), new RecordsVerified(1, 0));
    assertThat(second.progress().checked()).isEqualTo(5);
    assertThat(second.progress().running()).isFalse();
    first.tick();
    assertThat(told).hasSize(3);
  }

  @Test
  void leavesWhatIsRecordedMeanwhileToTheNextRound() {
    stored("acme");
    stored("acme");
    VerificationSweep sweep = instance("24", "1");
    sweep.tick();
    String late = stored("acme");
    sweep.tick();
    sweep.tick();
    assertThat(sweep.progress().running()).isFalse();
    assertThat(verifier().states(List.of(late))).isEmpty();
  }

  @Test
  void forgetsWhatItFoundOfRecordsThatAreGone() {
    String gone = stored("acme");
    stored("acme");
    VerificationSweep sweep = instance("24", "50");
    sweep.tick();
    sql("DELETE FROM execution WHERE id = ?1", gone);
    later(Duration.ofHours(24));
    sweep.tick();
    assertThat(verifier().states(List.of(gone))).isEmpty();
  }

  @Test
  void saysNothingOfARecordThatWasDeletedWhileItWasChecked() {
    String kept = stored("acme");
    String gone = stored("acme");
    Store store = new Store();
    VerificationStore.Stretch stretch =
        store.claim("here", clock.millis(), 60_000, 3_600_000).orElseThrow();
    List<VerificationStore.Finding> findings = List.of(found(kept), found(gone));
    sql("DELETE FROM execution WHERE id = ?1", gone);
    assertThat(store.save("here", stretch, stretch.upTo(), findings, clock.millis())).isTrue();
    assertThat(store.states(List.of(kept, gone)))
        .extracting(VerificationState::executionId)
        .containsExactly(kept);
    assertThat(trail()).containsExactly("system verification.mismatch " + kept + " failed");
  }

  private VerificationStore.Finding found(String id) {
    return new VerificationStore.Finding(
        "acme", new VerificationState(id, State.MISMATCH, clock.instant(), "record", 5));
  }

  @Test
  void waitsForTheDeletionThatIsUnderWayAndSaysNothingThen() throws Exception {
    String gone = stored("acme");
    Store store = new Store();
    VerificationStore.Stretch stretch =
        store.claim("here", clock.millis(), 60_000, 3_600_000).orElseThrow();
    CompletableFuture<Boolean> saved =
        database.inTransaction(
            entities -> {
              entities
                  .createNativeQuery("SELECT id FROM execution WHERE id = ?1 FOR UPDATE")
                  .setParameter(1, gone)
                  .getResultList();
              CompletableFuture<Boolean> saving =
                  CompletableFuture.supplyAsync(
                      () ->
                          store.save("here", stretch, gone, List.of(found(gone)), clock.millis()));
              assertThatThrownBy(() -> saving.get(300, TimeUnit.MILLISECONDS))
                  .isInstanceOf(TimeoutException.class);
              entities
                  .createNativeQuery("DELETE FROM execution WHERE id = ?1")
                  .setParameter(1, gone)
                  .executeUpdate();
              return saving;
            });
    assertThat(saved.get(20, TimeUnit.SECONDS)).isTrue();
    assertThat(store.states(List.of(gone))).isEmpty();
  }
}
