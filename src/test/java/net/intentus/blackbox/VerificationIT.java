package net.intentus.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import net.intentus.harness.Api;
import net.intentus.harness.Eventually;
import net.intentus.harness.RunningServer;
import net.intentus.intent.Json;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signed records on two instances over one PostgreSQL, with somebody in the database. */
class VerificationIT {
  private static RunningServer server;
  private static RunningServer second;
  @TempDir static Path temp;

  @BeforeAll
  static void start() {
    server = Pair.one();
    second = Pair.two();
  }

  private static Api.Reply checked(RunningServer on, String method, String path) {
    Api.Reply reply =
        method.equals("GET") ? on.api().get(path) : on.api().post(path, Json.object());
    return Described.answer(method, path, reply);
  }

  private static JsonNode get(String path) {
    Api.Reply reply = checked(server, "GET", path);
    assertThat(reply.status()).as("%s", reply).isEqualTo(200);
    return reply.json();
  }

  private static String submit(RunningServer on) {
    ObjectNode body = Json.object();
    body.putObject("intent").put("name", "EchoIntent");
    body.putObject("payload").put("password", "not-for-the-record").put("n", 1);
    Api.Reply reply = on.api().post("/api/v1/intents", body);
    assertThat(reply.status()).as("%s", reply).isEqualTo(200);
    return reply.header("Intentus-Execution-Id");
  }

  private static void sql(String statement, Object... values) {
    try (Connection connection = Pair.connect();
        PreparedStatement prepared = connection.prepareStatement(statement)) {
      for (int i = 0; i < values.length; i++) {
        prepared.setObject(i + 1, values[i]);
      }
      assertThat(prepared.executeUpdate()).as(statement).isPositive();
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private static int count(String query, String value) {
    try (Connection connection = Pair.connect();
        PreparedStatement prepared = connection.prepareStatement(query)) {
      prepared.setString(1, value);
      try (ResultSet rows = prepared.executeQuery()) {
        rows.next();
        return rows.getInt(1);
      }
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private static JsonNode signature(String id) {
    for (JsonNode check : get("/api/v1/executions/" + id + "/verify").path("checks")) {
      if (check.path("name").asText().equals("signature")) {
        return check;
      }
    }
    throw new AssertionError("no check of the signature");
  }

  private static String keys() {
    try {
      return Files.writeString(temp.resolve("keys.json"), get("/api/v1/signing-keys").toString())
          .toString();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Ends with that code; the output is returned. */
  private static String offline(int code, String document, String... key) throws Exception {
    Path file = Files.writeString(temp.resolve("export.json"), document);
    java.util.List<String> command = new java.util.ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("ops/verify/Verify.java");
    command.addAll(java.util.List.of(key));
    command.add(file.toString());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isEqualTo(code);
    return output;
  }

  @Test
  void anExportVerifiesOfflineAndATamperedCopyDoesNot() throws Exception {
    String id = submit(server);
    assertThat(signature(id).path("result").asText()).isEqualTo("ok");
    Api.Reply export = checked(server, "GET", "/api/v1/executions/" + id + "/export");
    assertThat(export.header("Content-Disposition"))
        .isEqualTo("attachment; filename=\"execution-" + id + ".json\"");
    assertThat(export.body()).doesNotContain("not-for-the-record").contains("$redacted");
    assertThat(offline(0, export.body(), "--key", keys())).contains("ok signature", "VALID");
    assertThat(offline(1, export.body().replace("\"n\":1", "\"n\":2"), "--key", keys()))
        .contains("FAILED envelope-hash at event 1");
  }

  @Test
  void aRotatedKeyIsUsedByAllInstancesAndTheOldOneVerifies() throws Exception {
    String before = submit(server);
    Api.Reply rotated = checked(server, "POST", "/api/v1/signing-keys/rotate");
    assertThat(rotated.status()).as("%s", rotated).isEqualTo(201);
    String key = rotated.json().path("keyId").asText();
    JsonNode keys = get("/api/v1/signing-keys").path("items");
    assertThat(keys.get(0).path("keyId").asText()).isEqualTo(key);
    assertThat(keys.get(0).path("retiredAt").isNull()).isTrue();
    assertThat(keys.get(1).path("retiredAt").isTextual()).isTrue();
    Eventually.isTrue(
        "the other instance signs with the new key",
        Duration.ofSeconds(10),
        () ->
            get("/api/v1/executions/" + submit(second) + "/export")
                .at("/signatures/0/keyId")
                .asText()
                .equals(key));
    assertThat(signature(before).path("result").asText()).isEqualTo("ok");
    String old = server.api().get("/api/v1/executions/" + before + "/export").body();
    assertThat(offline(0, old, "--key", keys())).contains("VALID");
    assertThat(count("SELECT COUNT(*) FROM audit_entry WHERE object_id = ?", key)).isEqualTo(1);
  }

  @Test
  void aSweepMarksWhatSomebodyChangedInTheDatabaseAndSaysSoOnce() {
    String good = submit(server);
    String bad = submit(server);
    assertThat(get("/api/v1/executions/" + good).at("/verification/state").asText())
        .isEqualTo("unchecked");
    sql("UPDATE execution SET agent = 'somebody' WHERE id = ?", bad);
    for (int round = 0; round < 2; round++) {
      Api.Reply asked = checked(server, "POST", "/api/v1/verification/sweep");
      assertThat(asked.status()).as("%s", asked).isEqualTo(202);
      Eventually.isTrue(
          "the round ends",
          Duration.ofSeconds(30),
          () -> get("/api/v1/verification").path("state").asText().equals("idle"));
    }
    JsonNode found = get("/api/v1/verification");
    assertThat(found.path("checked").asInt()).isGreaterThanOrEqualTo(2);
    assertThat(found.path("mismatched").asInt()).isEqualTo(1);
    assertThat(found.at("/mismatches/0/executionId").asText()).isEqualTo(bad);
    JsonNode list = get("/api/v1/executions?limit=200").path("items");
    assertThat(list)
        .anySatisfy(
            row -> {
              assertThat(row.path("executionId").asText()).isEqualTo(bad);
              assertThat(row.at("/verification/state").asText()).isEqualTo("mismatch");
              assertThat(row.at("/verification/failedCheck").asText()).isEqualTo("record");
            });
    assertThat(get("/api/v1/executions/" + good).at("/verification/state").asText())
        .isEqualTo("ok");
    assertThat(
            count(
                "SELECT COUNT(*) FROM audit_entry WHERE action = 'verification.mismatch'"
                    + " AND object_id = ?",
                bad))
        .isEqualTo(1);
    String metrics = server.api().get("/metrics").body() + second.api().get("/metrics").body();
    assertThat(metrics)
        .containsPattern("intentus_records_verified_total\\{[^}]*result=\"mismatch\"[^}]*} [1-9]");
  }

  /** Whoever writes to the database can make the chain fit, but has no key. */
  @Test
  void aSignatureThatWasTakenAwayIsMissed() {
    String id = submit(server);
    sql("UPDATE journal_block SET data = substring(data FROM 12 + 64) WHERE execution_id = ?", id);
    assertThat(signature(id).path("result").asText()).isEqualTo("failed");
    assertThat(signature(id).path("seq").asInt()).isPositive();
    sql("DELETE FROM journal_block WHERE execution_id = ?", id);
    sql("DELETE FROM execution WHERE id = ?", id);
  }

  @Test
  void answersStrangersNothing() {
    Api nobody = server.api().as("");
    assertThat(nobody.get("/api/v1/signing-keys").status()).isEqualTo(401);
    assertThat(nobody.post("/api/v1/verification/sweep", "{}").status()).isEqualTo(401);
  }
}
