package net.intentus.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.intentus.harness.Api;
import net.intentus.harness.Eventually;
import net.intentus.harness.RunningServer;
import net.intentus.intent.Json;
import net.intentus.journal.StoredText;
import net.intentus.judge.Behaviour;
import net.intentus.judge.EmclPeer;
import net.intentus.judge.JudgeAgent;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Secrets are sent in through every entrance and come back from agents; afterwards none is in any
 * file, log line, answer or page. One word that no rule covers is found by the same search.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CanaryIT {
  private static final String INTENTS = "/api/v1/intents";
  private static final String EXECUTIONS = "/api/v1/executions";
  private static final int MOST_PAGES = 600;
  private static final Pattern LINK = Pattern.compile("(?:href|action)=\"(/console/[^\"#]*)");

  private static final Pattern TYPED =
      Pattern.compile("<textarea.*?</textarea>|<input[^>]*>", Pattern.DOTALL);

  @TempDir static Path archives;

  private final long seed = System.nanoTime();
  private final Canaries secrets = new Canaries(seed);
  private final Canaries controls = new Canaries(seed + 1);
  private final List<String> leaks = new ArrayList<>();
  private final Set<String> executions = new LinkedHashSet<>();
  private final String control = controls.plant("control", "plain" + controls.word(20));
  private final String password = secret("password", 24) + "\"\\é&";
  private final String github = secrets.plant("github", "ghp_" + secrets.word(36));
  private final String model = secrets.plant("model key", "sk-" + secrets.word(40));
  private final String ours = secrets.plant("our key", secrets.word(43));
  private final String bearer = secrets.plant("bearer", secrets.word(32));
  private final String jwt =
      "eyJ" + secrets.word(30) + "." + secrets.word(40) + "." + secret("jwt", 43);
  private final String card = secrets.plant("card", secrets.card());
  private final String grouped = secrets.plant("grouped card", groups(secrets.card()));
  private final String number = secrets.plant("card as a number", secrets.card());
  private final String iban = secret("pointer", 22);
  private final String pin = secret("pointer with a star", 12);
  private final String own =
      secrets.plant("own expression", "CAN-" + secrets.card().substring(1, 13));
  private final String answered = secret("answered field", 20);
  private final String answeredKey = secrets.plant("answered key", "xoxb-" + secrets.word(30));
  private final String header = secrets.plant("answered header", "ghp_" + secrets.word(36));
  private final String garbage = secrets.plant("garbage", "sk-" + secrets.word(40));
  private final String message = secret("assignment in a message", 18);
  private final String code = secrets.plant("reported code", "ghp_" + secrets.word(36));
  private final String credential = secret("credential", 40);
  private final String reason = secrets.plant("reason", "sk-" + secrets.word(40));
  private final String label = secrets.plant("label", "ghp_" + secrets.word(36));
  private final String typed = secret("typed at sign-in", 30);

  private JudgeAgent judge;
  private RunningServer server;
  private Api api;
  private Person person;

  private String secret(String name, int length) {
    return secrets.plant(name, secrets.word(length));
  }

  private static String groups(String card) {
    return String.join(
        " ", card.substring(0, 4), card.substring(4, 8), card.substring(8, 12), card.substring(12));
  }

  @BeforeAll
  void start() {
    judge = JudgeAgent.start();
    server =
        RunningServer.start(
            RunningServer.Options.fresh()
                .with("INTENTUS_REDACTION_POINTERS", "/customer/iban,/items/*/pin")
                .with("INTENTUS_REDACTION_RULES", "canary")
                .with("INTENTUS_REDACTION_RULES_CANARY_INTENTS", "Canary*")
                .with("INTENTUS_REDACTION_RULES_CANARY_REGEX", "CAN-[0-9]{12}")
                .with("INTENTUS_NODE_ID", "node-me")
                .with("INTENTUS_RETENTION_RULES", "CanaryOld:*=keep/1s")
                .with("INTENTUS_ARCHIVE_DIR", archives.toString()));
    api = server.api();
    person = Person.signIn(api, "admin", server.adminPassword());
    judge.on("echo", this::echo);
    judge.on("fails", exchange -> exchange.answer(failure()));
    judge.on("garbage", Behaviour.text("{\"a\":\"" + garbage + "\" %% "));
    judge.on("gone", Behaviour.hangUp());
  }

  @AfterAll
  void stop() {
    server.close();
    judge.close();
  }

  private void echo(net.intentus.judge.Exchange exchange) throws java.io.IOException {
    ObjectNode payload = Json.object().put("token", answered).put("note", "use " + answeredKey);
    payload.put("again", answered).set("echo", exchange.request().envelope().path("payload"));
    byte[] body = Behaviour.success(payload).toString().getBytes(StandardCharsets.UTF_8);
    exchange.answer(
        200, "application/json", body, "X-Secret: " + header, "Set-Cookie: a=" + header);
  }

  private JsonNode failure() {
    ObjectNode frame = Behaviour.failure("AGENT_ERROR");
    ObjectNode error = (ObjectNode) frame.at("/body/error");
    error
        .put("code", code)
        .put("message", control + " password=" + message + ", key " + answeredKey);
    ((ObjectNode) error.path("details")).put("secret", answered).put("seen", "Bearer " + bearer);
    return frame;
  }

  private ObjectNode payload() {
    ObjectNode payload = Json.object().put("control", control).put("password", password);
    payload.put("keys", "use " + github + ", " + model + " or ink_abc_" + ours);
    payload.put("header", "Authorization: Bearer " + bearer).put("jwt", jwt);
    payload.put("card", card).put("text", "pay with " + grouped + ".");
    payload.put("number", Long.parseLong(number)).put("own", "see " + own).put(label, true);
    payload.putObject("customer").put("iban", iban);
    payload.putArray("items").addObject().put("pin", pin);
    return payload;
  }

  private ObjectNode envelope(String intent) {
    ObjectNode envelope = Json.object();
    envelope.putObject("intent").put("name", intent);
    envelope.set("payload", payload());
    envelope.putObject("context").put("sourceAgent", label).putArray("tags").add(label).add("t");
    envelope.putObject("metadata").put("source", label);
    return envelope;
  }

  /** An answer that is not what an agent said to whoever asked it. */
  private Api.Reply clean(String where, Api.Reply reply) {
    note(where, secrets.in(reply.body()));
    note(where + " headers", secrets.in(reply.headers().map().toString()));
    return reply;
  }

  private void note(String where, List<String> found) {
    if (!found.isEmpty()) {
      leaks.add(where + ": " + found);
    }
  }

  private void noLeaks() {
    assertThat(leaks).as("seed %d", seed).isEmpty();
  }

  /** What agents said is for whoever asked; everything else in the answer is looked at. */
  private String submitted(String where, Api.Reply reply) {
    String id = reply.header("Intentus-Execution-Id");
    assertThat(id).as("%s: %s", where, reply).isNotEmpty();
    executions.add(id);
    if (reply.json().has("metadata")) {
      note(where, secrets.in(reply.json().path("metadata").toString()));
    }
    return id;
  }

  private void register(String name, String intent, String sideEffect, String credentialRef) {
    ObjectNode json = Json.object().put("name", name).put("sideEffect", sideEffect);
    ObjectNode wanted = json.putArray("capabilities").addObject().putObject("intent");
    wanted.put("name", intent).put("version", "1.0");
    ObjectNode endpoint = json.putObject("endpoint");
    endpoint.put("type", "http").put("address", judge.address(name));
    endpoint.put("credentialRef", credentialRef);
    Api.Reply reply = clean("registering", api.post("/api/v1/agents", json));
    assertThat(reply.status()).as("%s", reply).isEqualTo(201);
  }

  @Test
  @Order(1)
  void agentsGetTheOriginalAndCallersTheirAnswer() {
    ObjectNode held = Json.object().put("name", "judge").put("type", "bearer");
    held.put("secret", credential);
    assertThat(clean("credential", api.post("/api/v1/credentials", held)).status()).isEqualTo(201);
    register("echo", "CanaryIntent", "read_only", "judge");
    register("fails", "CanaryFails", "read_only", null);
    register("garbage", "CanaryGarbage", "read_only", null);
    register("gone", "CanaryGone", "irreversible", null);

    String[] headers = {
      "X-Request-Id",
      label,
      "User-Agent",
      "curl " + github,
      "X-Api-Token",
      model,
      "Idempotency-Key",
      "once-" + label
    };
    Api.Reply first = api.post(INTENTS, envelope("CanaryIntent"), headers);
    String id = submitted("submission", first);
    assertThat(judge.last("echo").envelope().path("payload")).isEqualTo(payload());
    assertThat(judge.last("echo").header("Authorization")).isEqualTo("Bearer " + credential);
    assertThat(secrets.in(judge.last("echo").envelope().path("context").toString())).isEmpty();
    assertThat(secrets.in(judge.last("echo").envelope().path("metadata").toString())).isEmpty();
    assertThat(first.json().at("/payload/echo")).isEqualTo(payload());
    assertThat(first.json().at("/payload/token").asText()).isEqualTo(answered);
    clean("repeat", api.post(INTENTS, envelope("CanaryIntent"), headers));
    assertThat(judge.calls("echo")).isEqualTo(1);

    JsonNode detail = api.get(EXECUTIONS + "/" + id).json();
    assertThat(detail.path("redactionCount").asInt()).isEqualTo(11);
    assertThat(detail.path("replayable").asBoolean()).isFalse();
    assertThat(controls.in(api.get(EXECUTIONS + "/" + id + "/envelope").body())).isNotEmpty();
    Api.Reply refused = clean("replay", api.post(EXECUTIONS + "/" + id + "/replay", "{}"));
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.body())
        .contains(
            "/payload/keys", "/payload/text", "/payload/customer/iban", "/payload/items/0/pin");
    noLeaks();
  }

  @Test
  @Order(2)
  void everyOtherEntranceTakesSecretsIn() throws Exception {
    submitted("failure", api.post(INTENTS, envelope("CanaryFails")));
    submitted("garbage", clean("garbage", api.post(INTENTS, envelope("CanaryGarbage"))));
    submitted("nobody", clean("nobody", api.post(INTENTS, envelope("CanaryNobody"))));
    String unknown = submitted("gone", clean("gone", api.post(INTENTS, envelope("CanaryGone"))));
    String gone = submitted("gone", clean("gone", api.post(INTENTS, envelope("CanaryGone"))));
    clean("plan", api.post(INTENTS + "/plan", envelope("CanaryIntent")));
    frames();
    replay();
    trials();
    refusals();
    ObjectNode verdict = Json.object().put("outcome", "failed");
    verdict.put("reason", "said " + reason + " and password=" + message);
    Api.Reply resolved =
        clean("resolve", api.post(EXECUTIONS + "/" + unknown + "/resolve", verdict));
    assertThat(resolved.status()).as("%s", resolved).isEqualTo(200);
    ObjectNode hold = Json.object().put("reason", "hold " + reason);
    assertThat(clean("hold", api.put(EXECUTIONS + "/" + unknown + "/hold", hold)).status())
        .isEqualTo(200);
    form(
        "/console/executions/" + gone + "/resolve",
        "outcome=succeeded&reason=" + Api.encode(reason));
    form(
        "/console/agents/echo/test",
        "intent=CanaryIntent&intentVersion=1.0&payload=" + Api.encode(payload().toString()));
    form("/console/executions/" + gone + "/hold", "action=hold&reason=" + Api.encode(reason));
    noLeaks();
  }

  private void frames() {
    ObjectNode frame =
        Json.object().put("protocol", "INTENTUSNET/1.0").put("messageType", "intent");
    frame.putObject("headers").put("X-Key", github);
    frame.set("body", envelope("CanaryIntent"));
    submitted("frame", api.post("/intent", frame));
    EmclPeer peer = new EmclPeer("peer-1", secret("key of a peer", 40));
    ObjectNode known = Json.object().put("nodeId", "peer-1").put("provider", "aes-gcm");
    known.put("key", peer.key());
    assertThat(clean("peer", api.post("/api/v1/peers", known)).status()).isEqualTo(201);
    Api.Reply sealed = api.post("/intent", peer.frame(envelope("CanaryIntent")));
    submitted("sealed frame", clean("sealed frame", sealed));
    assertThat(peer.open(sealed.json().path("body")).at("/payload/echo")).isEqualTo(payload());
  }

  private void replay() {
    String id = executions.iterator().next();
    ObjectNode patch = payload();
    // The name of a field was a secret: what stands for it can only be taken out.
    api.get(EXECUTIONS + "/" + id + "/envelope")
        .json()
        .path("payload")
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (name.startsWith("[redacted:")) {
                patch.putNull(name);
              }
            });
    ObjectNode request = Json.object().put("reason", "again with " + reason);
    request.set("payloadPatch", patch);
    submitted("replay", api.post(EXECUTIONS + "/" + id + "/replay", request));
    assertThat(judge.last("echo").envelope().path("payload")).isEqualTo(payload());
  }

  private void trials() {
    for (String agent : List.of("echo", "fails", "garbage")) {
      ObjectNode trial = Json.object();
      trial.set("payload", payload());
      Api.Reply tried =
          clean("trial of " + agent, api.post("/api/v1/agents/" + agent + "/test", trial));
      assertThat(tried.status()).as("%s", tried).isEqualTo(200);
    }
    ObjectNode question = Json.object();
    question.putObject("context").put("intent", "CanaryIntent").set("payload", payload());
    clean("evaluate", api.post("/api/v1/policy/evaluate", question));
  }

  private void refusals() {
    String truncated = envelope("CanaryIntent").toString();
    Api.Reply broken = api.post(INTENTS, truncated.substring(0, truncated.length() - 3));
    assertThat(clean("truncated", broken).status()).isEqualTo(400);
    ObjectNode extra = envelope("CanaryIntent").put(label, 1);
    assertThat(clean("unknown field", api.post(INTENTS, extra)).status()).isEqualTo(422);
    ObjectNode named = envelope("Canary " + github);
    assertThat(clean("name", api.post(INTENTS, named)).status()).isEqualTo(422);
    assertThat(clean("name", api.post(INTENTS + "/plan", named)).status()).isEqualTo(422);
    ObjectNode target = envelope("CanaryIntent");
    target.putObject("routing").put("targetAgent", model);
    assertThat(clean("target", api.post(INTENTS, target)).status()).isEqualTo(422);
    clean("tenant", api.post(INTENTS, envelope("CanaryIntent"), "Intentus-Tenant", github));
    clean("trace", api.post(INTENTS, "{}", "traceparent", github, "X-Request-Id", github));
    clean("path", api.get("/api/v1/" + github + "?token=" + message));
    clean("path", api.get(EXECUTIONS + "/" + model + "?q=" + message));
    clean("path", api.get("/nowhere/" + github + "?a=" + bearer));
    clean("stranger", api.as("ink_nobody_" + ours).get("/api/v1/stats?x=" + github));
    clean("stranger", api.as(github).get(EXECUTIONS + "/" + model));
    clean(
        "bad agent",
        api.post("/api/v1/agents", "{\"name\":\"" + github + "\",\"" + model + "\":1}"));
    clean("bad resolve", api.post(EXECUTIONS + "/none/resolve", "{\"reason\":\"" + reason + "\"}"));
    clean("sign-in", Person.attempt(api, typed, typed));
    clean("sign-in", Person.attempt(api, "admin", typed));
  }

  /** A page gives what was typed into its form back to whoever typed it. */
  private void form(String path, String form) {
    Api.Reply reply = person.post(path, form);
    assertThat(reply.status()).as("%s", reply).isBetween(200, 303);
    note(path, secrets.in(TYPED.matcher(reply.body()).replaceAll("")));
  }

  @Test
  @Order(3)
  void noAnswerAndNoPageShowsThem() {
    List<String> paths = new ArrayList<>(List.of("/metrics", "/openapi", "/health"));
    for (String list :
        List.of(
            "agents",
            "audit",
            "audit/export",
            "audit/verify",
            "credentials",
            "executions",
            "executions/drift",
            "holds",
            "keys",
            "peers",
            "policy",
            "policy/versions",
            "retention/runs",
            "sessions",
            "signing-keys",
            "stats",
            "users",
            "verification")) {
      paths.add("/api/v1/" + list);
    }
    boolean found = false;
    for (String id : executions) {
      for (String part :
          List.of(
              "",
              "/envelope",
              "/response",
              "/events",
              "/spans",
              "/explain",
              "/verify",
              "/export")) {
        paths.add(EXECUTIONS + "/" + id + part);
      }
      paths.add(EXECUTIONS + "/" + id + "/diff/" + executions.iterator().next());
    }
    for (String path : paths) {
      Api.Reply reply = clean(path, api.get(path));
      assertThat(reply.status()).as(path).isLessThan(500);
      found |= !controls.in(reply.body()).isEmpty();
      if (path.endsWith("/verify") && path.startsWith(EXECUTIONS)) {
        assertThat(reply.json().path("valid").asBoolean()).as("%s", reply).isTrue();
      }
    }
    assertThat(found).as("the control").isTrue();
    assertThat(pages()).as("the control on a page").isTrue();
    noLeaks();
  }

  /** Follows every link there is; whether the control was on some page. */
  private boolean pages() {
    Deque<String> open = new ArrayDeque<>(List.of("/console/"));
    Set<String> seen = new LinkedHashSet<>(open);
    executions.forEach(id -> open.add("/console/executions/" + id));
    boolean found = false;
    for (int page = 0; page < MOST_PAGES && !open.isEmpty(); page++) {
      String path = open.poll();
      Api.Reply reply = clean(path, person.get(path));
      found |= !controls.in(reply.body()).isEmpty();
      Matcher link = LINK.matcher(reply.body());
      while (link.find()) {
        String next = link.group(1).replace("&amp;", "&");
        boolean walk = !next.contains("/runbooks/") && !next.contains("/assets/");
        if (walk && seen.add(next)) {
          open.add(next);
        }
      }
    }
    return found;
  }

  @Test
  @Order(4)
  void noFileHoldsThem() throws Exception {
    submitted("old", clean("old", api.post(INTENTS, envelope("CanaryOld"))));
    Thread.sleep(1_200); // the shortest lifetime that records can have
    String run = api.post("/api/v1/retention/run", "").json().path("id").asText();
    Eventually.isTrue(
        "the end of the run",
        Duration.ofSeconds(60),
        () ->
            !"running"
                .equals(
                    clean("run", api.get("/api/v1/retention/runs/" + run))
                        .json()
                        .path("state")
                        .asText()));
    assertThat(secrets.below(archives)).isEmpty();
    assertThat(controls.below(archives)).as("the control").isNotEmpty();
    assertThat(secrets.below(server.dataDir())).isEmpty();
    server.stop();
    assertThat(secrets.below(server.dataDir())).isEmpty();
    assertThat(secrets.in(server.log())).isEmpty();
    assertThat(database()).as("the control").isTrue();
    noLeaks();
  }

  /** Looks at every value of every table, expanded too; whether the control was in one. */
  private boolean database() throws Exception {
    boolean found = false;
    String url = "jdbc:h2:file:" + server.dataDir().resolve("intentusnet");
    try (Connection connection = DriverManager.getConnection(url, "sa", "");
        Statement statement = connection.createStatement()) {
      List<String> tables = new ArrayList<>();
      try (ResultSet rows = connection.getMetaData().getTables(null, "PUBLIC", "%", null)) {
        while (rows.next()) {
          tables.add(rows.getString("TABLE_NAME"));
        }
      }
      assertThat(tables).hasSizeGreaterThan(10);
      for (String table : tables) {
        try (ResultSet rows = statement.executeQuery("SELECT * FROM \"" + table + "\"")) {
          while (rows.next()) {
            for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
              found |= value(table, rows.getObject(column));
            }
          }
        }
      }
    }
    return found;
  }

  private boolean value(String table, Object value) throws Exception {
    if (value instanceof byte[] bytes) {
      byte[] expanded = StoredText.expanded(bytes);
      note(table, secrets.in(bytes));
      note(table, secrets.in(expanded));
      return !controls.in(expanded).isEmpty();
    }
    note(table, secrets.in(String.valueOf(value)));
    return false;
  }
}
