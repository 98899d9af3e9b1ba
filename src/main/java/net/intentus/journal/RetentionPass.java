package net.intentus.journal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import net.intentus.journal.Expiry.Candidate;
import net.intentus.journal.Expiry.Part;
import net.intentus.journal.RetentionRun.Counts;

/**
 * One run, from the oldest execution to the newest that can have expired: days that have expired as
 * a whole at once, everything else in batches. Metadata comes first, so that an execution is
 * archived with its payload when both have expired.
 */
final class RetentionPass {
  /** How many executions are looked at in one query. */
  static final int PAGE = 1_000;

  /** How many are deleted in one transaction. */
  static final int BATCH = 200;

  /** How many go into one archive. */
  static final int FILE = 10_000;

  /** Rests between two batches. */
  interface Rest {
    /** Whether to go on; false when the process is about to end. */
    boolean goOn();
  }

  private final RetentionStores stores;
  private final Expiry expiry;
  private final Archive archive;
  private final Rest rest;
  private final RetentionRun run;
  private final List<String> waiting = new ArrayList<>();

  RetentionPass(
      RetentionStores stores, Expiry expiry, Archive archive, Rest rest, RetentionRun run) {
    this.stores = stores;
    this.expiry = expiry;
    this.archive = run.dryRun() ? Archive.NONE : archive;
    this.rest = rest;
    this.run = run;
  }

  /**
   * Does it.
   *
   * @param days what can be dropped as a whole, oldest first
   * @return whether it came to the end
   * @throws IOException when the archive cannot be written; nothing that is not in it was deleted
   */
  boolean run(List<DayPartition> days) throws IOException {
    return metadata(days) && walk(Part.PAYLOAD, "", expiry.horizon(Part.PAYLOAD).orElse(""));
  }

  /** A day that cannot go at once is walked through with what lies between. */
  private boolean metadata(List<DayPartition> days) throws IOException {
    String horizon = expiry.horizon(Part.METADATA).orElse("");
    ExpiredDay expired = new ExpiredDay(stores, expiry, archive, rest, run);
    String from = "";
    for (DayPartition day : days) {
      if (day.upper().compareTo(horizon) > 0) {
        break;
      }
      if (!walk(Part.METADATA, from, day.lower()) || !deleteWaiting()) {
        return false;
      }
      ExpiredDay.Fate fate = expired.take(day);
      if (fate == ExpiredDay.Fate.STOPPED) {
        return false;
      }
      from = fate == ExpiredDay.Fate.GONE ? day.upper() : day.lower();
    }
    return walk(Part.METADATA, from, horizon) && deleteWaiting();
  }

  private boolean walk(Part part, String from, String before) throws IOException {
    String after = from;
    while (after.compareTo(before) < 0) {
      List<Candidate> page = stores.rows.candidates(part, after, before, PAGE);
      if (page.isEmpty()) {
        return true;
      }
      after = page.get(page.size() - 1).id();
      List<Candidate> expired =
          page.stream().filter(candidate -> expiry.expires(part, candidate)).toList();
      List<String> free =
          expired.stream().filter(candidate -> !candidate.held()).map(Candidate::id).toList();
      progress(Counts.scanned(page.size(), expired.size() - free.size()));
      if (!(part == Part.METADATA ? collect(free) : erase(free))) {
        return false;
      }
    }
    return true;
  }

  private void progress(Counts more) {
    stores.runs.progress(run.id(), more);
  }

  private boolean erase(List<String> ids) {
    for (List<String> batch : batches(ids)) {
      stores.rows.erasePayloads(run.id(), batch, run.dryRun());
      if (!rest.goOn()) {
        return false;
      }
    }
    return true;
  }

  private boolean collect(List<String> ids) throws IOException {
    for (List<String> batch : batches(ids)) {
      List<String> written = archive.add(batch);
      progress(Counts.archived(0, batch.size() - written.size()));
      waiting.addAll(written);
      if (!rest.goOn() || (waiting.size() >= FILE && !deleteWaiting())) {
        return false;
      }
    }
    return true;
  }

  private boolean deleteWaiting() throws IOException {
    if (waiting.isEmpty()) {
      return true;
    }
    if (archive.seal()) {
      progress(Counts.archived(waiting.size(), 0));
    }
    List<String> safe = List.copyOf(waiting);
    waiting.clear();
    for (List<String> batch : batches(safe)) {
      stores.rows.deleteExecutions(run.id(), batch, run.dryRun());
      if (!rest.goOn()) {
        return false;
      }
    }
    return true;
  }

  static List<List<String>> batches(List<String> ids) {
    List<List<String>> batches = new ArrayList<>();
    for (int from = 0; from < ids.size(); from += BATCH) {
      batches.add(ids.subList(from, Math.min(ids.size(), from + BATCH)));
    }
    return batches;
  }
}
