package net.intentus.journal;

import net.intentus.JpaDatabase;

class H2KeptPayloadsTest extends KeptPayloadsContract {
  @Override
  JpaDatabase open() {
    return JpaDatabase.h2();
  }
}
