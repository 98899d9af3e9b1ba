package net.intentus.policy;

import net.intentus.JpaDatabase;

class H2RateStoreTest extends RateStoreContract {
  @Override
  JpaDatabase open() {
    return JpaDatabase.h2();
  }
}
