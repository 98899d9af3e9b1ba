package net.intentus.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.persistence.PersistenceException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.intentus.config.Ids;
import net.intentus.config.Settings;
import net.intentus.config.SettingsReader;
import org.junit.jupiter.api.Test;

/** Nobody goes on with an execution before the database has all that was acknowledged of it. */
class OpenExecutionsTest {
  private static final Settings SETTINGS = SettingsReader.read(key -> Optional.empty());

  private final InFlight inFlight = new InFlight();
  private final List<String> steps = new ArrayList<>();
  private boolean stored = true;

  private final OpenExecutions open =
      new OpenExecutions(
          new OpenExecutionStore() {
            @Override
            public Optional<Taken> take(String id, ExecutionStatus status, String instance) {
              steps.add("taken while " + (inFlight.contains(id) ? "held" : "free"));
              return Optional.empty();
            }
          },
          new Instance(new InstanceStore() {}, SETTINGS, new Ids(Clock.systemUTC())),
          inFlight,
          null, // nothing is kept apart here
          Fixtures.NO_KEYS,
          new KeepingRules(SETTINGS),
          () -> {
            steps.add("caught up while " + (inFlight.contains("x") ? "held" : "free"));
            return stored;
          });

  @Test
  void theDatabaseCatchesUpOnceNobodyElseCanAddToIt() {
    assertThat(open.take("x", ExecutionStatus.RUNNING)).isEmpty();
    assertThat(steps)
        .containsExactly("caught up while free", "caught up while held", "taken while held");
    assertThat(inFlight.contains("x")).isFalse();
  }

  @Test
  void nobodyGetsItFromADatabaseThatIsBehind() {
    stored = false;
    assertThatThrownBy(() -> open.take("x", ExecutionStatus.RUNNING))
        .isInstanceOf(PersistenceException.class);
    assertThat(steps).doesNotContain("taken while held");
    assertThat(inFlight.contains("x")).isFalse();
  }
}
