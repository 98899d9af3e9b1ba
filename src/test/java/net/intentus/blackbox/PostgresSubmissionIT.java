package net.intentus.blackbox;

import net.intentus.harness.RunningServer;

class PostgresSubmissionIT extends SubmissionContract {
  @Override
  RunningServer server() {
    return Servers.postgres();
  }
}
