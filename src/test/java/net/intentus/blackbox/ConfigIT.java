package net.intentus.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import net.intentus.harness.Api;
import net.intentus.harness.Eventually;
import net.intentus.harness.RunningServer;
import net.intentus.intent.Json;
import net.intentus.judge.AgentDesk;
import net.intentus.judge.Behaviour;
import net.intentus.judge.JudgeAgent;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Settings that change while the server runs, by a call and by their file. */
class ConfigIT {
  private static final String CONFIG = "/api/v1/config";
  private static final String CONCURRENT = "intentus.limits.max-concurrent";
  private static final Duration LIMIT = Duration.ofSeconds(30);
  @TempDir static Path temp;
  private static Path file;
  private static RunningServer server;

  @BeforeAll
  static void start() throws IOException {
    file = Files.writeString(temp.resolve("live.properties"), "intentus.demo.enabled=true\n");
    server =
        RunningServer.start(
            RunningServer.Options.fresh().with("INTENTUS_CONFIG_FILE", file.toString()));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void asStarted() throws IOException {
    write();
    assertThat(reload().status()).isEqualTo(200);
  }

  private static void write(String... lines) throws IOException {
    Files.writeString(file, "intentus.demo.enabled=true\n" + String.join("\n", lines) + "\n");
  }

  private static Api.Reply reload() {
    return Described.answer("POST", CONFIG + "/reload", server.api().post(CONFIG + "/reload", ""));
  }

  /** A reload that found these lines first: the file is looked at every second, too. */
  private static Api.Reply changed(String... lines) throws IOException {
    for (int i = 0; true; i++) {
      write(lines);
      Api.Reply reply = reload();
      if (!reply.json().path("applied").isEmpty() || i == 10) {
        return reply;
      }
      write();
      reload();
    }
  }

  private static String value(String key) {
    Api.Reply reply = server.api().get(CONFIG);
    Described.answer("GET", CONFIG, reply);
    for (JsonNode item : reply.json().path("items")) {
      if (item.path("key").asText().equals(key)) {
        return item.path("value").asText("default");
      }
    }
    return "not there";
  }

  private static Api.Reply submit(String intent, String secret) {
    ObjectNode body = Json.object();
    body.putObject("intent").put("name", intent);
    body.putObject("payload").put("shoeSize", secret);
    return server.api().post("/api/v1/intents", body);
  }

  private static String recorded() {
    String id = submit("EchoIntent", "size-forty-two").header("Intentus-Execution-Id");
    return server.api().get("/api/v1/executions/" + id + "/envelope").body();
  }

  @Test
  void aNewLimitHoldsFromTheReloadOn() throws Exception {
    try (JudgeAgent judge = JudgeAgent.start();
        AgentDesk desk = new AgentDesk(server.api(), judge)) {
      CountDownLatch open = new CountDownLatch(1);
      desk.register("cfg-slow", "SlowIntent", Behaviour.succeedAfter(open));
      Thread first = new Thread(() -> submit("SlowIntent", "x"));
      first.start();
      Eventually.isTrue("a call", LIMIT, () -> judge.running("cfg-slow") == 1);
      JsonNode done = changed(CONCURRENT + "=1").json();
      assertThat(done.at("/applied/0/key").asText()).isEqualTo(CONCURRENT);
      assertThat(done.at("/applied/0/old").isNull()).isTrue();
      assertThat(done.at("/applied/0/new").asText()).isEqualTo("1");
      assertThat(submit("EchoIntent", "x").status()).isEqualTo(429);
      write(CONCURRENT + "=2");
      assertThat(reload().status()).isEqualTo(200);
      assertThat(submit("EchoIntent", "x").status()).isEqualTo(200);
      open.countDown();
      first.join();
    }
    JsonNode entry =
        server.api().get("/api/v1/audit?action=config.reload&limit=1").json().at("/items/0");
    assertThat(entry.path("detail").path(CONCURRENT).asText()).isEqualTo("1 -> 2");
  }

  @Test
  void aChangeOfTheFileIsTakenOverByItself() throws Exception {
    assertThat(recorded()).contains("size-forty-two");
    write("intentus.redaction.fields=password,shoeSize");
    Eventually.isTrue("a new rule", LIMIT, () -> !recorded().contains("size-forty-two"));
    assertThat(value("intentus.redaction.fields")).isEqualTo("password,shoeSize");
    JsonNode entry =
        server.api().get("/api/v1/audit?action=config.reload&limit=1").json().at("/items/0");
    assertThat(entry.path("actor").asText()).isEqualTo("system");
  }

  @Test
  void whatCannotBeUsedChangesNothing() throws Exception {
    write(CONCURRENT + "=1", "intentus.recording.sample-rate=lots");
    Api.Reply reply = reload();
    assertThat(reply.status()).isEqualTo(422);
    assertThat(reply.json().at("/violations/0/message").asText())
        .contains("intentus.recording.sample-rate");
    write(CONCURRENT + "=1", "intentus.limits.max-concurent=1");
    assertThat(reload().json().at("/violations/0/message").asText()).contains("max-concurent");
    assertThat(value(CONCURRENT)).isEqualTo("default");
  }

  @Test
  void whatNeedsARestartSaysSoByNameAlone() throws Exception {
    write(CONCURRENT + "=9", "intentus.db.password=not-to-be-told", "intentus.history.files=3");
    Api.Reply reply = reload();
    assertThat(reply.json().path("needsRestart").toString())
        .isEqualTo("[\"intentus.db.password\",\"intentus.history.files\"]");
    assertThat(reply.body() + server.api().get(CONFIG).body() + server.log())
        .doesNotContain("not-to-be-told");
    assertThat(reload().json().path("needsRestart")).hasSize(2);
  }

  @Test
  void onlyTheAdministratorOfAllTenantsMaySeeOrReload() {
    ObjectNode wish = Json.object().put("subject", "acme-admin").put("tenant", "acme");
    wish.putArray("roles").add("admin");
    Api acme = server.api().as(server.api().post("/api/v1/keys", wish).json().path("key").asText());
    assertThat(acme.get(CONFIG).status()).isEqualTo(403);
    assertThat(acme.post(CONFIG + "/reload", "").status()).isEqualTo(403);
  }
}
