package net.intentus.budget;

import net.intentus.JpaDatabase;

class PostgresLedgerTest extends LedgerContract {
  @Override
  JpaDatabase open() {
    return JpaDatabase.postgresql();
  }
}
