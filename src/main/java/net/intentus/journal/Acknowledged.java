package net.intentus.journal;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import net.intentus.wal.WriteAheadLog;

/**
 * What the {@link WriteAheadLog} has and the embedded database does not: it is stored in the end,
 * or set aside, or left to the next start, and never lost. {@link #add} and those who read belong
 * to any thread, everything else to the one that writes to the database.
 */
final class Acknowledged {
  private static final Logger LOG = Logger.getLogger(Acknowledged.class.getName());

  private final WriteAheadLog log;
  private final JournalStore store;
  private final Disk disk;
  private final InFlight inFlight;
  private final Backlog backlog = new Backlog();
  private List<Append> again = new ArrayList<>();

  /** The database below the transactions. */
  interface Disk {
    /** Forces what is committed onto it. */
    void force() throws SQLException;

    /** Whether the database takes anything at all. */
    boolean answers();
  }

  Acknowledged(WriteAheadLog log, JournalStore store, Disk disk, InFlight inFlight) {
    this.inFlight = inFlight;
    this.log = log;
    this.store = store;
    this.disk = disk;
  }

  /**
   * Stores what was acknowledged before the last end of the process and is not in the database yet.
   * Before anything else is written.
   */
  void replay() throws IOException, SQLException {
    List<Append> pending = decoded(log.pending());
    for (int from = 0; from < pending.size(); from += AppendQueue.BATCH) {
      replay(pending.subList(from, Math.min(from + AppendQueue.BATCH, pending.size())));
    }
    if (!pending.isEmpty()) {
      disk.force();
      LOG.info(() -> pending.size() + " appends read back from the write-ahead log");
    }
    log.clear();
  }

  static List<Append> decoded(List<byte[]> records) throws IOException {
    List<Append> appends = new ArrayList<>();
    for (byte[] record : records) {
      try {
        appends.add(AppendCodec.decode(record));
      } catch (CorruptBlock e) {
        throw new IOException("a record that is whole cannot be read: another version's?", e);
      }
    }
    return appends;
  }

  private void setAside(Append append) throws IOException {
    log.setAside(append.executionId() + "-" + append.lastSeq(), AppendCodec.encode(append));
  }

  private void replay(List<Append> batch) throws IOException {
    try {
      store.writeMissing(batch);
    } catch (RuntimeException e) {
      if (!disk.answers()) {
        throw e;
      }
      if (batch.size() == 1) {
        LOG.log(Level.SEVERE, "an acknowledged append is set aside", e);
        setAside(batch.get(0));
      } else {
        replay(batch.subList(0, batch.size() / 2));
        replay(batch.subList(batch.size() / 2, batch.size()));
      }
    }
  }

  /** Notes that the log has them, waiting for room if it must. */
  void add(List<Append> appends) {
    backlog.add(appends);
  }

  boolean allStored() {
    return backlog.stored();
  }

  /**
   * Waits until the database has what had been added, so many nanoseconds at most. Whether it has.
   */
  boolean await(long nanos) {
    return backlog.await(nanos);
  }

  /** Those of them that the database has to take. */
  static List<Append> among(List<Append> appends) {
    List<Append> found = new ArrayList<>();
    for (Append append : appends) {
      if (append.acknowledged() && !append.waiter().released()) {
        found.add(append);
      }
    }
    return found;
  }

  /** The database has those among them: they are as durable there as in the log. */
  void stored(List<Append> appends) {
    List<Append> done = among(appends);
    int from = 0;
    for (int i = 1; i <= done.size(); i++) {
      long segment = done.get(from).waiter().segment();
      if (i == done.size() || done.get(i).waiter().segment() != segment) {
        log.stored(segment, i - from);
        from = i;
      }
    }
    drop(done);
  }

  private void drop(List<Append> done) {
    for (Append append : done) {
      append.waiter().release();
      if (append.opening() == null && append.ending() != null) {
        inFlight.end(append.executionId()); // not before its row says that it has ended
      }
    }
    backlog.remove(done);
  }

  /** Has those among them tried again that could not be stored. */
  void keep(List<Append> appends) {
    again.addAll(among(appends));
  }

  /** Whether something has to be tried again. */
  boolean failed() {
    return !again.isEmpty();
  }

  /**
   * Tries again; what the database refuses for good is set aside. Whether nothing is left to try.
   * An earlier attempt may have been committed after all, so that only what is missing is written.
   */
  boolean retry() {
    try {
      for (int from = 0; from < again.size(); from += AppendQueue.BATCH) {
        rewrite(again.subList(from, Math.min(from + AppendQueue.BATCH, again.size())));
      }
      disk.force();
      stored(again);
    } catch (RuntimeException | SQLException e) {
      LOG.log(Level.WARNING, "acknowledged appends cannot be stored yet; trying again", e);
    } finally {
      again = among(again);
    }
    return again.isEmpty();
  }

  private void rewrite(List<Append> batch) {
    List<Append> left = among(batch);
    try {
      store.writeMissing(left);
    } catch (RuntimeException e) {
      if (!disk.answers()) {
        throw e;
      }
      if (left.size() == 1) {
        giveUp(left.get(0), e);
      } else {
        rewrite(left.subList(0, left.size() / 2));
        rewrite(left.subList(left.size() / 2, left.size()));
      }
    }
  }

  /** What cannot even be set aside keeps its file in the log, which the next start reads. */
  private void giveUp(Append append, Exception cause) {
    LOG.log(Level.SEVERE, cause, () -> "the record of " + append.executionId() + " is refused");
    try {
      setAside(append);
      log.stored(append.waiter().segment(), 1);
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.SEVERE, "it stays in the write-ahead log until the next start", e);
    }
    drop(List.of(append));
  }

  /** Leaves what could not be stored to the next start. */
  void leave() {
    if (!again.isEmpty()) {
      LOG.severe(again.size() + " acknowledged records stay in the write-ahead log");
      drop(again);
      again = new ArrayList<>();
    }
  }

  /** Closes the log once nothing is written to it any more, and forgets it if all is stored. */
  void close() throws IOException {
    if (log.idle()) {
      log.clear();
    } else {
      log.close();
    }
  }
}
