package net.intentus.journal;

import java.util.List;
import java.util.function.Function;
import net.intentus.JpaDatabase;

/** Each call in a transaction of its own, as the container makes it. */
class TransactionalPartitionStore extends PartitionStore {
  private final JpaDatabase database;

  TransactionalPartitionStore(JpaDatabase database) {
    this.database = database;
  }

  private <T> T in(Function<PartitionStore, T> work) {
    return database.inTransaction(entities -> work.apply(new PartitionStore(entities)));
  }

  @Override
  public List<DayPartition> all() {
    return in(PartitionStore::all);
  }

  @Override
  public boolean make(DayPartition wanted, boolean current) {
    return in(store -> store.make(wanted, current));
  }

  @Override
  public void count(String run, DayPartition day, long rows) {
    in(
        store -> {
          store.count(run, day, rows);
          return null;
        });
  }

  @Override
  public boolean drop(String run, DayPartition day, long rows, boolean archived) {
    return in(store -> store.drop(run, day, rows, archived));
  }
}
