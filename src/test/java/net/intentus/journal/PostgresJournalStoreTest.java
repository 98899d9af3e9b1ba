package net.intentus.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.intentus.JpaDatabase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresJournalStoreTest extends JournalStoreContract {
  @Override
  JpaDatabase open() {
    return JpaDatabase.postgresql();
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
