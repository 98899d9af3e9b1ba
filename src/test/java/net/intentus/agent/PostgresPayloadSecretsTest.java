package net.intentus.agent;

import net.intentus.JpaDatabase;

class PostgresPayloadSecretsTest extends PayloadSecretsContract {
  @Override
  JpaDatabase open() {
    return JpaDatabase.postgresql();
  }
}
