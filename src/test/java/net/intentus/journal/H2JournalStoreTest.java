package net.intentus.journal;

import net.intentus.JpaDatabase;

class H2JournalStoreTest extends JournalStoreContract {
  @Override
  JpaDatabase open() {
    return JpaDatabase.h2();
  }
}
