package net.intentus.agent;

import net.intentus.JpaDatabase;

class H2PayloadSecretsTest extends PayloadSecretsContract {
  @Override
  JpaDatabase open() {
    return JpaDatabase.h2();
  }
}
