package net.intentus.policy;

import static net.intentus.policy.PolicyEngineTest.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.time.Instant;
import java.util.Optional;
import net.intentus.JpaDatabase;
import org.junit.jupiter.api.Test;

class PolicyStoreTest {
  private static final Instant AT = Instant.parse("2026-01-01T00:00:00.123Z");
  private static final PolicyDocument DENY = PolicyDocument.lenient(json("{'default':'deny'}"));
  private static final PolicyDocument ALLOW =
      PolicyDocument.lenient(json("{'default':'allow','rules':[{'id':'\u00e9','action':'deny'}]}"));

  /** The transactions that the container would add; counts how often a document is read. */
  private static final class Store extends PolicyStore {
    private final JpaDatabase database;
    private int documentsRead;

    Store(JpaDatabase database) {
      this.database = database;
    }

    @Override
    public long currentVersion() {
      return database.inTransaction(entities -> new PolicyStore(entities).currentVersion());
    }

    @Override
    public Optional<StoredPolicy> current() {
      documentsRead++;
      return database.inTransaction(entities -> new PolicyStore(entities).current());
    }

    @Override
    public StoredPolicy save(PolicyDocument document, String by, Instant at) {
      return database.inTransaction(entities -> new PolicyStore(entities).save(document, by, at));
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
                            new PolicyStore(entities) {
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
}
