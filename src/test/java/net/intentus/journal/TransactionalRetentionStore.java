package net.intentus.journal;

import java.util.List;
import java.util.function.Function;
import net.intentus.JpaDatabase;
import net.intentus.journal.Expiry.Candidate;
import net.intentus.journal.Expiry.Part;

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
  public List<Candidate> candidates(Part part, String after, String before, int limit) {
    return in(store -> store.candidates(part, after, before, limit));
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
}
