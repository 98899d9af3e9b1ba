package net.intentus.journal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.intentus.journal.Expiry.Candidate;
import net.intentus.journal.Expiry.Part;
import net.intentus.journal.RetentionRun.Counts;

/**
 * One run, from the oldest execution to the newest that can have expired. Metadata comes first, so
 * that an execution is archived with its payload when both have expired.
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

  private final RetentionStore store;
  private final Expiry expiry;
  private final Archive archive;
  private final Rest rest;
  private final String run;
  private final boolean dry;
  private final List<String> waiting = new ArrayList<>();

  RetentionPass(RetentionStore store, Expiry expiry, Archive archive, Rest rest, RetentionRun run) {
    this.store = store;
    this.expiry = expiry;
    this.archive = run.dryRun() ? Archive.NONE : archive;
    this.rest = rest;
    this.run = run.id();
    this.dry = run.dryRun();
  }

  /**
   * Does it.
   *
   * @return whether it came to the end
   * @throws IOException when the archive cannot be written; nothing that is not in it was deleted
   */
  boolean run() throws IOException {
    return walk(Part.METADATA) && deleteWaiting() && walk(Part.PAYLOAD);
  }

  private boolean walk(Part part) throws IOException {
    Optional<String> before = expiry.horizon(part);
    String after = "";
    while (before.isPresent()) {
      List<Candidate> page = store.candidates(part, after, before.get(), PAGE);
      if (page.isEmpty()) {
        return true;
      }
      after = page.get(page.size() - 1).id();
      List<Candidate> expired =
          page.stream().filter(candidate -> expiry.expires(part, candidate)).toList();
      List<String> free =
          expired.stream().filter(candidate -> !candidate.held()).map(Candidate::id).toList();
      store.progress(run, Counts.scanned(page.size(), expired.size() - free.size()));
      if (!(part == Part.METADATA ? collect(free) : erase(free))) {
        return false;
      }
    }
    return true;
  }

  private boolean erase(List<String> ids) {
    for (List<String> batch : batches(ids)) {
      store.erasePayloads(run, batch, dry);
      if (!rest.goOn()) {
        return false;
      }
    }
    return true;
  }

  private boolean collect(List<String> ids) throws IOException {
    for (List<String> batch : batches(ids)) {
      List<String> written = archive.add(batch);
      store.progress(run, Counts.archived(0, batch.size() - written.size()));
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
      store.progress(run, Counts.archived(waiting.size(), 0));
    }
    List<String> safe = List.copyOf(waiting);
    waiting.clear();
    for (List<String> batch : batches(safe)) {
      store.deleteExecutions(run, batch, dry);
      if (!rest.goOn()) {
        return false;
      }
    }
    return true;
  }

  private static List<List<String>> batches(List<String> ids) {
    List<List<String>> batches = new ArrayList<>();
    for (int from = 0; from < ids.size(); from += BATCH) {
      batches.add(ids.subList(from, Math.min(ids.size(), from + BATCH)));
    }
    return batches;
  }
}
