package net.intentus.wire;

import net.intentus.JpaDatabase;

class PostgresPeersTest extends PeersContract {
  @Override
  JpaDatabase open() {
    return JpaDatabase.postgresql();
  }
}
