package net.intentus.journal;

import net.intentus.JpaDatabase;

class PostgresKeptPayloadsTest extends KeptPayloadsContract {
  @Override
  JpaDatabase open() {
    return JpaDatabase.postgresql();
  }
}
