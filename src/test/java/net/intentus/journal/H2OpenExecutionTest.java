package net.intentus.journal;

import net.intentus.JpaDatabase;

class H2OpenExecutionTest extends OpenExecutionContract {
  @Override
  JpaDatabase open() {
    return JpaDatabase.h2();
  }
}
