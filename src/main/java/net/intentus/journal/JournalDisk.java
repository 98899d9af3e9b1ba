package net.intentus.journal;

import jakarta.annotation.Resource;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;
import net.intentus.config.Settings;
import net.intentus.config.Settings.Durability;

/**
 * The database below the journal's transactions: whether it takes anything, and what makes a commit
 * outlast a loss of power. PostgreSQL sees to that when it commits; H2 has to be told.
 */
@Singleton
class JournalDisk implements Acknowledged.Disk {
  private static final Logger LOG = Logger.getLogger(JournalDisk.class.getName());
  private static final int FORCES = 3;
  private static final long FORCE_AGAIN_MS = 100;

  @Inject Instance instance;
  @Inject Settings settings;

  @Resource(lookup = "java:app/jdbc/intentusnet")
  DataSource database;

  /** Whether what is acknowledged has to survive a loss of power. */
  boolean survivesPowerLoss() {
    return settings.recording().durability() != Durability.COMMIT;
  }

  /** Whether those have to; what nobody waits for need not reach the disk at once. */
  boolean survivesPowerLoss(List<Append> batch) {
    return survivesPowerLoss() && batch.stream().anyMatch(append -> append.waiter().awaited());
  }

  /**
   * Whether what was just committed has reached the disk. What fails is tried again, but a database
   * that was closed by the failure may have lost the commit, too.
   *
   * @param stillThere asked after a failure: whether the commit is
   * @param failed told of each failure
   */
  boolean forced(BooleanSupplier stillThere, Runnable failed) {
    for (int i = 1; i <= FORCES; i++) {
      try {
        force();
        return i == 1 || stillThere.getAsBoolean();
      } catch (RuntimeException | SQLException e) {
        LOG.log(Level.SEVERE, "what is committed cannot be forced onto the disk", e);
        failed.run();
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(FORCE_AGAIN_MS));
      }
    }
    return false;
  }

  @Override
  public void force() throws SQLException {
    if (survivesPowerLoss()) {
      try (Connection connection = database.getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("CHECKPOINT SYNC");
      }
    }
  }

  /** Asks by writing: a full disk answers questions. It prolongs this instance's lease, too. */
  @Override
  public boolean answers() {
    try {
      instance.beat();
      return true;
    } catch (RuntimeException e) {
      return false;
    }
  }

  /** Whether it takes what is written, and keeps it. */
  boolean works() {
    try {
      if (answers()) {
        if (!settings.database().postgresql()) {
          force();
        }
        return true;
      }
      return false;
    } catch (RuntimeException | SQLException e) {
      return false;
    }
  }
}
