package net.intentus.blackbox;

import net.intentus.harness.RunningServer;

class PostgresDurabilityIT extends DurabilityContract {
  @Override
  RunningServer server() {
    return Servers.postgres();
  }
}
