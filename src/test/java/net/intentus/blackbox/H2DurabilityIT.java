package net.intentus.blackbox;

import net.intentus.harness.RunningServer;

class H2DurabilityIT extends DurabilityContract {
  @Override
  RunningServer server() {
    return Servers.narrow();
  }
}
