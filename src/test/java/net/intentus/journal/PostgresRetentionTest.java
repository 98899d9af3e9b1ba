package net.intentus.journal;

import net.intentus.JpaDatabase;

class PostgresRetentionTest extends RetentionContract {
  @Override
  JpaDatabase open() {
    return JpaDatabase.postgresql();
  }
}
