package net.intentus.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.UUID;
import net.intentus.harness.Api;
import net.intentus.harness.RunningServer;
import net.intentus.intent.Json;
import net.intentus.judge.AgentDesk;
import net.intentus.judge.Behaviour;
import net.intentus.judge.EmclPeer;
import net.intentus.judge.JudgeAgent;
import net.intentus.judge.Received;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Sealed frames from and to nodes outside, over two instances on one database. */
class EmclIT {
  private static final String PEERS = "/api/v1/peers";
  private static final String FRAME = "/intent";
  private static final String SECRET = "canary-node-secret";
  @AutoClose private static final JudgeAgent judge = JudgeAgent.start();
  private static RunningServer one;
  private static RunningServer two;

  @BeforeAll
  static void start() {
    one = Pair.one();
    two = Pair.two();
  }

  private static Api.Reply described(String method, String path, Api.Reply reply) {
    assertThat(reply.body()).doesNotContain("canary-");
    return Described.answer(method, path, reply);
  }

  /** A new peer with a key of its own. */
  private static EmclPeer peer(String... nodeSecret) {
    String id = "peer-" + UUID.randomUUID();
    EmclPeer peer = new EmclPeer(id, "canary-key-" + id);
    ObjectNode json = Json.object();
    json.put("nodeId", id).put("provider", "aes-gcm").put("key", peer.key());
    if (nodeSecret.length > 0) {
      json.put("nodeSecret", nodeSecret[0]);
    }
    Api.Reply made = described("POST", PEERS, one.api().post(PEERS, json));
    assertThat(made.status()).as("%s", made).isEqualTo(201);
    assertThat(made.header("Location")).endsWith(PEERS + "/" + id);
    return peer;
  }

  private static ObjectNode envelope(String intent) {
    ObjectNode envelope = Json.object();
    envelope.putObject("intent").put("name", intent);
    envelope.putObject("payload").put("query", "sealed words");
    return envelope;
  }

  private static Api.Reply send(RunningServer server, JsonNode frame, String... headers) {
    return described("POST", FRAME, server.api().post(FRAME, frame, headers));
  }

  private static void refused(Api.Reply reply) {
    assertThat(reply.status()).as("%s", reply).isEqualTo(400);
    JsonNode frame = reply.json();
    assertThat(frame.path("messageType").asText()).isEqualTo("error");
    assertThat(frame.at("/body/code").asText()).isEqualTo("EMCL_FAILURE");
    assertThat(frame.at("/body/detail").asText()).isEqualTo("The frame cannot be accepted.");
    assertThat(reply.header("Intentus-Execution-Id")).isEmpty();
  }

  private static JsonNode answered(EmclPeer peer, Api.Reply reply) {
    assertThat(reply.status()).as("%s", reply).isEqualTo(200);
    assertThat(reply.json().path("messageType").asText()).isEqualTo("emcl");
    return peer.open(reply.json().path("body"));
  }

  @Test
  void routesASealedFrameAndSealsTheAnswer() {
    EmclPeer peer = peer();
    try (AgentDesk desk = new AgentDesk(one.api(), judge)) {
      desk.register("emcl-a", "EmclIntent", Behaviour.echo());
      ObjectNode frame = peer.frame(envelope("EmclIntent"));
      ((ObjectNode) frame.path("body")).putArray("identityChain").add("node-x");
      Api.Reply reply = send(one, frame);
      assertThat(reply.body()).doesNotContain("sealed words");
      JsonNode answer = answered(peer, reply);
      assertThat(answer.path("status").asText()).isEqualTo("success");
      assertThat(answer.at("/payload/query").asText()).isEqualTo("sealed words");
      assertThat(reply.json().at("/body/identityChain").toString())
          .isEqualTo("[\"node-x\",\"%s\",\"node-me\"]".formatted(peer.id()));
      String id = reply.header("Intentus-Execution-Id");
      assertThat(answer.at("/metadata/executionId").asText()).isEqualTo(id);
      JsonNode recorded = one.api().get("/api/v1/executions/" + id + "/envelope").json();
      assertThat(recorded.at("/metadata/identityChain").toString())
          .isEqualTo("[\"node-x\",\"%s\"]".formatted(peer.id()));
    }
  }

  @Test
  void routesNothingOfWhatCannotBeOpened() {
    EmclPeer peer = peer();
    try (AgentDesk desk = new AgentDesk(one.api(), judge)) {
      desk.register("emcl-b", "EmclRefusedIntent", Behaviour.succeed());
      ObjectNode envelope = envelope("EmclRefusedIntent");
      refused(send(one, new EmclPeer(peer.id(), "wrong").frame(envelope)));
      refused(send(one, new EmclPeer("nobody", peer.key()).frame(envelope)));
      ObjectNode unnamed = peer.frame(envelope);
      unnamed.remove("headers");
      refused(send(one, unnamed));
      ObjectNode readable = peer.frame(envelope);
      readable.set("body", envelope);
      refused(send(one, readable));
      ObjectNode odd = peer.frame(envelope);
      ((ObjectNode) odd.path("body")).put("cipherText", 7);
      refused(send(one, odd));
      refused(send(one, peer.frame(Json.object().arrayNode().add(envelope))));
      assertThat(judge.calls("emcl-b")).isZero();
      assertThat(one.api().get("/api/v1/executions?intent=EmclRefusedIntent").json().path("items"))
          .isEmpty();
      answered(peer, send(one, peer.frame(envelope)));
      assertThat(judge.calls("emcl-b")).isEqualTo(1);
    }
  }

  @Test
  void saysLittleOfAnEnvelopeThatIsWrongInside() {
    EmclPeer peer = peer();
    ObjectNode envelope = envelope("X");
    envelope.put("a secret field", 1);
    Api.Reply reply = send(one, peer.frame(envelope));
    assertThat(reply.status()).isEqualTo(422);
    assertThat(reply.json().path("messageType").asText()).isEqualTo("error");
    assertThat(reply.json().at("/body/code").asText()).isEqualTo("VALIDATION_ERROR");
    assertThat(reply.body()).doesNotContain("a secret field");
  }

  @Test
  void acceptsAFrameOnceOverBothInstances() {
    EmclPeer peer = peer();
    try (AgentDesk desk = new AgentDesk(one.api(), judge)) {
      desk.register("emcl-c", "EmclOnceIntent", Behaviour.succeed());
      two.api().get("/api/v1/agents/emcl-c");
      ObjectNode frame = peer.frame(envelope("EmclOnceIntent"));
      answered(peer, send(one, frame));
      refused(send(two, frame));
      refused(send(one, frame));
      assertThat(judge.calls("emcl-c")).isEqualTo(1);
    }
  }

  private static String[] signed(EmclPeer peer, long at, String body) {
    return new String[] {
      "X-Intentus-Node-Id", peer.id(),
      "X-Intentus-Node-Ts", Long.toString(at),
      "X-Intentus-Node-Signature", EmclPeer.signature(SECRET, at, body)
    };
  }

  @Test
  void aPeerWithASecretMustSign() {
    EmclPeer peer = peer(SECRET);
    try (AgentDesk desk = new AgentDesk(one.api(), judge)) {
      desk.register("emcl-d", "EmclSignedIntent", Behaviour.succeed());
      ObjectNode frame = peer.frame(envelope("EmclSignedIntent"));
      long now = Instant.now().getEpochSecond();
      refused(send(one, frame));
      refused(send(one, frame, signed(peer, now, frame + " ")));
      refused(send(one, frame, signed(peer, now - 3600, frame.toString())));
      assertThat(judge.calls("emcl-d")).isZero();
      answered(peer, send(one, frame, signed(peer, now, frame.toString())));
      refused(send(two, frame, signed(peer, now, frame.toString())));
      ObjectNode inFrame = peer.frame(envelope("EmclSignedIntent"));
      ObjectNode headers = (ObjectNode) inFrame.path("headers");
      String body = inFrame.path("body").toString();
      headers.put("X-Intentus-Node-Ts", Long.toString(now));
      headers.put("X-Intentus-Node-Signature", EmclPeer.signature(SECRET, now, body));
      answered(peer, send(one, inFrame));
      assertThat(judge.calls("emcl-d")).isEqualTo(2);
      ObjectNode plain = Behaviour.success(Json.object());
      plain.put("messageType", "intent").set("body", envelope("EmclSignedIntent"));
      ((ObjectNode) plain.path("headers")).put("X-Intentus-Node-Id", peer.id());
      refused(send(one, plain));
      Api.Reply vouched = send(one, plain, signed(peer, now, plain.toString()));
      assertThat(vouched.json().path("messageType").asText()).isEqualTo("response");
      refused(send(one, plain, signed(peer, now, plain.toString())));
    }
  }

  @Test
  void rotatesAKeyWhileBothSidesTalk() {
    EmclPeer before = peer();
    EmclPeer after = new EmclPeer(before.id(), "canary-second-key");
    String keys = PEERS + "/" + before.id() + "/keys";
    refused(send(one, after.frame(envelope("X"))));
    Api.Reply added =
        described("POST", keys, two.api().post(keys, Json.object().put("key", after.key())));
    assertThat(added.status()).isEqualTo(201);
    String first = added.json().at("/keys/0/keyId").asText();
    String second = added.json().at("/keys/1/keyId").asText();
    answered(before, send(one, before.frame(envelope("X"))));
    answered(after, send(one, after.frame(envelope("X"))));
    assertThat(one.api().delete(keys + "/" + first).status()).isEqualTo(409);
    String activate = keys + "/" + second + "/activate";
    Api.Reply active = described("POST", activate, two.api().post(activate, ""));
    assertThat(active.json().at("/keys/1/active").asBoolean()).isTrue();
    assertThat(active.json().at("/keys/0/active").asBoolean()).isFalse();
    assertThat(two.api().delete(keys + "/" + first).status()).isEqualTo(204);
    refused(send(one, before.frame(envelope("X"))));
    answered(after, send(one, after.frame(envelope("X"))));
  }

  @Test
  void callsAnAgentUnderThePeersKey() {
    EmclPeer peer = peer(SECRET);
    try (AgentDesk desk = new AgentDesk(one.api(), judge)) {
      ObjectNode draft = desk.draft("emcl-e", "EmclOutIntent");
      ((ObjectNode) draft.path("endpoint")).put("emclKeyRef", peer.id());
      desk.register(draft, peer.answering(Json.object().put("answer", 42)));
      Api.Reply reply = one.api().post("/api/v1/intents", envelope("EmclOutIntent"));
      assertThat(reply.status()).as("%s", reply).isEqualTo(200);
      assertThat(reply.json().at("/payload/answer").asInt()).isEqualTo(42);
      Received received = judge.last("emcl-e");
      assertThat(received.body()).doesNotContain("sealed words", "EmclOutIntent");
      JsonNode inside = peer.open(received.json().path("body"));
      assertThat(inside.at("/payload/query").asText()).isEqualTo("sealed words");
      assertThat(inside.at("/metadata/identityChain").toString()).isEqualTo("[\"node-me\"]");
      long at = Long.parseLong(received.header("X-Intentus-Node-Ts"));
      assertThat(received.header("X-Intentus-Node-Signature"))
          .isEqualTo(EmclPeer.signature(SECRET, at, received.body()));
      assertThat(one.api().delete(PEERS + "/" + peer.id(), "If-Match", "*").status())
          .as("an agent refers to it")
          .isEqualTo(409);
    }
  }

  @Test
  void failsWhereAnAgentAnswersReadably() {
    EmclPeer peer = peer();
    try (AgentDesk desk = new AgentDesk(one.api(), judge)) {
      ObjectNode draft = desk.draft("emcl-f", "EmclPlainIntent");
      ((ObjectNode) draft.path("endpoint")).put("emclKeyRef", peer.id());
      desk.register(draft, Behaviour.succeed());
      Api.Reply reply = one.api().post("/api/v1/intents", envelope("EmclPlainIntent"));
      assertThat(reply.status()).as("%s", reply).isEqualTo(400);
      assertThat(reply.json().at("/error/code").asText()).isEqualTo("EMCL_FAILURE");
      assertThat(judge.calls("emcl-f")).isEqualTo(1);
    }
  }

  @Test
  void refusesAReferenceToNobody() {
    try (AgentDesk desk = new AgentDesk(one.api(), judge)) {
      ObjectNode draft = desk.draft("emcl-g", "X");
      ((ObjectNode) draft.path("endpoint")).put("emclKeyRef", "nobody");
      Api.Reply reply =
          described("POST", "/api/v1/agents", one.api().post("/api/v1/agents", draft));
      assertThat(reply.status()).as("%s", reply).isEqualTo(422);
      assertThat(reply.json().at("/violations/0/pointer").asText())
          .isEqualTo("/endpoint/emclKeyRef");
    }
  }

  @Test
  void peersAreManagedLikeEverythingElse() {
    EmclPeer peer = peer(SECRET);
    String path = PEERS + "/" + peer.id();
    Api.Reply read = described("GET", path, two.api().get(path));
    assertThat(read.json().path("signatureRequired").asBoolean()).isTrue();
    assertThat(read.json().at("/keys/0/active").asBoolean()).isTrue();
    assertThat(described("GET", PEERS, one.api().get(PEERS)).json().path("items")).isNotEmpty();
    ObjectNode change = Json.object().put("provider", "aes-gcm").put("ttlSeconds", 30);
    assertThat(described("PUT", path, one.api().put(path, change)).status()).isEqualTo(428);
    assertThat(one.api().put(path, change, "If-Match", "\"999\"").status()).isEqualTo(412);
    Api.Reply changed =
        described("PUT", path, one.api().put(path, change, "If-Match", read.header("ETag")));
    assertThat(changed.status()).as("%s", changed).isEqualTo(200);
    assertThat(changed.json().path("ttlSeconds").asInt()).isEqualTo(30);
    assertThat(changed.json().path("signatureRequired").asBoolean()).isTrue();
    change.putNull("nodeSecret");
    assertThat(one.api().put(path, change, "If-Match", "*").json().path("signatureRequired"))
        .isEqualTo(Json.object().booleanNode(false));
    change.put("key", "not here");
    assertThat(described("PUT", path, one.api().put(path, change, "If-Match", "*")).status())
        .isEqualTo(422);
    assertThat(described("DELETE", path, one.api().delete(path, "If-Match", "*")).status())
        .isEqualTo(204);
    assertThat(described("GET", path, two.api().get(path)).status()).isEqualTo(404);
    ObjectNode wrong = Json.object().put("nodeId", "a/b").put("provider", "rot13").put("key", "");
    Api.Reply invalid = described("POST", PEERS, one.api().post(PEERS, wrong));
    assertThat(invalid.status()).isEqualTo(422);
    assertThat(invalid.json().path("violations")).hasSize(3);
    assertThat(one.log() + two.log()).doesNotContain("canary-");
  }
}
