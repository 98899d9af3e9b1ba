package net.intentus.journal;

import net.intentus.JpaDatabase;

class H2VerificationSweepTest extends VerificationSweepContract {
  @Override
  JpaDatabase open() {
    return JpaDatabase.h2();
  }
}
