package net.intentus.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.stream.IntStream;
import net.intentus.harness.Api;
import net.intentus.harness.Eventually;
import net.intentus.harness.RunningServer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The same with two instances on one PostgreSQL. */
class PostgresIdentityIT extends IdentityContract {
  private static RunningServer one;
  private static RunningServer two;

  @BeforeAll
  static void instances() {
    one = Pair.one();
    two = Pair.two();
  }

  @Override
  RunningServer server() {
    return one;
  }

  private static String makeKey(Api api) {
    Api.Reply made = api.post("/api/v1/keys", "{\"tenant\":\"acme\",\"roles\":[\"viewer\"]}");
    assertThat(made.status()).as("%s", made).isEqualTo(201);
    return made.json().path("key").asText();
  }

  @Test
  void aRevokedKeyIsRefusedByTheOtherInstanceWithinSeconds() {
    String key = makeKey(one.api());
    Api there = two.api().as(key);
    assertThat(there.get("/api/v1/version").status()).isEqualTo(200);

    one.api().delete("/api/v1/keys/" + key.split("_", 3)[1]);

    Eventually.isTrue(
        "a revoked key",
        Duration.ofSeconds(10),
        () -> there.get("/api/v1/version").status() == 401);
  }

  @Test
  void aPersonIsSignedInAtBothInstances() {
    Person admin = Person.signIn(one.api(), "admin", one.adminPassword());
    assertThat(admin.get("/console/sessions").status()).isEqualTo(200);
    String cookie =
        Person.attempt(one.api(), "admin", one.adminPassword())
            .header("Set-Cookie")
            .split(";", 2)[0];
    assertThat(two.api().as("").get("/console/sessions", "Cookie", cookie).status()).isEqualTo(200);
  }

  @Test
  void bothWriteOneChainAndATamperedRowIsNamed() throws SQLException {
    IntStream.range(0, 40).parallel().forEach(i -> makeKey(i % 2 == 0 ? one.api() : two.api()));
    Eventually.isTrue(
        "everything sealed",
        Duration.ofSeconds(20),
        () -> verify(two).path("unsealed").asInt() == 0);
    JsonNode before = verify(one);
    assertThat(before.path("valid").asBoolean()).as("%s", before).isTrue();
    assertThat(before.path("checked").asLong()).isGreaterThanOrEqualTo(40);

    sql("UPDATE audit_entry SET detail = detail || ' ', actor = actor || '!' WHERE seq = 7");
    JsonNode report = verify(two);
    sql("UPDATE audit_entry SET detail = rtrim(detail), actor = rtrim(actor, '!') WHERE seq = 7");
    assertThat(verify(one).path("valid").asBoolean()).isTrue();

    assertThat(report.path("valid").asBoolean()).isFalse();
    assertThat(report.at("/broken/seq").asLong()).isEqualTo(7);
    assertThat(report.at("/broken/id").asText()).hasSize(36);
    assertThat(report.path("checked").asLong()).isEqualTo(6);
  }

  private static JsonNode verify(RunningServer server) {
    return server.api().get("/api/v1/audit/verify").json();
  }

  private static void sql(String statement) throws SQLException {
    try (Connection connection = Pair.connect();
        Statement run = connection.createStatement()) {
      run.executeUpdate(statement);
    }
  }
}
