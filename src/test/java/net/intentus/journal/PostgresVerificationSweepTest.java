package net.intentus.journal;

import net.intentus.JpaDatabase;

class PostgresVerificationSweepTest extends VerificationSweepContract {
  @Override
  JpaDatabase open() {
    return new PostgresJournalStoreTest().open();
  }
}
