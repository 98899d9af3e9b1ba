package net.intentus.privacy;

import net.intentus.JpaDatabase;

class H2DataKeysTest extends DataKeysContract {
  @Override
  JpaDatabase open() {
    return JpaDatabase.h2();
  }
}
