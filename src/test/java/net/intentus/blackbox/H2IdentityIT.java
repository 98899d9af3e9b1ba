package net.intentus.blackbox;

import net.intentus.harness.RunningServer;

class H2IdentityIT extends IdentityContract {
  @Override
  RunningServer server() {
    return Servers.standard();
  }
}
