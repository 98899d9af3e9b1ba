package net.intentus.observability;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import javax.sql.DataSource;
import net.intentus.journal.Journal;
import net.intentus.journal.JournalCommitted;

/** Whether executions can be recorded now. Thread-safe and quick, whatever the database does. */
@Singleton
class StorageHealth {
  private static final int QUERY_SECONDS = 2;

  private final Journal journal;
  private final DatabaseProbe probe;

  @Resource(lookup = "java:app/jdbc/intentusnet")
  DataSource source;

  @Resource(lookup = "java:comp/DefaultManagedExecutorService")
  ManagedExecutorService executor;

  @Inject
  StorageHealth(Clock clock, Journal journal) {
    this.journal = journal;
    // resources are injected after construction, hence the lambda
    this.probe = new DatabaseProbe(clock, task -> executor.execute(task), this::reachable);
  }

  /** Whether the journal takes appends and the database answers. */
  boolean up() {
    return journal.healthy() && probe.answers();
  }

  void committed(@Observes JournalCommitted event) {
    probe.seen();
  }

  private boolean reachable() throws SQLException {
    try (Connection connection = source.getConnection()) {
      return connection.isValid(QUERY_SECONDS);
    }
  }
}
