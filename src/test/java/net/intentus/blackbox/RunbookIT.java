package net.intentus.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.intentus.harness.Api;
import net.intentus.harness.RunningServer;
import net.intentus.judge.AgentDesk;
import net.intentus.judge.Behaviour;
import net.intentus.judge.JudgeAgent;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every command of every runbook, carried out against a live server. */
class RunbookIT {
  /** These start and stop a server of their own. */
  private static final Set<String> OWN_SERVER = Set.of("start-stop-upgrade", "lost-admin-password");

  @TempDir Path temp;

  @TestFactory
  List<DynamicTest> commandsWorkAsWritten() {
    return Runbook.all().stream()
        .filter(page -> !OWN_SERVER.contains(page.slug()))
        .map(page -> DynamicTest.dynamicTest(page.slug(), () -> onTheStandardServer(page)))
        .toList();
  }

  private void onTheStandardServer(Runbook page) throws Exception {
    RunningServer server = Servers.standard();
    try (JudgeAgent judge = JudgeAgent.start();
        AgentDesk desk = new AgentDesk(server.api(), judge)) {
      desk.register("drill", "DrillIntent", Behaviour.fail("AGENT_ERROR"));
      Api.Reply failed =
          server.api().post("/api/v1/intents", "{\"intent\":{\"name\":\"DrillIntent\"}}");
      Map<String, String> variables = new HashMap<>();
      variables.put("BASE", server.base().toString());
      variables.put("API_KEY", server.apiKey());
      variables.put("DATA_DIR", server.dataDir().toString());
      variables.put("LOG", Files.writeString(temp.resolve("log"), server.log()).toString());
      variables.put("OPS", Path.of("ops").toAbsolutePath().toString());
      variables.put("AGENT", "drill");
      variables.put("INTENT", "DrillIntent");
      variables.put("EXECUTION", failed.header("Intentus-Execution-Id"));
      variables.put("REQUEST_ID", failed.json().at("/metadata/requestId").asText());
      page.run(variables, temp);
    }
  }

  @Test
  void startsStopsAndGivesALostPasswordBack() throws Exception {
    int port = RunningServer.freePort();
    Path data = Files.createDirectory(temp.resolve("data"));
    Map<String, String> variables =
        Map.of(
            "BASE", "http://127.0.0.1:" + port,
            "PORT", Integer.toString(port),
            "DATA_DIR", data.toString(),
            "BACKUP_DIR", temp.resolve("backup").toString(),
            "JAR", RunningServer.jar());
    try {
      Runbook.read("start-stop-upgrade").run(variables, temp);
      Runbook.read("lost-admin-password").run(variables, temp);
      assertThat(data.resolve("bootstrap-credentials")).doesNotExist();
      Api api = new Api(URI.create(variables.get("BASE")), "");
      assertThat(api.get("/health/ready").status()).isEqualTo(200);
    } finally {
      kill(Path.of(data + ".pid"));
    }
  }

  private static void kill(Path pidFile) throws IOException {
    if (Files.exists(pidFile)) {
      long pid = Long.parseLong(Files.readString(pidFile).strip());
      ProcessHandle.of(pid)
          .ifPresent(
              process -> {
                process.destroyForcibly();
                process.onExit().join();
              });
    }
  }
}
