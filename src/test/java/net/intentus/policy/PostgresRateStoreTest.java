package net.intentus.policy;

import net.intentus.JpaDatabase;

class PostgresRateStoreTest extends RateStoreContract {
  @Override
  JpaDatabase open() {
    return JpaDatabase.postgresql();
  }
}
