package net.intentus.budget;

import net.intentus.JpaDatabase;

class H2LedgerTest extends LedgerContract {
  @Override
  JpaDatabase open() {
    return JpaDatabase.h2();
  }
}
