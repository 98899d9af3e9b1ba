package net.intentus.journal;

import net.intentus.JpaDatabase;

class PostgresOpenExecutionTest extends OpenExecutionContract {
  @Override
  JpaDatabase open() {
    return JpaDatabase.postgresql();
  }
}
