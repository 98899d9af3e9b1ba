package net.intentus.blackbox;

import net.intentus.harness.RunningServer;

class H2RecoveryIT extends RecoveryContract {
  @Override
  RunningServer.Options options() {
    return RunningServer.Options.fresh().with("INTENTUS_ROUTING_REQUIRE_DETERMINISM", "false");
  }

  @Override
  int rounds() {
    return 2;
  }

  @Override
  String url(RunningServer server) {
    return "jdbc:h2:file:" + server.dataDir().resolve("intentusnet") + ";USER=sa;WRITE_DELAY=0";
  }
}
