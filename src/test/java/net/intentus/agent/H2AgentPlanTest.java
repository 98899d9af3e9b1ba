package net.intentus.agent;

import net.intentus.JpaDatabase;

class H2AgentPlanTest extends AgentPlanContract {
  @Override
  JpaDatabase open() {
    return JpaDatabase.h2();
  }
}
