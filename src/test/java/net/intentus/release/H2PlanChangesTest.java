package net.intentus.release;

import net.intentus.JpaDatabase;

class H2PlanChangesTest extends PlanChangesContract {
  @Override
  JpaDatabase open() {
    return JpaDatabase.h2();
  }
}
