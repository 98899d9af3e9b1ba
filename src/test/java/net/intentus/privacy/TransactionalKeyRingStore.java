package net.intentus.privacy;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import net.intentus.JpaDatabase;

/** The store with the transactions that the container would add. */
class TransactionalKeyRingStore extends KeyRingStore {
  private final JpaDatabase database;

  TransactionalKeyRingStore(JpaDatabase database) {
    this.database = database;
  }

  private void run(Consumer<KeyRingStore> work) {
    database.inTransaction(
        entities -> {
          work.accept(new KeyRingStore(entities));
          return null;
        });
  }

  @Override
  public Optional<KeyRingEntity> find(String id) {
    return database.inTransaction(entities -> new KeyRingStore(entities).find(id));
  }

  @Override
  public List<KeyRingEntity> ofPurpose(String purpose) {
    return database.inTransaction(entities -> new KeyRingStore(entities).ofPurpose(purpose));
  }

  @Override
  public void insert(KeyRingEntity entry) {
    run(store -> store.insert(entry));
  }

  @Override
  public void add(KeyRingEntity entry) {
    run(store -> store.add(entry));
  }
}
