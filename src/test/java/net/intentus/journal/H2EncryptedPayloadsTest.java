package net.intentus.journal;

import net.intentus.JpaDatabase;

class H2EncryptedPayloadsTest extends EncryptedPayloadsContract {
  @Override
  JpaDatabase open() {
    return JpaDatabase.h2();
  }
}
