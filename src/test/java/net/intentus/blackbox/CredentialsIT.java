package net.intentus.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import net.intentus.harness.Api;
import net.intentus.harness.RunningServer;
import net.intentus.intent.Json;
import net.intentus.judge.AgentDesk;
import net.intentus.judge.Behaviour;
import net.intentus.judge.JudgeAgent;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Credentials over HTTP: sent to the agent that refers to them, seen nowhere else. */
class CredentialsIT {
  private static final String CREDENTIALS = "/api/v1/credentials";
  @AutoClose private static final JudgeAgent judge = JudgeAgent.start();

  private static Api api() {
    return Servers.standard().api();
  }

  private static String canary() {
    return "canary" + UUID.randomUUID().toString().replace("-", "");
  }

  private static ObjectNode bearer(String name, String secret) {
    return Json.object().put("name", name).put("type", "bearer").put("secret", secret);
  }

  private static void create(ObjectNode credential) {
    Api.Reply made = Described.answer("POST", CREDENTIALS, api().post(CREDENTIALS, credential));
    assertThat(made.status()).as("%s", made).isEqualTo(201);
    assertThat(made.body()).doesNotContain(credential.path("secret").asText());
  }

  private static ObjectNode envelope(String intent) {
    ObjectNode envelope = Json.object();
    envelope.putObject("intent").put("name", intent);
    return envelope;
  }

  private static ObjectNode draft(AgentDesk desk, String name, String intent, String reference) {
    ObjectNode draft = desk.draft(name, intent);
    ((ObjectNode) draft.path("endpoint")).put("credentialRef", reference);
    return draft;
  }

  @Test
  void isSentToItsAgentAndFoundNowhereElse() throws IOException {
    String canary = canary();
    create(bearer("cred-a", canary));
    try (AgentDesk desk = new AgentDesk(api(), judge)) {
      Behaviour echo =
          exchange ->
              exchange.answer(
                  Behaviour.success(
                      Json.object().put("saw", exchange.request().header("Authorization"))));
      desk.register(draft(desk, "cred-agent-a", "CredIntent", "cred-a"), echo);
      desk.register("cred-agent-b", "OtherIntent", Behaviour.succeed());
      Api.Reply reply = api().post("/api/v1/intents", envelope("CredIntent"));
      assertThat(reply.status()).as("%s", reply).isEqualTo(200);
      assertThat(judge.last("cred-agent-a").header("Authorization")).isEqualTo("Bearer " + canary);
      assertThat(reply.json().at("/payload/saw").asText()).isEqualTo("Bearer [redacted]");
      api().post("/api/v1/intents", envelope("OtherIntent"));
      assertThat(judge.last("cred-agent-b").header("Authorization")).isNull();
      api().post("/api/v1/agents/cred-agent-a/test", "{}");
      String execution = "/api/v1/executions/" + reply.header("Intentus-Execution-Id");
      for (String path :
          List.of(
              execution,
              execution + "/envelope",
              execution + "/response",
              execution + "/events",
              execution + "/export",
              CREDENTIALS,
              CREDENTIALS + "/cred-a",
              "/api/v1/agents/cred-agent-a")) {
        assertThat(api().get(path).body()).as(path).doesNotContain(canary);
      }
      assertThat(api().delete(CREDENTIALS + "/cred-a", "If-Match", "*").status())
          .as("an agent refers to it")
          .isEqualTo(409);
    }
    RunningServer server = Servers.standard();
    assertThat(server.log()).doesNotContain(canary);
    assertThat(filesWith(server.dataDir(), canary)).isEmpty();
    assertThat(api().delete(CREDENTIALS + "/cred-a", "If-Match", "*").status()).isEqualTo(204);
  }

  private static List<Path> filesWith(Path directory, String text) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).filter(file -> holds(file, text)).toList();
    }
  }

  private static boolean holds(Path file, String text) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text);
    } catch (IOException e) {
      return false; // it has gone meanwhile
    }
  }

  @Test
  void aNewSecretIsSentFromTheNextCallOn() {
    String first = canary();
    String second = canary();
    create(bearer("cred-b", first));
    try (AgentDesk desk = new AgentDesk(api(), judge)) {
      desk.register(draft(desk, "cred-agent-c", "RotateIntent", "cred-b"), Behaviour.succeed());
      api().post("/api/v1/intents", envelope("RotateIntent"));
      assertThat(judge.last("cred-agent-c").header("Authorization")).endsWith(first);
      String path = CREDENTIALS + "/cred-b";
      Api.Reply read = Described.answer("GET", path, api().get(path));
      ObjectNode change = Json.object().put("type", "api_key").put("secret", second);
      assertThat(Described.answer("PUT", path, api().put(path, change)).status()).isEqualTo(428);
      Api.Reply changed =
          Described.answer("PUT", path, api().put(path, change, "If-Match", read.header("ETag")));
      assertThat(changed.status()).as("%s", changed).isEqualTo(200);
      assertThat(changed.body()).doesNotContain(second);
      api().post("/api/v1/intents", envelope("RotateIntent"));
      assertThat(judge.last("cred-agent-c").header("Authorization")).isNull();
      assertThat(judge.last("cred-agent-c").header("X-API-Key")).isEqualTo(second);
    }
    api().delete(CREDENTIALS + "/cred-b", "If-Match", "*");
  }

  @Test
  void refusesAReferenceToNothing() {
    try (AgentDesk desk = new AgentDesk(api(), judge)) {
      Api.Reply reply =
          Described.answer(
              "POST",
              "/api/v1/agents",
              api().post("/api/v1/agents", draft(desk, "cred-agent-d", "X", "no-such")));
      assertThat(reply.status()).as("%s", reply).isEqualTo(422);
      assertThat(reply.json().at("/violations/0/pointer").asText())
          .isEqualTo("/endpoint/credentialRef");
    }
  }

  @Test
  void refusesACredentialOfAnotherTenantThanTheAgents() {
    create(bearer("cred-tenant", canary()).put("tenantId", "acme"));
    try (AgentDesk desk = new AgentDesk(api(), judge)) {
      ObjectNode draft = draft(desk, "cred-agent-e", "X", "cred-tenant");
      assertThat(api().post("/api/v1/agents", draft).status()).isEqualTo(422);
      draft.putObject("identity").put("tenantId", "rival");
      assertThat(api().post("/api/v1/agents", draft).status()).isEqualTo(422);
      draft.putObject("identity").put("tenantId", "acme");
      desk.register(draft, Behaviour.succeed());
    }
    assertThat(api().delete(CREDENTIALS + "/cred-tenant", "If-Match", "*").status()).isEqualTo(204);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'type':'bearer','secret':'s'} | /name",
        "{'name':'a/b','type':'bearer','secret':'s'} | /name",
        "{'name':'..','type':'bearer','secret':'s'} | /name",
        "{'name':'x','secret':'s'} | /type",
        "{'name':'x','type':'digest','secret':'s'} | /type",
        "{'name':'x','type':'bearer'} | /secret",
        "{'name':'x','type':'bearer','secret':'two words'} | /secret",
        "{'name':'x','type':'bearer','secret':'a\\r\\nX: y'} | /secret",
        "{'name':'x','type':'header','header':'X-A','secret':'a\\r\\nX: y'} | /secret",
        "{'name':'x','type':'header','secret':'s'} | /header",
        "{'name':'x','type':'header','header':'Host','secret':'s'} | /header",
        "{'name':'x','type':'header','header':'X-Intentus-Node-Id','secret':'s'} | /header",
        "{'name':'x','type':'header','header':'a b','secret':'s'} | /header",
        "{'name':'x','type':'bearer','header':'X-A','secret':'s'} | /header",
        "{'name':'x','type':'basic','secret':'s'} | /username",
        "{'name':'x','type':'basic','username':'a:b','secret':'s'} | /username",
        "{'name':'x','type':'bearer','username':'a','secret':'s'} | /username",
        "{'name':'x','type':'bearer','tenantId':'*','secret':'s'} | /tenantId",
        "{'name':'x','type':'bearer','secret':'s','more':1} | /more",
      })
  void refusesWhatCannotBeSent(String body, String pointer) {
    Api.Reply reply = api().post(CREDENTIALS, body.replace('\'', '"'));
    assertThat(Described.answer("POST", CREDENTIALS, reply).status())
        .as("%s", reply)
        .isEqualTo(422);
    assertThat(reply.json().at("/violations/0/pointer").asText()).isEqualTo(pointer);
    assertThat(reply.body()).doesNotContain("two words");
  }
}
