package net.intentus.journal;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import net.intentus.JpaDatabase;
import net.intentus.journal.Expiry.Candidate;
import net.intentus.journal.Expiry.Part;
import net.intentus.journal.RetentionRun.Cause;
import net.intentus.journal.RetentionRun.Counts;
import net.intentus.journal.RetentionRun.State;

/** Each call in a transaction of its own, as the container makes it. */
class TransactionalRetentionStore extends RetentionStore {
  private final JpaDatabase database;

  TransactionalRetentionStore(JpaDatabase database) {
    this.database = database;
  }

  private <T> T in(Function<RetentionStore, T> work) {
    return database.inTransaction(entities -> work.apply(new RetentionStore(entities)));
  }

  @Override
  public Optional<RetentionRun> begin(
      String id, Cause cause, boolean dryRun, String startedBy, Instant now) {
    return in(store -> store.begin(id, cause, dryRun, startedBy, now));
  }

  @Override
  public void sweep(Instant now) {
    in(
        store -> {
          store.sweep(now);
          return null;
        });
  }

  @Override
  public List<Candidate> candidates(Part part, String after, String before, int limit) {
    return in(store -> store.candidates(part, after, before, limit));
  }

  @Override
  public void progress(String run, Counts more) {
    in(
        store -> {
          store.progress(run, more);
          return null;
        });
  }

  @Override
  public void erasePayloads(String run, List<String> ids, boolean dry) {
    in(
        store -> {
          store.erasePayloads(run, ids, dry);
          return null;
        });
  }

  @Override
  public void deleteExecutions(String run, List<String> ids, boolean dry) {
    in(
        store -> {
          store.deleteExecutions(run, ids, dry);
          return null;
        });
  }

  @Override
  public void end(String run, State how, Instant now, String error) {
    in(
        store -> {
          store.end(run, how, now, error);
          return null;
        });
  }

  @Override
  public Optional<RetentionRun> find(String run) {
    return in(store -> store.find(run));
  }

  @Override
  public List<RetentionRun> page(String before, int limit) {
    return in(store -> store.page(before, limit));
  }
}
