package net.intentus.journal;

import net.intentus.JpaDatabase;

class H2UnderstandingTest extends UnderstandingContract {
  @Override
  JpaDatabase open() {
    return JpaDatabase.h2();
  }
}
