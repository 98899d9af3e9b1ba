package net.intentus.policy;

import static net.intentus.policy.PolicyEngineTest.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import net.intentus.JpaDatabase;
import net.intentus.audit.AuditEntry;
import net.intentus.intent.Caller;
import org.junit.jupiter.api.Test;

class PolicyStoreTest {
  private static final Caller ADMIN = new Caller("user:admin", "*", Set.of("admin"), null, null);
  private static final Instant AT = Instant.parse("2026-01-01T00:00:00.123Z");
  private static final PolicyDocument DENY = PolicyDocument.lenient(json("{'default':'deny'}"));
  private static final PolicyDocument ALLOW =
      PolicyDocument.lenient(json("{'default':'allow','rules':[{'id':'\u00e9','action':'deny'}]}"));

  /** The transactions that the container would add; counts how often a document is read. */
  private static final class Store extends PolicyStore {
    private final JpaDatabase database;
    private Consumer<AuditEntry> audit = entry -> {};
    private int documentsRead;

    Store(JpaDatabase database) {
      this.database = database;
    }

    @Override
    public long currentVersion() {
      return database.inTransaction(entities -> store(entities).currentVersion());
    }

    private PolicyStore store(EntityManager entities) {
      return new PolicyStore(entities, audit);
    }

    @Override
    public Optional<StoredPolicy> find(long version) {
      return database.inTransaction(entities -> store(entities).find(version));
    }

    @Override
    public List<PolicyVersion> versions(Long before, int limit) {
      return database.inTransaction(entities -> store(entities).versions(before, limit));
    }

    @Override
    Optional<StoredPolicy> change(PolicyDraft draft, long expected, Caller by, Instant at) {
      return database.inTransaction(entities -> store(entities).change(draft, expected, by, at));
    }

    @Override
    public Optional<StoredPolicy> current() {
      documentsRead++;
      return database.inTransaction(entities -> store(entities).current());
    }

    @Override
    public StoredPolicy save(PolicyDocument document, String by, Instant at) {
      return database.inTransaction(entities -> store(entities).save(document, by, at));
    }
  }

  @Test
  void keepsEveryVersionOnH2() {
    try (JpaDatabase database = JpaDatabase.h2()) {
      keepsEveryVersion(new Store(database));
    }
  }

  @Test
  void keepsEveryVersionOnPostgresql() throws Exception {
    try (EmbeddedPostgres server = EmbeddedPostgres.start();
        JpaDatabase database = JpaDatabase.postgresql(server.getPostgresDatabase())) {
      keepsEveryVersion(new Store(database));
    }
  }

  private static void keepsEveryVersion(Store store) {
    assertThat(store.current()).isEmpty();
    assertThat(store.save(DENY, "user:admin", AT).version()).isEqualTo(1);
    assertThat(store.save(ALLOW, "user:admin", AT).version()).isEqualTo(2);
    StoredPolicy current = store.current().orElseThrow();
    assertThat(current.version()).isEqualTo(2);
    assertThat(current.createdAt()).isEqualTo(AT);
    assertThat(current.createdBy()).isEqualTo("user:admin");
    assertThat(current.document().hash()).isEqualTo(ALLOW.hash());
  }

  @Test
  void theSecondOfTwoThatSaveTheSameVersionFails() {
    try (JpaDatabase database = JpaDatabase.h2()) {
      Store store = new Store(database);
      assertThatThrownBy(
              () ->
                  database.inTransaction(
                      entities -> {
                        PolicyStore slow =
                            new PolicyStore(entities, entry -> {}) {
                              @Override
                              public long currentVersion() {
                                long version = super.currentVersion();
                                store.save(DENY, "user:fast", AT);
                                return version;
                              }
                            };
                        return slow.save(ALLOW, "user:slow", AT);
                      }))
          .isInstanceOf(RuntimeException.class);
      assertThat(store.current().orElseThrow().createdBy()).isEqualTo("user:fast");
    }
  }

  @Test
  void theSourceAllowsWhenThereIsNoPolicyAndTakesOverWhatIsSaved() {
    try (JpaDatabase database = JpaDatabase.h2()) {
      Store store = new Store(database);
      PolicySource source = new PolicySource(store);
      assertThat(source.current().version()).isZero();
      assertThat(source.current().hash()).isEqualTo(PolicyDocument.EMPTY.hash());

      store.save(DENY, "user:admin", AT);
      assertThat(source.current().version()).isZero();
      assertThat(source.refresh().version()).isEqualTo(1);
      assertThat(source.current().hash()).isEqualTo(DENY.hash());
    }
  }

  @Test
  void refreshingReadsTheDocumentOnlyWhenTheVersionChanged() {
    try (JpaDatabase database = JpaDatabase.h2()) {
      Store store = new Store(database);
      store.save(DENY, "user:admin", AT);
      PolicySource source = new PolicySource(store);
      PolicySnapshot first = source.refresh();
      assertThat(source.refresh()).isSameAs(first);
      assertThat(source.current()).isSameAs(first);
      assertThat(store.documentsRead).isEqualTo(1);
    }
  }

  private static PolicyChange replace(PolicySource source, PolicyDocument document, Long revision) {
    return source.replace(document, revision, "because", ADMIN, AT);
  }

  @Test
  void keepsWhoMadeAVersionWhyAndWhatItBroughtBackOnH2() {
    try (JpaDatabase database = JpaDatabase.h2()) {
      keepsHistory(new Store(database));
    }
  }

  @Test
  void keepsWhoMadeAVersionWhyAndWhatItBroughtBackOnPostgresql() throws Exception {
    try (EmbeddedPostgres server = EmbeddedPostgres.start();
        JpaDatabase database = JpaDatabase.postgresql(server.getPostgresDatabase())) {
      keepsHistory(new Store(database));
    }
  }

  private static void keepsHistory(Store store) {
    List<AuditEntry> audited = new ArrayList<>();
    store.audit = audited::add;
    PolicySource source = new PolicySource(store);
    assertThat(replace(source, DENY, 0L)).isInstanceOf(PolicyChange.Changed.class);
    assertThat(source.current().hash()).isEqualTo(DENY.hash());
    assertThat(replace(source, ALLOW, 0L)).isInstanceOf(PolicyChange.Stale.class);
    assertThat(replace(source, ALLOW, null)).isInstanceOf(PolicyChange.Changed.class);
    assertThat(source.rollBack(7, null, null, ADMIN, AT))
        .isInstanceOf(PolicyChange.NoSuchVersion.class);
    assertThat(source.rollBack(1, 2L, null, ADMIN, AT)).isInstanceOf(PolicyChange.Changed.class);
    assertThat(source.current().version()).isEqualTo(3);
    assertThat(source.current().hash()).isEqualTo(DENY.hash());
    assertThat(source.versions(null, 2))
        .containsExactly(
            new PolicyVersion(3, AT, "user:admin", null, 1L),
            new PolicyVersion(2, AT, "user:admin", "because", null));
    assertThat(source.versions(2L, 2)).extracting(PolicyVersion::version).containsExactly(1L);
    assertThat(source.inForce().orElseThrow().restoredFrom()).isEqualTo(1);
    assertThat(source.find(2).orElseThrow().document().hash()).isEqualTo(ALLOW.hash());
    assertThat(audited)
        .extracting(entry -> entry.action() + " " + entry.objectId())
        .containsExactly("policy.update 1", "policy.update 2", "policy.rollback 3");
  }

  @Test
  void changesNothingThatCannotBeAudited() {
    try (JpaDatabase database = JpaDatabase.h2()) {
      Store store = new Store(database);
      store.audit =
          entry -> {
            throw new IllegalStateException("the trail is full");
          };
      PolicySource source = new PolicySource(store);
      assertThatThrownBy(() -> replace(source, DENY, null)).hasMessage("the trail is full");
      assertThat(store.currentVersion()).isZero();
    }
  }

  @Test
  void letsOnlyCallersOfAllTenantsChangeIt() {
    try (JpaDatabase database = JpaDatabase.h2()) {
      PolicySource source = new PolicySource(new Store(database));
      Caller local = new Caller("user:local", "acme", Set.of("admin"), null, null);
      assertThat(source.replace(DENY, null, null, local, AT))
          .isInstanceOf(PolicyChange.NotAllowed.class);
      assertThat(source.refresh().version()).isZero();
    }
  }

  @Test
  void refusesToBringBackWhatCannotBeEnforced() {
    try (JpaDatabase database = JpaDatabase.h2()) {
      Store store = new Store(database);
      store.save(PolicyDocument.lenient(json("{'rules':[{'action':'allow'}]}")), "x", AT);
      PolicySource source = new PolicySource(store);
      assertThat(source.rollBack(1, null, null, ADMIN, AT))
          .isInstanceOfSatisfying(
              PolicyChange.Invalid.class,
              invalid ->
                  assertThat(invalid.violations().get(0).pointer()).isEqualTo("/rules/0/id"));
    }
  }

  @Test
  void everyOneOfManyChangesAtOnceBecomesAVersion() throws Exception {
    try (JpaDatabase database = JpaDatabase.h2()) {
      PolicySource source = new PolicySource(new Store(database));
      ExecutorService threads = Executors.newFixedThreadPool(4);
      try {
        List<Future<PolicyChange>> changes = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
          changes.add(threads.submit(() -> replace(source, DENY, null)));
        }
        for (Future<PolicyChange> change : changes) {
          assertThat(change.get()).isInstanceOf(PolicyChange.Changed.class);
        }
      } finally {
        threads.shutdownNow();
      }
      assertThat(source.refresh().version()).isEqualTo(4);
    }
  }
}
