package net.intentus.audit;

import net.intentus.JpaDatabase;

class H2AuditChainTest extends AuditChainContract {
  @Override
  JpaDatabase open() {
    return JpaDatabase.h2();
  }
}
