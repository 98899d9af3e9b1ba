package net.intentus.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.intentus.harness.Api;
import net.intentus.harness.RunningServer;
import net.intentus.intent.Json;
import net.intentus.judge.Behaviour;
import net.intentus.judge.JudgeAgent;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A server that starts on a plan only: files, compiled without a server, signed, in force. */
class CompiledStartIT {
  private static final String SAYS = "intentusnet cannot start: intentus.routing.compiled-file";
  @TempDir static Path temp;
  @AutoClose private static final JudgeAgent judge = JudgeAgent.start();
  private static RunningServer.Options options;
  private static RunningServer server;
  private static Path file;
  private static KeyPair key;

  @BeforeAll
  static void start() throws Exception {
    key = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    Files.writeString(
        temp.resolve("key.pem"),
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(key.getPrivate().getEncoded())
            + "\n-----END PRIVATE KEY-----\n");
    file = temp.resolve("plan.json");
    Files.writeString(file, compiled("first", 10));
    options =
        RunningServer.Options.fresh()
            .with("INTENTUS_ROUTING_REQUIRE_COMPILED", "true")
            .with("INTENTUS_ROUTING_COMPILED_FILE", file.toString())
            .with("INTENTUS_ROUTING_COMPILED_KEYS", publicKey());
    server = RunningServer.start(options);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String publicKey() {
    return Base64.getEncoder().encodeToString(key.getPublic().getEncoded());
  }

  /** Files under version control, compiled and signed by the command that operators use. */
  private static String compiled(String name, int priority) throws Exception {
    Path directory = temp.resolve(name);
    Files.createDirectories(directory.resolve("agents"));
    for (String agent : List.of("com-a", "com-b")) {
      ObjectNode json = Json.object().put("name", agent).put("sideEffect", "read_only");
      json.put("nodePriority", agent.equals("com-a") ? priority : 50);
      json.putArray("capabilities").addObject().putObject("intent").put("name", "CompiledIntent");
      json.putObject("endpoint").put("type", "http").put("address", judge.address(agent));
      Files.writeString(directory.resolve("agents").resolve(agent + ".json"), json.toString());
      judge.on(agent, Behaviour.succeed());
    }
    Files.createDirectories(directory.resolve("budgets"));
    Files.writeString(
        directory.resolve("budgets/all.json"),
        "{\"id\":\"all\",\"scope\":\"global\",\"period\":\"hour\",\"limitCalls\":100000}");
    Files.writeString(directory.resolve("policy.json"), "{\"default\": \"allow\"}");
    return command(0, "compile", directory.toString(), "--key", temp.resolve("key.pem").toString());
  }

  private static String command(int expected, String... arguments) throws Exception {
    List<String> command = new java.util.ArrayList<>(List.of("sh", "ops/release/release.sh"));
    command.addAll(List.of(arguments));
    Path out = Files.createTempFile(temp, "command", ".out");
    Path err = Files.createTempFile(temp, "command", ".err");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(err)).isEqualTo(expected);
    return Files.readString(out) + (expected == 0 ? "" : Files.readString(err));
  }

  private static Api api() {
    return server.api();
  }

  private static JsonNode live() {
    return api().get("/api/v1/release").json();
  }

  private static String answeredBy() {
    Api.Reply reply =
        api().post("/api/v1/intents", "{\"intent\":{\"name\":\"CompiledIntent\"},\"payload\":{}}");
    return reply.json().at("/metadata/agent").asText();
  }

  private static String refusal(RunningServer.Options with) {
    RunningServer.Refusal refusal = RunningServer.refuse(with);
    assertThat(refusal.exitCode()).as("%s", refusal.stderr()).isEqualTo(78);
    assertThat(refusal.listening()).isFalse();
    List<String> lines = refusal.stderr().lines().filter(line -> line.contains(SAYS)).toList();
    assertThat(lines).as("%s", refusal.stderr()).hasSize(1);
    return lines.get(0);
  }

  @Test
  void whatWasCompiledFromFilesIsInForce() throws Exception {
    JsonNode plan = Json.read(Files.readAllBytes(file));
    assertThat(live().path("hash")).isEqualTo(plan.path("hash"));
    assertThat(answeredBy()).isEqualTo("com-a");
    JsonNode imports = api().get("/api/v1/release/imports").json().path("items");
    JsonNode first = imports.get(imports.size() - 1);
    assertThat(first.path("importedBy").asText()).isEqualTo("system");
    assertThat(first.path("signedBy")).isEqualTo(plan.at("/signature/key"));
  }

  @Test
  void everyOtherChangeIsAConflictInTheApi() {
    String hash = live().path("hash").asText();
    ObjectNode agent = (ObjectNode) api().get("/api/v1/agents/com-a").json();
    conflict(api().put("/api/v1/agents/com-a", agent.put("nodePriority", 99), "If-Match", "*"));
    conflict(api().delete("/api/v1/agents/com-a", "If-Match", "*"));
    conflict(api().post("/api/v1/agents", agent.put("name", "com-c")));
    conflict(api().put("/api/v1/policy", Json.trusted("{\"default\":\"deny\"}"), "If-Match", "*"));
    ObjectNode budget = (ObjectNode) api().get("/api/v1/budgets/all").json();
    conflict(api().put("/api/v1/budgets/all", budget.put("limitCalls", 1), "If-Match", "*"));
    conflict(api().put("/api/v1/budgets/new", budget.put("id", "new")));
    conflict(api().delete("/api/v1/budgets/all", "If-Match", "*"));
    conflict(api().post("/api/v1/policy/rollback", "{\"version\":1}"));
    assertThat(live().path("hash").asText()).isEqualTo(hash);
  }

  private static void conflict(Api.Reply reply) {
    assertThat(reply.status()).as("%s", reply).isEqualTo(409);
    assertThat(reply.json().path("code").asText()).isEqualTo("CONFLICT");
    assertThat(reply.json().path("detail").asText()).contains("compiled plan");
  }

  @Test
  void everyOtherChangeIsAConflictInTheConsole() {
    Person admin = Person.signIn(api(), "admin", server.adminPassword());
    String form =
        "name=com-c&version=1.0&nodePriority=100&endpoint.type=http&sideEffect=read_only"
            + "&intent=X&intentVersion=1.0&inputSchema=&outputSchema=&revision=1&endpoint.address="
            + Api.encode(judge.address("com-c"));
    for (String path : List.of("/console/register", "/console/agents/com-a")) {
      Api.Reply reply = admin.post(path, form);
      assertThat(reply.status()).as("%s: %s", path, reply).isEqualTo(422);
      assertThat(reply.body()).as(path).contains("compiled plan");
    }
    for (String path : List.of("/console/register", "/console/agents/com-a")) {
      assertThat(admin.get(path).body())
          .as(path)
          .contains(
              "change by import of a compiled plan only here",
              "<fieldset class=\"plain\" disabled");
    }
    Api.Reply deletion = admin.post("/console/agents/com-a/delete", "revision=1");
    assertThat(deletion.status()).isEqualTo(409);
    assertThat(deletion.body()).contains("compiled plan");
    Api.Reply budget = admin.post("/console/budgets/all/delete", "sure=yes");
    assertThat(budget.status()).isEqualTo(409);
    assertThat(budget.body()).contains("compiled plan");
    Api.Reply policy =
        admin.post(
            "/console/policy/edit",
            "action=save&base=1&document=" + Api.encode("{\"default\":\"deny\"}"));
    assertThat(policy.status()).isEqualTo(409);
    assertThat(policy.body()).contains("compiled plan");
    assertThat(api().get("/api/v1/agents/com-c").status()).isEqualTo(404);
  }

  @Test
  void enablingAndDisablingStayLive() {
    String hash = live().path("hash").asText();
    assertThat(api().post("/api/v1/agents/com-a/disable", "{}").status()).isEqualTo(200);
    assertThat(answeredBy()).isEqualTo("com-b");
    assertThat(api().post("/api/v1/agents/com-b/circuit/open", "").status()).isEqualTo(200);
    assertThat(
            api()
                .post("/api/v1/intents", "{\"intent\":{\"name\":\"CompiledIntent\"}}")
                .json()
                .at("/error/code")
                .asText())
        .isEqualTo("CIRCUIT_OPEN");
    assertThat(api().post("/api/v1/agents/com-b/circuit/close", "").status()).isEqualTo(200);
    assertThat(live().path("hash").asText()).isEqualTo(hash);
    server.restart();
    assertThat(answeredBy()).isEqualTo("com-b");
    assertThat(api().post("/api/v1/agents/com-a/enable", "{}").status()).isEqualTo(200);
    assertThat(answeredBy()).isEqualTo("com-a");
  }

  @Test
  void onlyWhatATrustedKeySignedIsImported() throws Exception {
    ObjectNode plan = (ObjectNode) Json.trusted(compiled("second", 90));
    ObjectNode unsigned = plan.deepCopy();
    unsigned.remove("signature");
    ObjectNode forged = plan.deepCopy();
    forged.withObject("/signature").put("value", Base64.getEncoder().encodeToString(new byte[64]));
    ObjectNode stranger = plan.deepCopy();
    stranger.withObject("/signature").put("key", "sha-256:" + "0".repeat(64));
    for (ObjectNode bad : List.of(unsigned, forged, stranger)) {
      Api.Reply reply = api().post("/api/v1/release/import", bad, "If-Match", "*");
      assertThat(reply.status()).isEqualTo(422);
      assertThat(reply.json().at("/violations/0/pointer").asText()).isEqualTo("/signature");
    }
    assertThat(answeredBy()).isEqualTo("com-a");
  }

  @Test
  void aRestartNeverGoesBackToAnOldPlan() throws Exception {
    String first = Files.readString(file);
    String second = compiled("third", 90);
    Api.Reply done = api().post("/api/v1/release/import", Json.trusted(second), "If-Match", "*");
    assertThat(done.json().path("signature").asText()).isEqualTo("valid");
    assertThat(answeredBy()).isEqualTo("com-b");
    server.stop();
    String line = refusal(options.in(server.dataDir()));
    assertThat(line).contains("stale", "com-a: nodePriority");
    Files.writeString(file, second);
    server.restart();
    assertThat(answeredBy()).isEqualTo("com-b");
    Files.writeString(file, compiled("fourth", 20));
    server.restart();
    assertThat(answeredBy()).as("a plan that was never imported").isEqualTo("com-a");
    api().post("/api/v1/release/import", Json.trusted(first), "If-Match", "*");
    Files.writeString(file, first);
  }

  @ParameterizedTest
  @CsvSource({"missing, not there", "damaged, /hash", "schema, /schema", "unsigned, /signature"})
  void aPlanThatCannotBeTrustedEndsTheStart(String how, String words) throws Exception {
    ObjectNode plan = (ObjectNode) Json.read(Files.readAllBytes(file));
    switch (how) {
      case "damaged" -> ((ObjectNode) plan.at("/agents/0")).put("nodePriority", 1);
      case "schema" -> plan.put("schema", "intentusnet-plan/2");
      case "unsigned" -> plan.remove("signature");
      default -> {}
    }
    Path bad = temp.resolve(how + ".json");
    if (!how.equals("missing")) {
      Files.write(bad, plan.toString().getBytes(StandardCharsets.UTF_8));
    }
    RunningServer.Options with =
        RunningServer.Options.fresh()
            .with("INTENTUS_ROUTING_REQUIRE_COMPILED", "true")
            .with("INTENTUS_ROUTING_COMPILED_FILE", bad.toString());
    assertThat(
            refusal(how.equals("unsigned") ? with.with("INTENTUS_SIGNING_ENABLED", "true") : with))
        .contains(words);
  }

  @Test
  void aPlanIsNotRequiredWithoutAFile() {
    assertThat(
            refusal(
                RunningServer.Options.fresh().with("INTENTUS_ROUTING_REQUIRE_COMPILED", "true")))
        .contains("is missing");
  }

  @Test
  void filesThatAreWrongAreNamedWithTheirPlace() throws Exception {
    Path directory = temp.resolve("wrong");
    Files.createDirectories(directory.resolve("agents"));
    Files.writeString(directory.resolve("agents/x.json"), "{\"name\":\"x\",\"enabled\":true}");
    Files.writeString(directory.resolve("policy.json"), "{\"default\":\"perhaps\"}");
    assertThat(command(1, "compile", directory.toString()))
        .contains("x.json: /0/enabled", "x.json: /0/capabilities", "policy.json: /default");
  }

  @Test
  void aPlanComesApartIntoTheFilesThatMakeIt() throws Exception {
    Path directory = temp.resolve("split");
    command(0, "split", file.toString(), directory.toString());
    assertThat(directory.resolve("agents/com-a.json")).exists();
    assertThat(directory.resolve("budgets/all.json")).exists();
    JsonNode again = Json.trusted(command(0, "compile", directory.toString()));
    assertThat(again.path("hash")).isEqualTo(Json.read(Files.readAllBytes(file)).path("hash"));
  }
}
