package net.intentus.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.UUID;
import net.intentus.harness.Api;
import net.intentus.intent.Json;
import net.intentus.judge.AgentDesk;
import net.intentus.judge.Behaviour;
import net.intentus.judge.JudgeAgent;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Secrets that payloads refer to: they reach the agents that they are for, and nobody else. */
class SecretsIT {
  private static final String SECRETS = "/api/v1/secrets";
  @AutoClose private static final JudgeAgent judge = JudgeAgent.start();

  private static Api api() {
    return Servers.standard().api();
  }

  private static String canary() {
    return "canary" + UUID.randomUUID().toString().replace("-", "");
  }

  private static Api.Reply put(Api api, String name, ObjectNode secret) {
    Api.Reply reply = api.put(SECRETS + "/" + name, secret);
    return Described.answer("PUT", SECRETS + "/" + name, reply);
  }

  private static ObjectNode secret(String value, String... agents) {
    ObjectNode json = Json.object().put("value", value);
    List.of(agents).forEach(json.putArray("agents")::add);
    return json;
  }

  private static ObjectNode envelope(String intent, String field, String secret) {
    ObjectNode envelope = Json.object();
    envelope.putObject("intent").put("name", intent);
    envelope.putObject("payload").putObject(field).put("$secret", secret);
    return envelope;
  }

  @Test
  void reachesTheAllowedAgentAndNoOther() {
    String canary = canary();
    assertThat(put(api(), "vault-a", secret(canary, "vault-allowed*")).status()).isEqualTo(201);
    try (AgentDesk desk = new AgentDesk(api(), judge)) {
      desk.register("vault-allowed-1", "VaultIntent", Behaviour.echo());
      desk.register("vault-denied", "VaultDenied", Behaviour.echo());
      Api.Reply reply = api().post("/api/v1/intents", envelope("VaultIntent", "key", "vault-a"));
      assertThat(reply.status()).as("%s", reply).isEqualTo(200);
      assertThat(judge.last("vault-allowed-1").body()).contains(canary);
      assertThat(reply.body()).doesNotContain(canary).contains("[redacted]");
      String execution = "/api/v1/executions/" + reply.header("Intentus-Execution-Id");
      for (String path :
          List.of(
              execution,
              execution + "/envelope",
              execution + "/response",
              execution + "/events",
              execution + "/export",
              SECRETS)) {
        assertThat(api().get(path).body()).as(path).doesNotContain(canary);
      }
      assertThat(api().get(execution + "/envelope").json().at("/payload/key/$secret").asText())
          .isEqualTo("vault-a");
      assertThat(api().get(execution + "/verify").json().path("valid").asBoolean()).isTrue();

      Api.Reply again = api().post(execution + "/replay", "{}");
      assertThat(again.status()).as("%s", again).isEqualTo(200);
      assertThat(judge.last("vault-allowed-1").body()).contains(canary);

      Api.Reply denied = api().post("/api/v1/intents", envelope("VaultDenied", "key", "vault-a"));
      assertThat(denied.status()).as("%s", denied).isEqualTo(403);
      assertThat(denied.json().at("/error/code").asText()).isEqualTo("POLICY_DENIED");
      assertThat(desk.called()).doesNotContain("vault-denied");
      assertThat(Servers.standard().log()).doesNotContain(canary);
    }
  }

  @Test
  void aFallbackGoesOnToTheAgentThatMayHaveIt() {
    String canary = canary();
    put(api(), "vault-b", secret(canary, "vault-second"));
    try (AgentDesk desk = new AgentDesk(api(), judge)) {
      desk.register("vault-first", "VaultFallback", Behaviour.succeed());
      desk.register("vault-second", "VaultFallback", Behaviour.succeed());
      ObjectNode envelope = envelope("VaultFallback", "key", "vault-b");
      envelope.putObject("routing").put("strategy", "fallback");
      Api.Reply reply = api().post("/api/v1/intents", envelope);
      assertThat(reply.status()).as("%s", reply).isEqualTo(200);
      assertThat(desk.called()).containsExactly("vault-second");
    }
  }

  @Test
  void aReferenceInAFieldThatIsRedactedStaysAReference() {
    put(api(), "vault-c", secret(canary(), "*"));
    try (AgentDesk desk = new AgentDesk(api(), judge)) {
      desk.register("vault-login", "VaultLogin", Behaviour.succeed());
      ObjectNode envelope = envelope("VaultLogin", "password", "vault-c");
      ((ObjectNode) envelope.path("payload")).put("token", "hush-hush-hush");
      Api.Reply reply = api().post("/api/v1/intents", envelope);
      String execution = "/api/v1/executions/" + reply.header("Intentus-Execution-Id");
      var payload = api().get(execution + "/envelope").json().path("payload");
      assertThat(payload.at("/password/$secret").asText()).isEqualTo("vault-c");
      assertThat(payload.at("/token/$redacted").asText()).isEqualTo("field:token");
      assertThat(api().get(execution).json().path("redactionCount").asInt()).isEqualTo(1);
    }
  }

  @Test
  void whatCannotBeMeantIsRefusedBeforeAnythingIsRecorded() {
    try (AgentDesk desk = new AgentDesk(api(), judge)) {
      desk.register("vault-strict", "VaultStrict", Behaviour.succeed());
      Api.Reply unknown =
          api().post("/api/v1/intents", envelope("VaultStrict", "key", "no-such-secret"));
      assertThat(unknown.status()).as("%s", unknown).isEqualTo(422);
      assertThat(unknown.header("Intentus-Execution-Id")).isEmpty();
      ObjectNode odd = envelope("VaultStrict", "key", "x");
      ((ObjectNode) odd.at("/payload/key")).put("more", 1);
      assertThat(api().post("/api/v1/intents", odd).status()).isEqualTo(422);
      assertThat(desk.called()).isEmpty();
    }
  }

  @Test
  void belongsToATenantAndIsChangedByItsAdministratorsOnly() {
    ObjectNode wish = Json.object().put("subject", "vault-admin").put("tenant", "vault-tenant");
    wish.putArray("roles").add("admin");
    Api own = api().as(api().post("/api/v1/keys", wish).json().path("key").asText());
    assertThat(put(own, "vault-d", secret(canary(), "*")).json().path("tenantId").asText())
        .isEqualTo("vault-tenant");
    assertThat(put(own, "vault-d", secret(canary(), "a")).status()).isEqualTo(200);
    assertThat(put(own, "vault-d", secret(canary(), "a").put("tenantId", "default")).status())
        .isEqualTo(403);
    assertThat(put(own, "vault-e", secret("abc", "a")).status()).isEqualTo(422);
    assertThat(put(own, "vault-e", Json.object().put("value", "long-enough")).status())
        .isEqualTo(422);
    assertThat(Described.answer("GET", SECRETS, own.get(SECRETS)).json().path("items")).hasSize(1);
    assertThat(api().post("/api/v1/intents", envelope("EchoIntent", "key", "vault-d")).status())
        .as("another tenant's secret")
        .isEqualTo(422);
    String path = SECRETS + "/vault-d";
    assertThat(api().delete(path).status()).as("the one of all tenants").isEqualTo(404);
    assertThat(Described.answer("DELETE", path, own.delete(path)).status()).isEqualTo(204);
    assertThat(own.delete(path).status()).isEqualTo(404);
    assertThat(own.get("/api/v1/audit?action=secret.*").json().path("items")).hasSize(3);
  }
}
