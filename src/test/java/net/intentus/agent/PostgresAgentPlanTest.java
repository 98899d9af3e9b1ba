package net.intentus.agent;

import net.intentus.JpaDatabase;

class PostgresAgentPlanTest extends AgentPlanContract {
  @Override
  JpaDatabase open() {
    return JpaDatabase.postgresql();
  }
}
