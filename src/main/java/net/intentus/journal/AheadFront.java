package net.intentus.journal;

import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.ThreadFactory;
import java.util.logging.Level;
import java.util.logging.Logger;
import net.intentus.config.ConfigurationProblem;
import net.intentus.config.Settings;
import net.intentus.wal.WriteAheadLog;

/**
 * What stands in front of the embedded database (ADR 0007).
 *
 * @param appends what is acknowledged and not stored yet
 * @param writer makes appends durable before the database has them
 */
record AheadFront(Acknowledged appends, AheadWriter writer) {
  private static final Logger LOG = Logger.getLogger(AheadFront.class.getName());

  /**
   * Stores what an earlier process left, and begins.
   *
   * @throws ConfigurationProblem when that cannot be read
   */
  static AheadFront open(
      Settings settings,
      JournalStore store,
      JournalDisk disk,
      InFlight inFlight,
      AheadWriter.Next next,
      ThreadFactory threads) {
    WriteAheadLog log =
        new WriteAheadLog(settings.dataDir().resolve("journal"), disk.survivesPowerLoss());
    Acknowledged appends = new Acknowledged(log, store, disk, inFlight);
    replay(appends);
    return new AheadFront(appends, new AheadWriter(log, next, threads));
  }

  private static void replay(Acknowledged appends) {
    try {
      appends.replay();
    } catch (IOException | SQLException e) {
      LOG.log(Level.SEVERE, "the write-ahead log cannot be read back", e);
      throw new ConfigurationProblem(
          "intentus.data.dir",
          "the write-ahead log in its directory journal cannot be read back.",
          "Start the version that wrote it once more, and stop it properly; see"
              + " runbooks/start-stop-upgrade.md.");
    }
  }
}
