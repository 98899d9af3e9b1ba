package net.intentus.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import net.intentus.harness.Api;
import net.intentus.harness.Eventually;
import net.intentus.harness.RunningServer;
import net.intentus.intent.Hashes;
import net.intentus.intent.Json;
import org.junit.jupiter.api.Test;

/** Keys, users, sessions and the trail over HTTP. */
abstract class IdentityContract {
  private static final String PASSWORD = "fence lamp orbit mild";

  abstract RunningServer server();

  private Api api() {
    return server().api();
  }

  private static String fresh(String name) {
    return name + "-" + Long.toString(System.nanoTime(), 36);
  }

  private Api.Reply get(String path) {
    return Described.answer("GET", path, api().get(path));
  }

  private Api.Reply post(String path, JsonNode body) {
    return Described.answer("POST", path, api().post(path, body));
  }

  private Api.Reply delete(String path) {
    return Described.answer("DELETE", path, api().delete(path));
  }

  private static ObjectNode wanted(String tenant, String... roles) {
    ObjectNode json = Json.object();
    json.put("tenant", tenant);
    for (String role : roles) {
      json.withArray("roles").add(role);
    }
    return json;
  }

  private JsonNode made(ObjectNode wanted) {
    Api.Reply reply = post("/api/v1/keys", wanted);
    assertThat(reply.status()).as("%s", reply).isEqualTo(201);
    return reply.json();
  }

  @Test
  void aKeyIsShownOnceUsedListedAndRevokedAtOnce() {
    JsonNode made = made(wanted("acme", "viewer").put("subject", "ci"));
    String id = made.path("id").asText();
    String text = made.path("key").asText();
    assertThat(text).startsWith("ink_" + id + "_");
    assertThat(made.path("subject").asText()).isEqualTo("ci");
    assertThat(made.path("tenant").asText()).isEqualTo("acme");
    assertThat(made.path("expiresAt").isNull()).isTrue();

    Api mine = api().as(text);
    assertThat(mine.get("/api/v1/version").status()).isEqualTo(200);
    JsonNode listed = get("/api/v1/keys?limit=200").json();
    assertThat(listed.toString()).contains(id).doesNotContain(text);
    JsonNode item = listed.at("/items/0");
    assertThat(item.path("id").asText()).isEqualTo(id);
    assertThat(item.path("lastUsedAt").isTextual()).isTrue();

    assertThat(delete("/api/v1/keys/" + id).status()).isEqualTo(204);
    assertThat(mine.get("/api/v1/version").status()).isEqualTo(401);
    assertThat(delete("/api/v1/keys/" + id).status()).isEqualTo(204);
    assertThat(delete("/api/v1/keys/nobody").status()).isEqualTo(404);
    assertThat(get("/api/v1/keys?limit=1").json().at("/items/0/revokedAt").isTextual()).isTrue();
    assertThat(get("/api/v1/keys?limit=1").json().path("nextCursor").isTextual()).isTrue();
  }

  @Test
  void aKeyExpires() {
    String soon = java.time.Instant.now().plusSeconds(2).toString();
    Api mine = api().as(made(wanted("acme", "viewer").put("expiresAt", soon)).path("key").asText());
    assertThat(mine.get("/api/v1/version").status()).isEqualTo(200);
    Eventually.isTrue(
        "an expired key",
        Duration.ofSeconds(10),
        () -> mine.get("/api/v1/version").status() == 401);
    assertThat(
            post("/api/v1/keys", wanted("acme", "viewer").put("expiresAt", "2020-01-01T00:00:00Z"))
                .status())
        .isEqualTo(422);
  }

  @Test
  void aKeyIsGoodForItsIntentsAddressesAndEnvironmentOnly() {
    ObjectNode few = wanted("acme", "submitter");
    few.putArray("intents").add("Echo*");
    Api mine = api().as(made(few).path("key").asText());
    String echo = "{\"intent\":{\"name\":\"EchoIntent\"}}";
    String other = "{\"intent\":{\"name\":\"SearchIntent\"}}";
    assertThat(mine.post("/api/v1/intents", echo).status()).isEqualTo(200);
    assertThat(mine.post("/api/v1/intents", other).status()).isEqualTo(403);
    assertThat(mine.post("/api/v1/intents/plan", other).status()).isEqualTo(403);
    String frame = "{\"protocol\":\"INTENTUSNET/1.0\",\"messageType\":\"intent\",\"body\":%s}";
    assertThat(mine.post("/intent", frame.formatted(echo)).status()).isEqualTo(200);
    assertThat(mine.post("/intent", frame.formatted(other)).status()).isEqualTo(403);

    ObjectNode far = wanted("acme", "viewer");
    far.putArray("addresses").add("192.0.2.0/24");
    assertThat(use(far)).isEqualTo(401);
    ObjectNode near = wanted("acme", "viewer");
    near.putArray("addresses").add("127.0.0.0/8").add("::1");
    assertThat(use(near)).isEqualTo(200);
    assertThat(use(wanted("acme", "viewer").put("environment", "moon"))).isEqualTo(401);
    assertThat(use(wanted("acme", "viewer").put("environment", "test"))).isEqualTo(200);
    ObjectNode nonsense = wanted("acme", "viewer");
    nonsense.putArray("addresses").add("localhost");
    assertThat(post("/api/v1/keys", nonsense).json().at("/violations/0/pointer").asText())
        .isEqualTo("/addresses");
  }

  private int use(ObjectNode wanted) {
    return api().as(made(wanted).path("key").asText()).get("/api/v1/version").status();
  }

  @Test
  void aUserIsMadeChangedAndDisabled() {
    String name = fresh("bob");
    ObjectNode user = wanted("acme", "viewer").put("name", name);
    Api.Reply created = post("/api/v1/users", user);
    assertThat(created.status()).as("%s", created).isEqualTo(201);
    String password = created.json().path("password").asText();
    assertThat(get("/api/v1/users/" + name).body()).doesNotContain(password);
    assertThat(get("/api/v1/users?limit=200").body()).contains(name).doesNotContain(password);
    assertThat(post("/api/v1/users", user).status()).isEqualTo(409);
    assertThat(post("/api/v1/users", user.deepCopy().put("password", "Password1234")).status())
        .isEqualTo(422);

    Person bob = Person.signIn(api(), name, password);
    assertThat(bob.get("/console/executions").status()).isEqualTo(200);
    assertThat(bob.get("/console/keys").status()).isEqualTo(403);
    assertThat(get("/api/v1/sessions").body()).contains(name);

    assertThat(put(name, Json.object().put("disabled", true)).path("disabled").asBoolean())
        .isTrue();
    assertThat(bob.get("/console/executions").status()).isEqualTo(303);
    assertThat(Person.attempt(api(), name, password).status()).isEqualTo(401);
    put(name, Json.object().put("disabled", false));
    String path = "/api/v1/users/" + name + "/password";
    assertThat(post(path, Json.object().put("password", PASSWORD)).status()).isEqualTo(200);
    assertThat(Person.attempt(api(), name, password).status()).isEqualTo(401);
    Person again = Person.signIn(api(), name, PASSWORD);
    String session = session(name);
    assertThat(delete("/api/v1/sessions/" + session).status()).isEqualTo(204);
    assertThat(again.get("/console/executions").status()).isEqualTo(303);
    assertThat(delete("/api/v1/sessions/" + session).status()).isEqualTo(404);
  }

  private JsonNode put(String name, ObjectNode change) {
    Api.Reply reply = api().put("/api/v1/users/" + name, change);
    Described.answer("PUT", "/api/v1/users/" + name, reply);
    assertThat(reply.status()).as("%s", reply).isEqualTo(200);
    return reply.json();
  }

  private String session(String user) {
    for (JsonNode item : get("/api/v1/sessions").json().path("items")) {
      if (item.path("user").asText().equals(user)) {
        return item.path("id").asText();
      }
    }
    throw new AssertionError("no session of " + user);
  }

  @Test
  void aPersonChangesItsOwnPassword() {
    String name = fresh("dora");
    post("/api/v1/users", wanted("acme", "viewer").put("name", name).put("password", PASSWORD));
    Person dora = Person.signIn(api(), name, PASSWORD);
    String wanted = "another lamp orbit fence";
    String form = "current=%s&password=%s";
    assertThat(dora.post("/console/password", form.formatted("wrong", Api.encode(wanted))).status())
        .isEqualTo(422);
    assertThat(
            dora.post("/console/password", form.formatted(Api.encode(PASSWORD), "short")).status())
        .isEqualTo(422);
    assertThat(
            dora.post("/console/password", form.formatted(Api.encode(PASSWORD), Api.encode(wanted)))
                .status())
        .isEqualTo(303);
    assertThat(dora.get("/console/sessions").status()).isEqualTo(303);
    assertThat(Person.attempt(api(), name, PASSWORD).status()).isEqualTo(401);
    Person.signIn(api(), name, wanted);
  }

  @Test
  void signingInGivesAwayNothingAndLocks() {
    String name = fresh("eve");
    post("/api/v1/users", wanted("acme", "viewer").put("name", name).put("password", PASSWORD));
    String nobody = fresh("nobody");
    Api.Reply wrong = Person.attempt(api(), name, "not the password");
    Api.Reply unknown = Person.attempt(api(), nobody, "not the password");
    assertThat(wrong.status()).isEqualTo(401);
    assertThat(unknown.status()).isEqualTo(401);
    assertThat(plain(unknown)).isEqualTo(plain(wrong));
    assertThat(wrong.header("Set-Cookie")).isEmpty();
    for (String guessed : List.of(name, nobody)) {
      for (int i = 0; i < 4; i++) {
        Person.attempt(api(), guessed, "not the password");
      }
      Api.Reply locked = Person.attempt(api(), guessed, PASSWORD);
      assertThat(locked.status()).as("%s", locked).isEqualTo(429);
      assertThat(locked.header("Retry-After")).isNotEmpty();
    }
  }

  private static String plain(Api.Reply reply) {
    return reply.body();
  }

  @Test
  void theTrailTellsWhoDidWhatAndHolds() throws Exception {
    String id = made(wanted("acme", "viewer")).path("id").asText();
    JsonNode created = get("/api/v1/audit?action=key.create&object=key/" + id).json();
    assertThat(created.path("items")).hasSize(1);
    assertThat(created.at("/items/0/result").asText()).isEqualTo("ok");
    assertThat(created.at("/items/0/address").asText()).isEqualTo("127.0.0.1");

    Api.Reply page = get("/api/v1/audit?limit=1");
    assertThat(page.json().path("items")).hasSize(1);
    String cursor = page.json().path("nextCursor").asText();
    assertThat(get("/api/v1/audit?limit=1&cursor=" + cursor).json().at("/items/0/id"))
        .isNotEqualTo(page.json().at("/items/0/id"));
    assertThat(get("/api/v1/audit?from=yesterday").status()).isEqualTo(422);
    assertThat(get("/api/v1/audit?nonsense=1").status()).isEqualTo(422);

    Eventually.isTrue(
        "a place in the chain",
        Duration.ofSeconds(10),
        () -> get("/api/v1/audit?object=key/" + id).json().at("/items/0/hash").isTextual());
    JsonNode report = get("/api/v1/audit/verify").json();
    assertThat(report.path("valid").asBoolean()).as("%s", report).isTrue();
    assertThat(report.path("checked").asLong()).isEqualTo(report.at("/chain/seq").asLong());
    exportIsAChain();
  }

  /** Checked with nothing but the rule that the documentation states. */
  private void exportIsAChain() throws IOException {
    Api.Reply export = get("/api/v1/audit/export");
    assertThat(export.mediaType()).isEqualTo("application/x-ndjson");
    String prev = get("/api/v1/audit/verify").json().at("/chain/name").asText();
    long seq = 1;
    for (String line : export.body().lines().toList()) {
      ObjectNode entry = (ObjectNode) Json.read(line.getBytes(StandardCharsets.UTF_8));
      assertThat(entry.path("seq").asLong()).isEqualTo(seq++);
      assertThat(entry.path("prevHash").asText()).isEqualTo(prev);
      prev = entry.remove("hash").asText();
      assertThat(Hashes.of(entry)).isEqualTo(prev);
    }
    assertThat(seq).isGreaterThan(2);
  }

  @Test
  void theTrailTellsOfRefusalsAndSignIns() {
    JsonNode made = made(wanted("acme", "viewer"));
    String actor = made.path("subject").asText();
    assertThat(api().as(made.path("key").asText()).get("/api/v1/keys").status()).isEqualTo(403);
    JsonNode refused = get("/api/v1/audit?actor=" + actor).json().at("/items/0");
    assertThat(refused.path("action").asText()).isEqualTo("access.refused");
    assertThat(refused.path("result").asText()).isEqualTo("refused");
    assertThat(refused.at("/object/id").asText()).isEqualTo("GET /api/v1/keys");

    String name = fresh("carl");
    post("/api/v1/users", wanted("acme", "viewer").put("name", name).put("password", PASSWORD));
    Person carl = Person.signIn(api(), name, PASSWORD);
    carl.post("/console/logout", "");
    assertThat(carl.get("/console/executions").status()).isEqualTo(303);
    JsonNode items = get("/api/v1/audit?actor=user:" + name).json().path("items");
    assertThat(items.findValuesAsText("action")).containsExactly("session.end", "session.start");
  }

  @Test
  void thePageListsNothingForAFilterThatCannotBeRead() {
    Person admin = Person.signIn(api(), "admin", server().adminPassword());
    assertThat(admin.get("/console/audit?from=yesterday").body())
        .contains("yesterday is no time")
        .doesNotContain("session.start");
    assertThat(admin.get("/console/audit/export?from=yesterday").status()).isEqualTo(400);
    assertThat(admin.get("/console/audit?from=2020-01-01T00:00").body()).contains("session.start");
  }

  @Test
  void aSubmissionWritesNothingToTheTrail() {
    JsonNode made = made(wanted("acme", "submitter"));
    api()
        .as(made.path("key").asText())
        .post("/api/v1/intents", "{\"intent\":{\"name\":\"EchoIntent\"}}");

    assertThat(get("/api/v1/audit?actor=" + made.path("subject").asText()).json().path("items"))
        .isEmpty();
  }
}
