package net.intentus.agent;

import net.intentus.JpaDatabase;

class AgentRegistryH2Test extends AgentRegistryContract {
  @Override
  JpaDatabase open() {
    return JpaDatabase.h2();
  }
}
