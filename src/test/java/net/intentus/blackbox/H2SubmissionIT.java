package net.intentus.blackbox;

import net.intentus.harness.RunningServer;

class H2SubmissionIT extends SubmissionContract {
  @Override
  RunningServer server() {
    return Servers.narrow();
  }
}
