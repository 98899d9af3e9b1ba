package net.intentus.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import net.intentus.harness.Api;
import net.intentus.harness.Eventually;
import net.intentus.harness.RunningServer;
import net.intentus.intent.Json;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** How records expire, from outside; the same on every database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class RetentionContract {
  private static final String RUN = "/api/v1/retention/run";
  private static final String RUNS = "/api/v1/retention/runs";
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir static Path archives;

  RunningServer server;
  Api api;

  abstract RunningServer.Options on(RunningServer.Options options);

  /** A connection to the database of the server, which does not run. */
  abstract Connection connect(RunningServer server) throws SQLException;

  @BeforeAll
  void start() throws Exception {
    server =
        RunningServer.start(
            on(RunningServer.Options.fresh())
                .with("INTENTUS_DEMO_ENABLED", "true")
                .with(
                    "INTENTUS_RETENTION_RULES",
                    "EchoIntent:succeeded=keep/1s; Search*:*=1s/keep; *:cancelled=1s/1s")
                .with("INTENTUS_RETENTION_PAUSE_MS", "100")
                .with("INTENTUS_ARCHIVE_DIR", archives.toString()));
    api = server.api();
    Eventually.isTrue(
        "a run by itself", LIMIT, () -> "succeeded".equals(runs("").at("/items/0/state").asText()));
    assertThat(runs("").at("/items/0/cause").asText()).isEqualTo("scheduled");
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private JsonNode runs(String query) {
    Api.Reply reply = api.get(RUNS + query);
    assertThat(reply.status()).as("%s", reply).isEqualTo(200);
    return reply.json();
  }

  String submit(String intent) {
    ObjectNode body = Json.object();
    body.putObject("intent").put("name", intent);
    body.putObject("payload").put("query", "pumps");
    Api.Reply reply = api.post("/api/v1/intents", body);
    assertThat(reply.header("Intentus-Execution-Id")).as("%s", reply).isNotEmpty();
    return reply.header("Intentus-Execution-Id");
  }

  private Api.Reply read(String id, String what) {
    return api.get("/api/v1/executions/" + id + what);
  }

  JsonNode run(String query) throws InterruptedException {
    Api.Reply begun = api.post(RUN + query, "");
    assertThat(begun.status()).as("%s", begun).isEqualTo(202);
    String id = begun.json().path("id").asText();
    assertThat(begun.header("Location")).isEqualTo(RUNS + "/" + id);
    Eventually.isTrue(
        "the end of the run",
        LIMIT,
        () -> !"running".equals(api.get(RUNS + "/" + id).json().path("state").asText()));
    JsonNode ended = api.get(RUNS + "/" + id).json();
    assertThat(ended.path("state").asText()).as("%s", ended).isEqualTo("succeeded");
    return ended;
  }

  private static void pass(Duration time) throws InterruptedException {
    Thread.sleep(time.toMillis());
  }

  @Test
  void payloadsAndMetadataExpireByThemselvesAndWhatIsHeldStays() throws Exception {
    String echo = submit("EchoIntent");
    String held = submit("EchoIntent");
    String search = submit("SearchIntent");
    String kept = submit("StoreCredentialIntent");
    ObjectNode reason = Json.object().put("reason", "claim 17");
    Api.Reply hold = api.put("/api/v1/executions/" + held + "/hold", reason);
    assertThat(hold.status()).as("%s", hold).isEqualTo(200);
    pass(Duration.ofMillis(1_200));

    JsonNode dry = run("?dryRun=true");
    assertThat(read(echo, "").status()).isEqualTo(200);
    assertThat(dry.path("dryRun").asBoolean()).isTrue();
    assertThat(dry.path("executionsDeleted").asInt()).isPositive();
    JsonNode real = run("");
    assertThat(real.path("executionsDeleted")).isEqualTo(dry.path("executionsDeleted"));
    assertThat(real.path("payloadsErased").asInt()).isPositive();
    assertThat(real.path("bytesFreed").asLong()).isPositive();
    assertThat(real.path("held").asInt()).isEqualTo(1);
    assertThat(runs("?limit=1").at("/items/0/id")).isEqualTo(real.path("id"));

    assertThat(read(echo, "").status()).isEqualTo(404);
    assertThat(read(held, "/envelope").status()).isEqualTo(200);
    assertThat(read(kept, "/envelope").status()).isEqualTo(200);
    Api.Reply gone = read(search, "/envelope");
    assertThat(gone.status()).isEqualTo(404);
    assertThat(gone.json().path("detail").asText()).contains("not stored");
    JsonNode verify = read(search, "/verify").json();
    assertThat(verify.path("valid").asBoolean()).as("%s", verify).isTrue();

    assertThat(api.get("/api/v1/holds").json().at("/items/0/reason").asText())
        .isEqualTo("claim 17");
    assertThat(api.delete("/api/v1/executions/" + held + "/hold").status()).isEqualTo(204);
    assertThat(api.get("/api/v1/executions/" + held + "/hold").status()).isEqualTo(404);
    run("");
    assertThat(read(held, "").status()).isEqualTo(404);
  }

  /** The last: the server is stopped at its end. */
  @Test
  @Order(Integer.MAX_VALUE)
  void aRunThatIsKilledLosesNothingElseAndLeavesNoOrphan() throws Exception {
    List<String> expired = Many.of(1_000, i -> submit("EchoIntent"));
    List<String> kept = Many.of(20, i -> submit("StoreCredentialIntent"));
    pass(Duration.ofMillis(1_200));
    Api.Reply begun = api.post(RUN, "");
    assertThat(begun.status()).as("%s", begun).isEqualTo(202);
    assertThat(api.post(RUN, "").status()).as("one at a time").isEqualTo(409);
    String run = RUNS + "/" + begun.json().path("id").asText();
    Eventually.isTrue(
        "progress", LIMIT, () -> api.get(run).json().path("executionsDeleted").asInt() > 0);
    server.kill9();
    noOrphans();
    try (Connection database = connect(server);
        Statement statement = database.createStatement()) {
      statement.executeUpdate("UPDATE retention_lease SET until_at = 0");
    }
    server.restart();

    AtomicInteger left = new AtomicInteger();
    Many.each(
        expired.size(),
        i -> {
          Api.Reply verify = read(expired.get(i), "/verify");
          if (verify.status() == 200) {
            left.incrementAndGet();
            assertThat(verify.json().path("valid").asBoolean()).as("%s", verify).isTrue();
          }
        });
    assertThat(left).hasPositiveValue().hasValueLessThanOrEqualTo(expired.size());
    for (String id : kept) {
      assertThat(read(id, "/verify").json().path("valid").asBoolean()).isTrue();
    }
    run("");
    assertThat(api.get(run).json().path("state").asText()).isEqualTo("interrupted");
    Many.each(expired.size(), i -> assertThat(read(expired.get(i), "").status()).isEqualTo(404));
    assertThat(verify(archives)).contains("VALID");
    assertThat(restore(archives)).contains(" restored, ").doesNotContain("REJECTED");
    Many.each(
        expired.size(),
        i -> {
          String id = expired.get(i);
          assertThat(read(id, "/verify").json().path("valid").asBoolean()).as(id).isTrue();
          assertThat(read(id, "/envelope").status()).isEqualTo(200);
        });
    server.stop();
    noOrphans();
  }

  private String verify(Path directory) throws Exception {
    List<String> command = new ArrayList<>(List.of("ops/verify/Verify.java"));
    try (Stream<Path> all = Files.walk(directory)) {
      all.filter(path -> path.endsWith("manifest.json"))
          .forEach(path -> command.add(path.getParent().toString()));
    }
    return program(command.toArray(String[]::new));
  }

  private String restore(Path directory) throws Exception {
    return program(
        "ops/restore/Restore.java", "--server", server.base().toString(), directory.toString());
  }

  /** Runs one of the programs of ops from its source, as an operator does. */
  private String program(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("API_KEY", server.apiKey());
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  private void noOrphans() throws SQLException {
    try (Connection database = connect(server);
        Statement statement = database.createStatement()) {
      for (String table : List.of("journal_block", "execution_payload", "execution_restored")) {
        try (ResultSet rows =
            statement.executeQuery(
                "SELECT COUNT(*) FROM "
                    + table
                    + " t WHERE NOT EXISTS (SELECT 1 FROM execution e WHERE e.id = t.execution_id)")) {
          rows.next();
          assertThat(rows.getInt(1)).as("orphans in %s", table).isZero();
        }
      }
    }
  }

  @Test
  void tellsWhatIsRecordedAndWhatItTakes() throws Exception {
    submit("EchoIntent");
    pass(Duration.ofMillis(1_200));
    Api.Reply reply = api.get("/api/v1/stats?window=1h");
    assertThat(reply.status()).as("%s", reply).isEqualTo(200);
    JsonNode stats = reply.json();
    assertThat(stats.path("complete").asBoolean()).isTrue();
    assertThat(stats.at("/byStatus/succeeded").asInt()).isPositive();
    assertThat(stats.at("/byIntent/EchoIntent").asInt()).isPositive();
    assertThat(stats.at("/byAgent/echo").asInt()).isPositive();
    assertThat(stats.at("/latencyMs/p99").isIntegralNumber()).isTrue();
    assertThat(stats.at("/storage/databaseBytes").asLong()).isPositive();
    assertThat(stats.at("/storage/forecast/bytesPerDay").asLong()).isPositive();
    assertThat(stats.at("/storage/tables").findValuesAsText("name"))
        .contains("execution", "journal_block", "execution_payload");
    assertThat(stats.at("/storage/retention/due").findValuesAsText("rule"))
        .contains("EchoIntent:succeeded=keep/1s");
    assertThat(api.get("/api/v1/stats?window=ever").status()).isEqualTo(422);
  }

  @Test
  void isForAdminsOfAllTenants() {
    assertThat(api.as("").post(RUN, "").status()).isEqualTo(401);
    assertThat(api.post(RUN + "?dryRun=maybe", "").status()).isEqualTo(422);
    assertThat(api.post(RUN + "?force=true", "").status()).isEqualTo(422);
    assertThat(api.get(RUNS + "/nobody").status()).isEqualTo(404);
    assertThat(api.put("/api/v1/executions/none/hold", Json.object().put("reason", "x")).status())
        .isEqualTo(404);
    String id = submit("StoreCredentialIntent");
    assertThat(api.put("/api/v1/executions/" + id + "/hold", Json.object()).status())
        .isEqualTo(422);
  }
}
