package net.intentus.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import net.intentus.JpaDatabase;
import net.intentus.config.Ids;
import net.intentus.intent.Caller;
import net.intentus.intent.Hashes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the chain over the trail promises on every database, with several instances on it. */
abstract class AuditChainContract {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);
  private static final Caller ROOT = new Caller("user:root", "*", Set.of("admin"), null, null);
  private static final Caller ALICE =
      new Caller("user:alice", "acme", Set.of("admin"), null, "192.0.2.7");
  private static final AuditFilter ALL = new AuditFilter(null, null, null, null, null, null);

  private final Ids ids = new Ids(CLOCK);
  private JpaDatabase database;
  private AuditStore store;
  private AuditTrail trail;

  abstract JpaDatabase open();

  @BeforeEach
  void start() {
    database = open();
    store = new TransactedStore(database);
    trail = new AuditTrail(store);
  }

  @AfterEach
  void stop() {
    database.close();
  }

  private void record(Caller caller, String action, String object) {
    store.insert(
        new AuditRow(ids.next(), CLOCK.millis(), AuditEntry.of(caller, action, "agent", object)));
  }

  private void seal() {
    new AuditSealing(store, ids).tick();
  }

  private int sql(String statement) {
    return database.inTransaction(
        entities -> entities.createNativeQuery(statement).executeUpdate());
  }

  private List<AuditView> exported(Caller caller, AuditFilter filter) {
    List<AuditView> found = new ArrayList<>();
    trail.export(caller, filter, found::add);
    return found;
  }

  private void threeEntries() {
    record(ALICE, "agent.create", "a");
    record(ALICE, "agent.update", "a");
    record(ROOT, "agent.delete", "a");
    seal();
  }

  @Test
  void givesEveryEntryAPlaceBehindTheOneBefore() {
    threeEntries();

    List<AuditView> entries = exported(ROOT, ALL);
    assertThat(entries).extracting(AuditView::seq).containsExactly(1L, 2L, 3L);
    assertThat(entries.get(0).prevHash()).isEqualTo(store.chain().name()).hasSize(36);
    assertThat(entries.get(1).prevHash()).isEqualTo(entries.get(0).hash());
    AuditReport report = trail.verify(1);
    assertThat(report.valid()).isTrue();
    assertThat(report.checked()).isEqualTo(3);
    assertThat(report.unsealed()).isZero();
    assertThat(report.chain().seq()).isEqualTo(3);
    assertThat(report.chain().hash()).isEqualTo(entries.get(2).hash());
  }

  @Test
  void hashesWhatItShowsSoThatAnybodyCanCheckIt() {
    threeEntries();

    for (AuditView entry : exported(ROOT, ALL)) {
      var line = entry.toJson();
      String hash = line.remove("hash").asText();
      assertThat(Hashes.of(line)).isEqualTo(hash);
    }
  }

  @Test
  void saysWhatWaitsForItsPlace() {
    threeEntries();
    record(ALICE, "agent.create", "b");

    AuditReport report = trail.verify(1);
    assertThat(report.valid()).isTrue();
    assertThat(report.unsealed()).isEqualTo(1);
    assertThat(trail.page(ROOT, ALL, null, 1).get(0).seq()).isNull();

    seal();
    assertThat(trail.page(ROOT, ALL, null, 1).get(0).seq()).isEqualTo(4);
  }

  @Test
  void namesAnEntryThatWasChanged() {
    threeEntries();
    for (String change :
        List.of(
            "actor = 'user:bob'",
            "detail = '{\"x\":1}'",
            "at_millis = at_millis + 1",
            "object_id = NULL",
            "result = 'refused'",
            "detail = 'nonsense'")) {
      List<AuditView> before = exported(ROOT, ALL);
      sql("UPDATE audit_entry SET " + change + " WHERE seq = 2");

      AuditReport.Broken broken = trail.verify(1).broken();
      assertThat(broken).as(change).isNotNull();
      assertThat(broken.seq()).isEqualTo(2);
      assertThat(broken.id()).isEqualTo(before.get(1).id());
      AuditView old = before.get(1);
      sql(
          "UPDATE audit_entry SET actor = '%s', detail = '%s', at_millis = %d, object_id = '%s', result = '%s' WHERE seq = 2"
              .formatted(old.actor(), old.detail(), old.at(), old.objectId(), old.result()));
      assertThat(trail.verify(1).valid()).isTrue();
    }
  }

  @Test
  void namesAnEntryThatWasChangedTogetherWithItsHash() {
    threeEntries();
    sql("UPDATE audit_entry SET actor = 'user:bob' WHERE seq = 2");
    String forged = exported(ROOT, ALL).get(1).expectedHash();
    sql("UPDATE audit_entry SET hash = '" + forged + "' WHERE seq = 2");

    AuditReport.Broken broken = trail.verify(1).broken();

    assertThat(broken).isNotNull();
    assertThat(broken.seq()).isEqualTo(3);
    assertThat(broken.problem()).contains("does not follow");
  }

  @Test
  void namesThePlaceOfAnEntryThatIsMissing() {
    threeEntries();
    sql("DELETE FROM audit_entry WHERE seq = 2");
    assertThat(trail.verify(1).broken()).isEqualTo(missing(2));
    sql("DELETE FROM audit_entry WHERE seq = 3");
    assertThat(trail.verify(1).broken()).isEqualTo(missing(2));
    sql("DELETE FROM audit_entry WHERE seq = 1");
    assertThat(trail.verify(1).broken()).isEqualTo(missing(1));
  }

  @Test
  void noticesThatTheLastEntriesAreMissing() {
    threeEntries();
    sql("DELETE FROM audit_entry WHERE seq = 3");

    assertThat(trail.verify(1).broken()).isEqualTo(missing(3));
    assertThat(trail.verify(3).broken()).isEqualTo(missing(3));
  }

  @Test
  void noticesAnEntryThatWasPutBehindTheEnd() {
    threeEntries();
    record(ALICE, "agent.create", "b");
    sql("UPDATE audit_entry SET seq = 4, prev_hash = 'x', hash = 'y' WHERE seq IS NULL");

    AuditReport.Broken broken = trail.verify(1).broken();

    assertThat(broken).isNotNull();
    assertThat(broken.seq()).isEqualTo(4);
  }

  private static AuditReport.Broken missing(long seq) {
    return new AuditReport.Broken(seq, null, "the entry is missing");
  }

  @Test
  void checksFromAnyPlaceOn() {
    threeEntries();

    assertThat(trail.verify(3).checked()).isEqualTo(1);
    assertThat(trail.verify(3).valid()).isTrue();
    assertThat(trail.verify(4).checked()).isZero();
    assertThat(trail.verify(4).valid()).isTrue();
  }

  @Test
  void holdsAlsoWhenItIsEmpty() {
    AuditReport report = trail.verify(1);

    assertThat(report.valid()).isTrue();
    assertThat(report.checked()).isZero();
  }

  @Test
  void staysOneChainWhenSeveralInstancesSeal() {
    for (int i = 0; i < 1_200; i++) {
      record(ALICE, "agent.update", "agent-" + i);
    }
    List<CompletableFuture<Void>> instances = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      instances.add(CompletableFuture.runAsync(this::seal));
    }
    instances.forEach(CompletableFuture::join);
    seal();

    AuditReport report = trail.verify(1);
    assertThat(report.valid()).isTrue();
    assertThat(report.checked()).isEqualTo(1_200);
    assertThat(report.unsealed()).isZero();
  }

  @Test
  void showsATenantWhatItDidItself() {
    threeEntries();

    assertThat(trail.page(ALICE, ALL, null, 10))
        .extracting(AuditView::action)
        .containsExactly("agent.update", "agent.create");
    assertThat(trail.page(ALICE, filter("tenant", "*"), null, 10)).hasSize(2);
    assertThat(exported(ALICE, ALL)).hasSize(2);
    assertThat(trail.page(ROOT, filter("tenant", "acme"), null, 10)).hasSize(2);
  }

  @Test
  void findsByWhoWhatAndToWhat() {
    threeEntries();
    record(ROOT, "key.create", "a/b%_c");

    assertThat(actions(filter("actor", "user:root"))).containsExactly("key.create", "agent.delete");
    assertThat(actions(filter("action", "agent.update"))).containsExactly("agent.update");
    assertThat(actions(filter("action", "key.*"))).containsExactly("key.create");
    assertThat(actions(filter("action", "a%*"))).isEmpty();
    assertThat(actions(filter("action", "a_ent*"))).isEmpty();
    assertThat(actions(filter("object", "a"))).hasSize(3);
    assertThat(actions(filter("object", "agent"))).hasSize(4);
    assertThat(actions(filter("object", "agent/a/b%_c"))).containsExactly("key.create");
    Instant now = CLOCK.instant();
    assertThat(trail.page(ROOT, new AuditFilter(null, null, null, null, now, null), null, 9))
        .hasSize(4);
    assertThat(trail.page(ROOT, new AuditFilter(null, null, null, null, null, now), null, 9))
        .isEmpty();
  }

  @Test
  void pagesWithoutGapsAndRepeats() {
    for (int i = 0; i < 7; i++) {
      record(ROOT, "agent.update", "n" + i);
    }
    List<String> seen = new ArrayList<>();
    String before = null;
    List<AuditView> page = trail.page(ROOT, ALL, before, 3);
    while (!page.isEmpty()) {
      page.forEach(entry -> seen.add(entry.objectId()));
      before = page.get(page.size() - 1).id();
      page = trail.page(ROOT, ALL, before, 3);
    }
    assertThat(seen).containsExactly("n6", "n5", "n4", "n3", "n2", "n1", "n0");
  }

  @Test
  void storesWhatNoDatabaseWouldTake() {
    record(ALICE, "agent.create", "nul\0 lone \ud800 whole \ud83d\ude00");
    seal();

    assertThat(exported(ROOT, ALL).get(0).objectId()).isEqualTo("nul? lone ? whole \ud83d\ude00");
    assertThat(trail.verify(1).valid()).isTrue();
  }

  private List<String> actions(AuditFilter filter) {
    return trail.page(ROOT, filter, null, 20).stream().map(AuditView::action).toList();
  }

  private static AuditFilter filter(String name, String value) {
    return new AuditFilter(
        name.equals("tenant") ? value : null,
        name.equals("actor") ? value : null,
        name.equals("action") ? value : null,
        name.equals("object") ? value : null,
        null,
        null);
  }

  /** Each call in a transaction of its own, as the container makes it. */
  private static final class TransactedStore extends AuditStore {
    private final JpaDatabase database;

    TransactedStore(JpaDatabase database) {
      this.database = database;
    }

    private <T> T in(Function<AuditStore, T> work) {
      return database.inTransaction(
          manager -> {
            AuditStore store = new AuditStore();
            store.entities = manager;
            return work.apply(store);
          });
    }

    @Override
    public void insert(AuditRow row) {
      in(
          store -> {
            store.insert(row);
            return null;
          });
    }

    @Override
    public List<AuditView> page(AuditFilter filter, @Nullable String before, int limit) {
      return in(store -> store.page(filter, before, limit));
    }

    @Override
    public List<AuditView> sealed(AuditFilter filter, long after, long upTo, int limit) {
      return in(store -> store.sealed(filter, after, upTo, limit));
    }

    @Override
    public AuditChain chain() {
      return in(AuditStore::chain);
    }

    @Override
    public long unsealed() {
      return in(AuditStore::unsealed);
    }

    @Override
    public int seal(String name, int limit) {
      return in(store -> store.seal(name, limit));
    }
  }
}
