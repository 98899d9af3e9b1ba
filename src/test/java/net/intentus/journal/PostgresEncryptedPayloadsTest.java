package net.intentus.journal;

import net.intentus.JpaDatabase;

class PostgresEncryptedPayloadsTest extends EncryptedPayloadsContract {
  @Override
  JpaDatabase open() {
    return JpaDatabase.postgresql();
  }
}
