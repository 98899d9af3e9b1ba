package net.intentus.journal;

import net.intentus.JpaDatabase;

class H2IdempotencyTest extends IdempotencyContract {
  @Override
  JpaDatabase open() {
    return JpaDatabase.h2();
  }
}
