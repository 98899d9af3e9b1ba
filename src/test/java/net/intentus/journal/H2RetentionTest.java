package net.intentus.journal;

import net.intentus.JpaDatabase;

class H2RetentionTest extends RetentionContract {
  @Override
  JpaDatabase open() {
    return JpaDatabase.h2();
  }
}
