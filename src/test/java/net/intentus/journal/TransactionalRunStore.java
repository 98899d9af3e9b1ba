package net.intentus.journal;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import net.intentus.JpaDatabase;
import net.intentus.journal.RetentionRun.Cause;
import net.intentus.journal.RetentionRun.Counts;
import net.intentus.journal.RetentionRun.State;

/** Each call in a transaction of its own, as the container makes it. */
class TransactionalRunStore extends RetentionRunStore {
  private final JpaDatabase database;

  TransactionalRunStore(JpaDatabase database) {
    this.database = database;
  }

  private <T> T in(Function<RetentionRunStore, T> work) {
    return database.inTransaction(entities -> work.apply(new RetentionRunStore(entities)));
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
  public void progress(String run, Counts more) {
    in(
        store -> {
          store.progress(run, more);
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
