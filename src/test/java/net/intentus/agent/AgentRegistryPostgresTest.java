package net.intentus.agent;

import net.intentus.JpaDatabase;

class AgentRegistryPostgresTest extends AgentRegistryContract {
  @Override
  JpaDatabase open() {
    return JpaDatabase.postgresql();
  }
}
