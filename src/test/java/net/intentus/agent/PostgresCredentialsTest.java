package net.intentus.agent;

import net.intentus.JpaDatabase;

class PostgresCredentialsTest extends CredentialsContract {
  @Override
  JpaDatabase open() {
    return JpaDatabase.postgresql();
  }
}
