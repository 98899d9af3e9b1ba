package net.intentus.wire;

import net.intentus.JpaDatabase;

class H2PeersTest extends PeersContract {
  @Override
  JpaDatabase open() {
    return JpaDatabase.h2();
  }
}
