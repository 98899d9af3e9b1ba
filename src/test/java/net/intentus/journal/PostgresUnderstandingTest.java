package net.intentus.journal;

import net.intentus.JpaDatabase;

class PostgresUnderstandingTest extends UnderstandingContract {
  @Override
  JpaDatabase open() {
    return JpaDatabase.postgresql();
  }
}
