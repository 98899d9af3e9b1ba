package net.intentus.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import net.intentus.harness.Api;
import net.intentus.harness.TokenIssuer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens of another issuer at the API, beside our own keys. */
class TokenIT {
  private static Api as(String token) {
    return TokenIssuer.server().api().as(token);
  }

  private static int status(String token) {
    Api.Reply reply = as(token).get("/api/v1/version");
    Leaks.none(reply);
    return reply.status();
  }

  @Test
  void whoHasATokenIsRecordedUnderItsName() {
    Api alice = as(TokenIssuer.token("alice", "acme", "operator"));
    Api.Reply done = alice.post("/api/v1/intents", "{\"intent\":{\"name\":\"EchoIntent\"}}");
    assertThat(done.status()).as("%s", done).isEqualTo(200);
    String path = "/api/v1/executions/" + done.header("Intentus-Execution-Id");
    JsonNode record = alice.get(path).json();
    assertThat(record.path("subject").asText()).isEqualTo("jwt:alice");
    assertThat(record.path("tenant").asText()).isEqualTo("acme");
    assertThat(as(TokenIssuer.token("bob", "elsewhere", "admin")).get(path).status())
        .isEqualTo(404);
    assertThat(as(TokenIssuer.token("carl", "acme", "submitter")).get(path).status())
        .isEqualTo(404);
    assertThat(TokenIssuer.server().api().get(path).status()).as("keys go on").isEqualTo(200);
  }

  @Test
  void aTokenForSomebodyElseOrForAllTenantsIsRefusedAndTheTrailSaysWhy() {
    assertThat(status(TokenIssuer.token("eve", "elsewhere", Map.of()))).isEqualTo(401);
    assertThat(status(TokenIssuer.token("eve", "*", "admin"))).isEqualTo(401);
    String good = TokenIssuer.token("eve", "acme", "viewer");
    assertThat(status(good)).isEqualTo(200);
    String forged = good.substring(0, good.length() - 8) + "AAAAAAAA";
    assertThat(status(forged)).isEqualTo(401);
    assertThat(status(good.substring(0, good.lastIndexOf('.') + 1))).isEqualTo(401);
    String trail =
        TokenIssuer.server().api().get("/api/v1/audit?action=access.refused&limit=50").body();
    assertThat(trail).contains("audience", "claims", "signature", "malformed");
    assertThat(trail).doesNotContain(good, forged);
  }

  @Test
  void aTokenOfAnotherIssuerOfTheSameKeysIsRefused() {
    String other =
        TokenIssuer.provider()
            .issueToken("others", "eve", TokenIssuer.AUDIENCE, Map.of("groups", List.of("admin")))
            .serialize();
    assertThat(status(other)).isEqualTo(401);
  }

  @Test
  void aTokenIsNoSessionAndNoKeyWhereNoIssuerIsConfigured() {
    String token = TokenIssuer.token("alice", "acme", "admin");
    Api.Reply page = TokenIssuer.server().api().as(token).get("/console/keys");
    assertThat(page.status()).isEqualTo(303);
    assertThat(Servers.standard().api().as(token).get("/api/v1/version").status()).isEqualTo(401);
  }

  /** As the walk with keys, for everything that only reads. */
  @ParameterizedTest
  @ValueSource(strings = {"submitter", "viewer", "operator", "agent", "admin"})
  void aTokenMayDoWhatItsRoleMayAndNothingElse(String role) {
    Api api = as(TokenIssuer.token("x", "walked", role));
    for (AccessTable.Row row : AccessTable.rows()) {
      if (row.console() || !row.method().equals("GET")) {
        continue;
      }
      row.holds(role, api.send("GET", row.with(Map.of()), BodyPublishers.noBody()));
    }
  }

  @Test
  void anAgentWithATokenSendsItsOwnHeartbeatsOnly() {
    String body = "{\"status\":\"healthy\"}";
    Api echo = as(TokenIssuer.token("echo", "default", "agent"));
    Api other = as(TokenIssuer.token("other", "default", "agent"));
    String path = "/api/v1/agents/echo/heartbeat";
    assertThat(echo.post(path, body).status()).isIn(200, 204);
    assertThat(other.post(path, body).status()).isEqualTo(403);
  }
}
