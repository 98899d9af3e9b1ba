package net.intentus.privacy;

import net.intentus.JpaDatabase;

class PostgresDataKeysTest extends DataKeysContract {
  @Override
  JpaDatabase open() {
    return JpaDatabase.postgresql();
  }
}
