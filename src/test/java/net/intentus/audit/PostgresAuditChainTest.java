package net.intentus.audit;

import net.intentus.JpaDatabase;

class PostgresAuditChainTest extends AuditChainContract {
  @Override
  JpaDatabase open() {
    return JpaDatabase.postgresql();
  }
}
