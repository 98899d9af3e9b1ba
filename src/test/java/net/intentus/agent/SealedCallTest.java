package net.intentus.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import net.intentus.intent.ErrorCode;
import net.intentus.intent.Json;
import net.intentus.judge.Behaviour;
import net.intentus.judge.EmclPeer;
import net.intentus.judge.JudgeAgent;
import net.intentus.judge.Received;
import net.intentus.outbound.AddressRules;
import net.intentus.outbound.OutboundClient;
import net.intentus.outbound.OutboundLimits;
import net.intentus.wire.Peer;
import net.intentus.wire.WireFixtures;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls under a peer's key, a credential and a node's identity. */
@Timeout(60)
class SealedCallTest {
  private static final String CANARY = "canary-3f9c1d7b5a";
  private static final EmclPeer NODE = new EmclPeer("node-b", "shared");
  private static final Map<String, String> NAMED =
      Map.of("intentus.node.id", "node-me", "intentus.node.secret", "own secret");
  private final JudgeAgent judge = JudgeAgent.start();
  private final ExecutorService threads = AgentThreads.callPool(Thread::new, 2);
  private final OutboundClient client =
      new OutboundClient(
          AddressRules.parse(List.of("127.0.0.1")), OutboundLimits.of(1000, 5000), Thread::new);

  @AfterEach
  void stop() {
    judge.close();
    client.close();
    threads.shutdownNow();
  }

  private AgentOutcome call(Line line, Map<String, String> settings, Behaviour behaviour) {
    judge.on("a", behaviour);
    HttpTransport http = Fixtures.transport(client, agent -> line, settings);
    return new AgentInvoker(
            new LocalAgents(List.of()),
            http,
            threads,
            5000,
            Fixtures.NO_SECRETS,
            Fixtures.unguarded())
        .invoke(
            Fixtures.http("a", judge.address("a")),
            Fixtures.call(Json.object().put("query", "x")),
            new Cancellation());
  }

  private static Line sealed(String... keys) {
    return new Line.Open(WireFixtures.peer(null, keys), null);
  }

  private static Line with(CredentialHeader header) {
    return new Line.Open(null, header);
  }

  private static CredentialHeader header(CredentialKind kind, String name, String user) {
    return CredentialHeader.of(new Credential("c", null, kind, name, user, 1, null, null), CANARY);
  }

  private static void failed(AgentOutcome outcome, ErrorCode code, boolean sent) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            AgentOutcome.Failed.class,
            failure -> {
              assertThat(failure.error().code()).isEqualTo(code);
              assertThat(failure.sent()).isEqualTo(sent);
              assertThat(failure.error().message()).doesNotContain(CANARY, "shared");
            });
  }

  @Test
  void sealsTheFrameAndOpensTheAnswer() {
    ObjectNode payload = Json.object().put("done", true);
    assertThat(call(sealed("shared"), Map.of(), NODE.answering(payload)))
        .isEqualTo(new AgentOutcome.Succeeded(payload, Json.object()));
    JsonNode frame = judge.last("a").json();
    assertThat(frame.path("messageType").asText()).isEqualTo("emcl");
    assertThat(judge.last("a").body()).doesNotContain("SearchIntent", "query");
    assertThat(NODE.open(frame.path("body")))
        .isEqualTo(Fixtures.call(Json.object().put("query", "x")).envelope().toJson());
    assertThat(frame.at("/body/identityChain/0").asText()).isEqualTo("intentusnet");
  }

  @Test
  void acceptsAnAnswerUnderAnyKeyOfThePeer() {
    EmclPeer old = new EmclPeer("node-b", "old");
    Behaviour underTheOld =
        exchange -> exchange.answer(old.frame(Behaviour.success(Json.object()).path("body")));
    assertThat(call(sealed("shared", "old"), Map.of(), underTheOld))
        .isInstanceOf(AgentOutcome.Succeeded.class);
  }

  @Test
  void refusesAnAnswerThatIsReadableOrOfAnotherKey() {
    failed(call(sealed("shared"), Map.of(), Behaviour.succeed()), ErrorCode.EMCL_FAILURE, true);
    EmclPeer other = new EmclPeer("node-b", "another");
    Behaviour wrong =
        exchange -> exchange.answer(other.frame(Behaviour.success(Json.object()).path("body")));
    failed(call(sealed("shared"), Map.of(), wrong), ErrorCode.EMCL_FAILURE, true);
    failed(call(sealed("shared"), Map.of(), Behaviour.garbage()), ErrorCode.PROTOCOL_ERROR, true);
    failed(
        call(Line.PLAIN, Map.of(), NODE.answering(Json.object())), ErrorCode.TRANSPORT_ERROR, true);
    Behaviour sealedForNobody =
        exchange -> exchange.answer(NODE.frame(Behaviour.success(Json.object()).path("body")));
    failed(call(Line.PLAIN, Map.of(), sealedForNobody), ErrorCode.PROTOCOL_ERROR, true);
  }

  @Test
  void callsNobodyWhenTheLineIsClosed() {
    Line closed =
        new Line.Closed(Failures.of(ErrorCode.EMCL_FAILURE, "The key cannot be used.", false));
    failed(call(closed, Map.of(), Behaviour.succeed()), ErrorCode.EMCL_FAILURE, false);
    assertThat(judge.calls("a")).isZero();
  }

  private static String expected(String secret, Received received) {
    long at = Long.parseLong(received.header("X-Intentus-Node-Ts"));
    return EmclPeer.signature(secret, at, received.body());
  }

  @Test
  void signsWithItsIdentityAndAppendsItselfToTheChain() {
    call(Line.PLAIN, NAMED, Behaviour.succeed());
    Received plain = judge.last("a");
    assertThat(plain.header("X-Intentus-Node-Id")).isEqualTo("node-me");
    assertThat(plain.header("X-Intentus-Node-Signature")).isEqualTo(expected("own secret", plain));
    assertThat(plain.json().at("/headers/X-Intentus-Node-Id").asText()).isEqualTo("node-me");
    assertThat(plain.json().at("/body/metadata/identityChain").toString())
        .isEqualTo("[\"node-me\"]");
    call(Line.PLAIN, Map.of(), Behaviour.succeed());
    assertThat(judge.last("a").header("X-Intentus-Node-Id")).isNull();
    assertThat(judge.last("a").header("X-Intentus-Node-Signature")).isNull();
  }

  @Test
  void signsWithWhatThePeerSharesWhereItSharesSomething() {
    Peer peer = WireFixtures.peer("between us", "shared");
    Line line = new Line.Open(peer, null);
    call(line, NAMED, NODE.answering(Json.object()));
    Received received = judge.last("a");
    assertThat(received.header("X-Intentus-Node-Signature"))
        .isEqualTo(expected("between us", received));
    assertThat(NODE.open(received.json().path("body")).at("/metadata/identityChain").toString())
        .isEqualTo("[\"node-me\"]");
  }

  @Test
  void sendsEachKindOfCredentialInItsHeader() {
    call(with(header(CredentialKind.BEARER, null, null)), Map.of(), Behaviour.succeed());
    assertThat(judge.last("a").header("Authorization")).isEqualTo("Bearer " + CANARY);
    call(with(header(CredentialKind.API_KEY, null, null)), Map.of(), Behaviour.succeed());
    assertThat(judge.last("a").header("X-API-Key")).isEqualTo(CANARY);
    assertThat(judge.last("a").header("Authorization")).isNull();
    call(with(header(CredentialKind.HEADER, "X-Own", null)), Map.of(), Behaviour.succeed());
    assertThat(judge.last("a").header("X-Own")).isEqualTo(CANARY);
    call(with(header(CredentialKind.BASIC, null, "jörg")), Map.of(), Behaviour.succeed());
    String pair = "jörg:" + CANARY;
    assertThat(judge.last("a").header("Authorization"))
        .isEqualTo(
            "Basic "
                + java.util.Base64.getEncoder()
                    .encodeToString(pair.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
  }

  @Test
  void sendsACredentialNowhereElse() {
    AgentOutcome outcome =
        call(
            with(header(CredentialKind.BEARER, null, null)),
            Map.of(),
            Behaviour.status(307, "Location: " + judge.address("thief")));
    failed(outcome, ErrorCode.PROTOCOL_ERROR, true);
    assertThat(judge.calls("thief")).isZero();
  }

  @Test
  void takesACredentialOutOfWhatComesBack() {
    Behaviour echo =
        exchange -> {
          String sent = exchange.request().header("Authorization");
          ObjectNode payload = Json.object().put("saw", sent);
          payload.putArray("deep").add("x" + sent + "y");
          ObjectNode frame = Behaviour.success(payload);
          ((ObjectNode) frame.at("/body/metadata")).put("saw", sent);
          exchange.answer(frame);
        };
    for (CredentialKind kind : List.of(CredentialKind.BEARER, CredentialKind.BASIC)) {
      CredentialHeader header = header(kind, null, "user");
      AgentOutcome outcome = call(with(header), Map.of(), echo);
      assertThat(outcome).isInstanceOf(AgentOutcome.Succeeded.class);
      String secretPart = header.value().substring(header.value().indexOf(' ') + 1);
      assertThat(outcome.toString()).doesNotContain(CANARY, secretPart).contains("[redacted]");
      assertThat(header.toString()).doesNotContain(CANARY, secretPart);
    }
    Behaviour complain =
        exchange -> {
          ObjectNode frame = Behaviour.failure("AGENT_ERROR");
          ((ObjectNode) frame.at("/body/error")).put("message", "bad " + CANARY);
          ((ObjectNode) frame.at("/body/error/details")).put("key", CANARY);
          exchange.answer(frame);
        };
    AgentOutcome reported =
        call(with(header(CredentialKind.BEARER, null, null)), Map.of(), complain);
    assertThat(reported).isInstanceOf(AgentOutcome.Reported.class);
    assertThat(reported.toString()).doesNotContain(CANARY);
  }
}
