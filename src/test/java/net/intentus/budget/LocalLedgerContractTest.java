package net.intentus.budget;

import java.nio.file.Path;
import net.intentus.JpaDatabase;
import net.intentus.wal.WriteAheadLog;
import org.junit.jupiter.api.io.TempDir;

/** With a log in front of the database. */
class LocalLedgerContractTest extends LedgerContract {
  @TempDir static Path directory;

  @Override
  JpaDatabase open() {
    return JpaDatabase.h2();
  }

  @Override
  Ledger ledger(LedgerStore store) {
    return new LocalLedger(store, new WriteAheadLog(directory, false));
  }
}
