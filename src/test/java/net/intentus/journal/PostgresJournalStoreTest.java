package net.intentus.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.intentus.JpaDatabase;
import net.intentus.harness.PostgresServer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.ds.PGSimpleDataSource;

class PostgresJournalStoreTest extends JournalStoreContract {
  @Override
  JpaDatabase open() {
    PostgresServer.Database database = PostgresServer.shared().newDatabase();
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setURL(database.url());
    source.setUser(database.user());
    source.setPassword(database.password());
    return JpaDatabase.postgresql(source);
  }

  @ParameterizedTest
  @CsvSource({"ON,on", "OFF,off"})
  void asksForTheDurabilityThatIsConfigured(JournalStore.SynchronousCommit mode, String setting) {
    ExecutionLog log = Fixtures.begin("Durable", "default");
    Object shown =
        database()
            .inTransaction(
                entities -> {
                  entities.createNativeQuery("SET synchronous_commit TO local").executeUpdate();
                  new JournalStore(entities).write(List.of(Fixtures.append(log, null)), mode);
                  return entities.createNativeQuery("SHOW synchronous_commit").getSingleResult();
                });
    assertThat(shown).isEqualTo(setting);
  }
}
