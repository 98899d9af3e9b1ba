package net.intentus.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import net.intentus.harness.RunningServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The second of the README's commands, once through. */
class QuickstartIT {
  @TempDir Path temp;

  @Test
  void tellsItsStoryAndLeavesNothingRunning() throws Exception {
    int port = RunningServer.freePort();
    Path out = temp.resolve("out");
    ProcessBuilder builder =
        new ProcessBuilder(
            "sh",
            "ops/quickstart.sh",
            "--once",
            "--port",
            Integer.toString(port),
            "--data",
            temp.resolve("data").toString());
    builder.redirectErrorStream(true).redirectOutput(out.toFile());
    Process process = builder.start();
    try {
      assertThat(process.waitFor(180, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroy();
    }
    String told = Files.readString(out);
    assertThat(process.exitValue()).as(told).isZero();
    assertThat(told)
        .contains("http://127.0.0.1:" + port + "/console/executions/")
        .contains("\"filtered\": [")
        .contains("password   ")
        .contains("API key    ink_")
        .contains("\"$redacted\": \"field:password\"");
    assertThat(listening(port)).isFalse();
  }

  private static boolean listening(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }
}
