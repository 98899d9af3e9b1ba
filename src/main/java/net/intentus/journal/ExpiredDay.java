package net.intentus.journal;

import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import java.util.logging.Level;
import java.util.logging.Logger;
import net.intentus.journal.Expiry.Candidate;
import net.intentus.journal.Expiry.Part;
import net.intentus.journal.RetentionRun.Counts;

/** Takes a partition as a whole when everything in it has expired, after it has been archived. */
final class ExpiredDay {
  /** How often to try to have the tables for a moment. */
  private static final int TRIES = 5;

  private static final Logger LOG = Logger.getLogger(ExpiredDay.class.getName());

  /** What became of it. */
  enum Fate {
    /** It is gone; in a dry run, it would be. */
    GONE,
    /** What has expired in it goes in batches. */
    STAYS,
    /** The process is about to end. */
    STOPPED
  }

  private final RetentionStores stores;
  private final Expiry expiry;
  private final Archive archive;
  private final RetentionPass.Rest rest;
  private final RetentionRun run;

  ExpiredDay(
      RetentionStores stores,
      Expiry expiry,
      Archive archive,
      RetentionPass.Rest rest,
      RetentionRun run) {
    this.stores = stores;
    this.expiry = expiry;
    this.archive = archive;
    this.rest = rest;
    this.run = run;
  }

  /**
   * Drops it, if it may be.
   *
   * @throws IOException when the archive cannot be written; nothing was deleted
   */
  Fate take(DayPartition day) throws IOException {
    OptionalLong rows = expired(day);
    if (rows.isEmpty()) {
      return Fate.STAYS;
    }
    if (run.dryRun()) {
      LOG.log(Level.INFO, "the partition {0} has expired and would be dropped", day.suffix());
      stores.partitions.count(run.id(), day, rows.getAsLong());
      return Fate.GONE;
    }
    Fate archived = archive == Archive.NONE ? Fate.GONE : archive(day);
    return archived == Fate.GONE ? drop(day, rows.getAsLong()) : archived;
  }

  /** How many executions there are in it; empty when one of them has to stay. */
  private OptionalLong expired(DayPartition day) {
    long rows = 0;
    List<Candidate> page = page(day, day.lower());
    while (!page.isEmpty()) {
      for (Candidate candidate : page) {
        if (candidate.held() || !expiry.expires(Part.METADATA, candidate)) {
          return OptionalLong.empty();
        }
      }
      rows += page.size();
      stores.runs.progress(run.id(), Counts.NONE);
      page = page(day, page.get(page.size() - 1).id());
    }
    return OptionalLong.of(rows);
  }

  private List<Candidate> page(DayPartition day, String after) {
    return stores.rows.candidates(Part.METADATA, after, day.upper(), RetentionPass.PAGE);
  }

  /**
   * What cannot be archived keeps the day; what can is archived once more as it goes in batches.
   */
  private Fate archive(DayPartition day) throws IOException {
    int open = 0;
    List<Candidate> page = page(day, day.lower());
    while (!page.isEmpty()) {
      List<String> ids = page.stream().map(Candidate::id).toList();
      for (List<String> batch : RetentionPass.batches(ids)) {
        List<String> written = archive.add(batch);
        open += written.size();
        if (open >= RetentionPass.FILE || written.size() < batch.size()) {
          archive.seal();
          open = 0;
        }
        stores.runs.progress(run.id(), Counts.NONE);
        if (written.size() < batch.size()) {
          return Fate.STAYS;
        }
        if (!rest.goOn()) {
          return Fate.STOPPED;
        }
      }
      page = page(day, page.get(page.size() - 1).id());
    }
    archive.seal();
    return Fate.GONE;
  }

  private Fate drop(DayPartition day, long rows) {
    for (int i = 0; i < TRIES; i++) {
      try {
        if (!stores.partitions.drop(run.id(), day, rows, archive != Archive.NONE)) {
          return Fate.STAYS;
        }
        LOG.log(Level.INFO, "the partition {0} has expired and is dropped", day.suffix());
        return Fate.GONE;
      } catch (PartitionStore.Busy e) {
        LOG.log(Level.FINE, "the partition {0} is in use", day.suffix());
        if (!rest.goOn()) {
          return Fate.STOPPED;
        }
      }
    }
    LOG.log(Level.INFO, "the partition {0} is in use; its rows go in batches", day.suffix());
    return Fate.STAYS;
  }
}
