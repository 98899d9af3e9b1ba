package net.intentus.agent;

import net.intentus.JpaDatabase;

class H2CredentialsTest extends CredentialsContract {
  @Override
  JpaDatabase open() {
    return JpaDatabase.h2();
  }
}
