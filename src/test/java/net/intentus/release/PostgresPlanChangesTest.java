package net.intentus.release;

import net.intentus.JpaDatabase;

class PostgresPlanChangesTest extends PlanChangesContract {
  @Override
  JpaDatabase open() {
    return JpaDatabase.postgresql();
  }
}
