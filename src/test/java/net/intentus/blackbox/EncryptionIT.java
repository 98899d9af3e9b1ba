package net.intentus.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
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
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * A regulated installation: encryption at rest on a server of its own, from the first value to
 * another master key.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EncryptionIT {
  private static final String OLD_KEY = "5a".repeat(32);
  private static final String NEW_KEY = "a5".repeat(32);
  private static final String MARKER = "marker" + UUID.randomUUID().toString().replace("-", "");
  private static final String REVEAL = "?reveal=true&reason=";

  @TempDir static Path temp;
  private static RunningServer.Options options;
  private static RunningServer server;
  private static String first;

  @BeforeAll
  static void start() throws IOException {
    Path key = Files.writeString(temp.resolve("key"), OLD_KEY + "\n");
    options =
        RunningServer.Options.fresh()
            .in(temp.resolve("data"))
            .with("INTENTUS_DEMO_ENABLED", "true")
            .with("INTENTUS_COMPLIANCE_MODE", "regulated")
            .with("INTENTUS_SIGNING_ENABLED", "true")
            .with("INTENTUS_ENCRYPTION_PAYLOADS", "on");
    server = RunningServer.start(options.with("INTENTUS_ENCRYPTION_KEY_FILE", key.toString()));
    first = submit(MARKER);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Api api() {
    return server.api();
  }

  private static String submit(String text) {
    ObjectNode envelope = Json.object();
    envelope.putObject("intent").put("name", "EchoIntent");
    envelope.putObject("payload").put("text", text);
    Api.Reply reply = api().post("/api/v1/intents", envelope);
    assertThat(reply.status()).as("%s", reply).isEqualTo(200);
    assertThat(reply.json().at("/payload/text").asText()).isEqualTo(text);
    return reply.header("Intentus-Execution-Id");
  }

  private static Api.Reply get(String path) {
    return Described.answer("GET", path, api().get(path));
  }

  private static String path(String id, String rest) {
    return "/api/v1/executions/" + id + rest;
  }

  private static String key(String tenant, String role) {
    ObjectNode wish = Json.object().put("subject", "reader").put("tenant", tenant);
    wish.putArray("roles").add(role);
    return api().post("/api/v1/keys", wish).json().path("key").asText();
  }

  private static String keyOf(String id) {
    return get(path(id, "/envelope")).json().at("/payload/$encrypted").asText();
  }

  private static void nowhereOnDisk(String secret) throws IOException {
    byte[] needle = secret.getBytes(StandardCharsets.UTF_8);
    List<Path> files = new ArrayList<>();
    try (Stream<Path> all = Files.walk(server.dataDir())) {
      all.filter(Files::isRegularFile).forEach(files::add);
    }
    assertThat(files).isNotEmpty();
    for (Path file : files) {
      String content = Files.readString(file, StandardCharsets.ISO_8859_1);
      assertThat(content.contains(new String(needle, StandardCharsets.ISO_8859_1)))
          .as("%s", file)
          .isFalse();
    }
  }

  @Test
  @Order(0)
  void aRegulatedInstallationRunsWithEverySafeguard() {
    JsonNode compliance = get("/api/v1/compliance").json();
    assertThat(compliance.path("mode").asText()).isEqualTo("regulated");
    assertThat(compliance.path("items"))
        .hasSizeGreaterThan(5)
        .allMatch(i -> i.path("on").asBoolean());
  }

  @Test
  @Order(1)
  void everybodySeesAMarkAndTheRecordStillVerifies() throws IOException {
    for (String rest : List.of("/envelope", "/response", "/export", "/events", "")) {
      assertThat(get(path(first, rest)).body()).as(rest).doesNotContain(MARKER);
    }
    assertThat(keyOf(first)).isEqualTo("data-1");
    assertThat(get(path(first, "/response")).json().at("/payload/$encrypted").asText())
        .isEqualTo("data-1");
    assertThat(get(path(first, "/verify")).json().path("valid").asBoolean()).isTrue();
    String other = submit("another");
    JsonNode diff = get(path(first, "/diff/" + other)).json();
    assertThat(diff.path("same").asBoolean()).isFalse();
    assertThat(diff.toString()).doesNotContain(MARKER).doesNotContain("another");
    String same = submit(MARKER);
    assertThat(get(path(first, "/diff/" + same)).json().path("same").asBoolean()).isTrue();
    nowhereOnDisk(MARKER);
  }

  @Test
  @Order(2)
  void anAdministratorRevealsForAReasonAndTheTrailTells() {
    Api.Reply revealed = get(path(first, "/envelope" + REVEAL + "case%204711"));
    assertThat(revealed.status()).as("%s", revealed).isEqualTo(200);
    assertThat(revealed.json().at("/payload/text").asText()).isEqualTo(MARKER);
    assertThat(revealed.header("Cache-Control")).isEqualTo("no-store");
    assertThat(get(path(first, "/response" + REVEAL + "x")).body()).contains(MARKER);
    assertThat(get(path(first, "/export" + REVEAL + "x")).body()).contains(MARKER);
    assertThat(get(path(first, "/envelope?reveal=false")).body()).doesNotContain(MARKER);

    JsonNode trail = api().get("/api/v1/audit?action=execution.reveal").json().path("items");
    assertThat(trail).hasSize(3);
    JsonNode oldest = trail.get(2);
    assertThat(oldest.toString()).contains(first, "envelope", "case 4711");
  }

  @Test
  @Order(3)
  void nobodyElseReveals() {
    assertThat(get(path(first, "/envelope?reveal=true")).status()).isEqualTo(422);
    assertThat(get(path(first, "/envelope" + REVEAL + "%20")).status()).isEqualTo(422);
    assertThat(get(path(first, "/envelope" + REVEAL + "x".repeat(501))).status()).isEqualTo(422);
    assertThat(get(path(first, "/envelope?reveal=maybe&reason=x")).status()).isEqualTo(422);
    for (String role : List.of("viewer", "operator")) {
      Api reader = api().as(key("default", role));
      assertThat(reader.get(path(first, "/envelope")).status()).isEqualTo(200);
      Api.Reply refused = reader.get(path(first, "/response" + REVEAL + "x"));
      assertThat(refused.status()).as(role).isEqualTo(403);
      assertThat(refused.body()).doesNotContain(MARKER);
    }
    Api stranger = api().as(key("elsewhere", "admin"));
    assertThat(stranger.get(path(first, "/envelope" + REVEAL + "x")).status()).isEqualTo(404);
    assertThat(
            api().as(key("default", "admin")).get(path(first, "/envelope" + REVEAL + "x")).body())
        .contains(MARKER);
    assertThat(stranger.get("/api/v1/encryption-keys").status()).isEqualTo(403);
    assertThat(stranger.post("/api/v1/encryption-keys/rotate", "{}").status()).isEqualTo(403);
  }

  @Test
  @Order(4)
  void theConsoleRevealsToAnAdministratorWhoSaysWhy() {
    Person admin = Person.signIn(api(), "admin", server.adminPassword());
    String page = "/console/executions/" + first;
    for (String shown : List.of(page, page + "/envelope", page + "/response", page + "/replay")) {
      assertThat(admin.get(shown).body()).as(shown).doesNotContain(MARKER);
    }
    assertThat(admin.get(page + "/envelope").body()).contains("$encrypted", "/envelope/reveal");
    Api.Reply without = admin.post(page + "/envelope/reveal", "reason=");
    assertThat(without.status()).isEqualTo(422);
    assertThat(without.body()).contains("Say why").doesNotContain(MARKER);
    Api.Reply forged = admin.post(page + "/envelope/reveal", "reason=x", "0".repeat(64));
    assertThat(forged.status()).isEqualTo(403);
    Api.Reply revealed = admin.post(page + "/response/reveal", "reason=case+4712");
    assertThat(revealed.status()).as("%s", revealed).isEqualTo(200);
    assertThat(revealed.body()).contains(MARKER, "data-revealed");
    assertThat(revealed.header("Cache-Control")).contains("no-store");
    assertThat(api().get("/api/v1/audit?action=execution.reveal").body()).contains("case 4712");
  }

  @Test
  @Order(4)
  void anExecutionCanBeReplayedAlthoughItsPayloadIsEncrypted() {
    Api.Reply replayed = api().post(path(first, "/replay"), "{}");
    assertThat(replayed.status()).as("%s", replayed).isEqualTo(200);
    assertThat(replayed.json().at("/payload/text").asText()).isEqualTo(MARKER);
  }

  @Test
  @Order(5)
  void aNewKeyIsTakenIntoUseUnderTraffic() throws Exception {
    AtomicBoolean enough = new AtomicBoolean();
    List<String> ids = new ArrayList<>();
    CompletableFuture<Void> traffic =
        CompletableFuture.runAsync(
            () -> {
              while (!enough.get()) {
                ids.add(submit(MARKER));
              }
            });
    Api.Reply rotated = api().post("/api/v1/encryption-keys/rotate", "{}");
    Described.answer("POST", "/api/v1/encryption-keys/rotate", rotated);
    assertThat(rotated.status()).as("%s", rotated).isEqualTo(201);
    assertThat(rotated.json().path("keyId").asText()).isEqualTo("data-2");
    Eventually.isTrue(
        "the new key is used",
        Duration.ofSeconds(30),
        () -> keyOf(submit(MARKER)).equals("data-2"));
    enough.set(true);
    traffic.join();
    assertThat(ids).isNotEmpty();
    for (String id : List.of(first, ids.get(0), ids.get(ids.size() - 1))) {
      assertThat(get(path(id, "/verify")).json().path("valid").asBoolean()).isTrue();
      assertThat(get(path(id, "/envelope" + REVEAL + "x")).body()).contains(MARKER);
    }
    JsonNode keys = get("/api/v1/encryption-keys").json().path("items");
    assertThat(keys).hasSize(2);
    assertThat(keys.get(0).path("state").asText()).isEqualTo("active");
    assertThat(keys.get(1).path("state").asText()).isEqualTo("retired");
    assertThat(keys.get(1).path("uses").asLong()).isPositive();
    assertThat(keys.toString()).doesNotContain("wrapped");
  }

  @Test
  @Order(6)
  void nothingReadableIsLeftWhenItStopsAndAnotherMasterKeyOpensNothing() throws IOException {
    server.stop();
    nowhereOnDisk(MARKER);
    RunningServer.Refusal refusal =
        RunningServer.refuse(options.with("INTENTUS_ENCRYPTION_KEY", NEW_KEY));
    assertThat(refusal.exitCode()).as("%s", refusal.stderr()).isEqualTo(78);
    assertThat(refusal.listening()).isFalse();
    assertThat(refusal.stderr()).contains("intentus.encryption.key").doesNotContain(NEW_KEY);
  }

  @Test
  @Order(7)
  void theMasterKeyIsReplacedAndThePreviousOneCanGo() throws IOException {
    Path previous = Files.writeString(temp.resolve("previous"), OLD_KEY + "\n");
    RunningServer.Options moved = options.with("INTENTUS_ENCRYPTION_KEY", NEW_KEY);
    try (RunningServer both =
        RunningServer.start(
            moved.with("INTENTUS_ENCRYPTION_PREVIOUS_KEY_FILE", previous.toString()))) {
      assertThat(both.api().get(path(first, "/envelope" + REVEAL + "x")).body()).contains(MARKER);
      assertThat(both.api().get("/api/v1/audit?action=encryption-key.rewrap").body())
          .contains("encryption-key.rewrap");
      both.stop();
    }
    try (RunningServer alone =
        RunningServer.start(
            moved
                .with("INTENTUS_COMPLIANCE_MODE", "standard")
                .with("INTENTUS_ENCRYPTION_PAYLOADS", "off"))) {
      assertThat(alone.api().get(path(first, "/envelope" + REVEAL + "x")).body()).contains(MARKER);
      assertThat(alone.api().get(path(first, "/envelope")).body())
          .as("what is encrypted stays so")
          .contains("$encrypted")
          .doesNotContain(MARKER);
      assertThat(alone.api().post("/api/v1/encryption-keys/rotate", "{}").status()).isEqualTo(409);
      alone.stop();
    }
  }
}
