package net.intentus.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import net.intentus.JpaDatabase;
import net.intentus.SettableClock;
import net.intentus.audit.AuditEntry;
import net.intentus.config.Ids;
import net.intentus.intent.Caller;
import net.intentus.intent.Json;
import net.intentus.privacy.Sealer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What peers, their frames and the replay window promise, whatever the database. */
abstract class PeersContract {
  private static final Caller ROOT = new Caller("key:root", "*", Set.of("admin"), "k", null);
  private static final String FIRST = "the first key";
  private static final String SECRET = "the node's secret";
  private final SecureRandom random = new SecureRandom();
  private final List<AuditEntry> audited = new ArrayList<>();
  private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T10:00:00Z"));
  private final Ids ids = new Ids(clock);
  @AutoClose private JpaDatabase database = open();

  abstract JpaDatabase open();

  /** Turns every bit around: unreadable enough for a test, and bound to its subject. */
  private static final class Turning implements Sealer {
    @Override
    public byte[] seal(String subject, String purpose, byte[] plain) {
      byte[] all = (subject + "\n" + purpose + "\n").getBytes(StandardCharsets.UTF_8);
      byte[] sealed = java.util.Arrays.copyOf(all, all.length + plain.length);
      System.arraycopy(plain, 0, sealed, all.length, plain.length);
      for (int i = 0; i < sealed.length; i++) {
        sealed[i] = (byte) ~sealed[i];
      }
      return sealed;
    }

    @Override
    public Optional<byte[]> open(String subject, String purpose, byte[] sealed) {
      byte[] head = seal(subject, purpose, new byte[0]);
      if (!java.util.Arrays.equals(head, java.util.Arrays.copyOf(sealed, head.length))) {
        return Optional.empty();
      }
      byte[] plain = java.util.Arrays.copyOfRange(sealed, head.length, sealed.length);
      for (int i = 0; i < plain.length; i++) {
        plain[i] = (byte) ~plain[i];
      }
      return Optional.of(plain);
    }
  }

  private <T> T with(Function<Peers, T> work) {
    List<AuditEntry> entries = new ArrayList<>();
    T result =
        database.inTransaction(
            entities ->
                work.apply(
                    new Peers(
                        new PeerStore(entities),
                        new PeerSecrets(new Turning()),
                        entries::add,
                        ids,
                        clock)));
    audited.addAll(entries);
    return result;
  }

  private PeerChange change(Function<Peers, PeerChange> work) {
    return with(work);
  }

  private Optional<PeerView> seen() {
    return with(peers -> peers.view("node-a"));
  }

  private List<PeerView> list(@Nullable String after) {
    return with(peers -> peers.list(after, 10));
  }

  private Optional<Peer> found() {
    return with(peers -> peers.find("node-a"));
  }

  /** A gate of one instance, each call of its stores in a transaction of its own. */
  private PeerGate gate(@Nullable String localId) {
    PeerStore store =
        new PeerStore() {
          @Override
          public Optional<Stored> find(String nodeId) {
            return database.inTransaction(entities -> new PeerStore(entities).find(nodeId));
          }
        };
    Peers peers = new Peers(store, new PeerSecrets(new Turning()), audited::add, ids, clock);
    LocalNode node = new LocalNode(Optional.ofNullable(localId), Optional.empty(), clock);
    return new PeerGate(peers, window(), node, clock);
  }

  private ReplayWindow window() {
    return new ReplayWindow(
        new SeenMessageStore() {
          @Override
          public boolean first(byte[] digest, long at, long until) {
            return database.inTransaction(
                entities -> new SeenMessageStore(entities).first(digest, at, until));
          }

          @Override
          public int clear(long at, int limit) {
            return database.inTransaction(
                entities -> new SeenMessageStore(entities).clear(at, limit));
          }
        },
        clock);
  }

  private static PeerSettings settings(EmclProvider provider, @Nullable String secret) {
    return new PeerSettings("node-a", provider, 60, false, secret);
  }

  private static PeerKeyDraft key(String text, boolean active, @Nullable Instant expiresAt) {
    return new PeerKeyDraft(text, active, expiresAt);
  }

  private PeerView create(EmclProvider provider, @Nullable String secret) {
    return changed(
            change(peers -> peers.create(settings(provider, secret), key(FIRST, true, null), ROOT)))
        .peer();
  }

  private static PeerChange.Changed changed(PeerChange change) {
    assertThat(change).isInstanceOf(PeerChange.Changed.class);
    return (PeerChange.Changed) change;
  }

  private static EmclKey key(EmclProvider provider, String text) {
    return EmclKey.of(provider, text).orElseThrow();
  }

  private Frame sealed(EmclKey key, ObjectNode body, String... chain) {
    ObjectNode headers = Json.object().put(NodeSecret.NODE_ID, "node-a");
    return new Frame(Frame.EMCL, headers, key.seal(body, List.of(chain), random).toJson());
  }

  private static ObjectNode body() {
    ObjectNode body = Json.object();
    body.putObject("intent").put("name", "Search");
    return body;
  }

  private PeerReading open(Frame frame) {
    return gate(null).open(frame, frame.toBytes(), Map.of());
  }

  private static PeerReading.Genuine genuine(PeerReading reading) {
    assertThat(reading).isInstanceOf(PeerReading.Genuine.class);
    return (PeerReading.Genuine) reading;
  }

  private static void refused(PeerReading reading) {
    assertThat(reading).isEqualTo(new PeerReading.Refused());
  }

  @Test
  void showsEverythingButTheSecrets() {
    PeerView made = create(EmclProvider.AES_GCM, SECRET);
    assertThat(made.signs()).isTrue();
    assertThat(made.keys()).hasSize(1);
    assertThat(made.keys().get(0).active()).isTrue();
    assertThat(made.toString()).doesNotContain(FIRST, SECRET);
    assertThat(list(null)).containsExactly(made);
    assertThat(list("node-a")).isEmpty();
    assertThat(seen()).contains(made);
    assertThat(settings(EmclProvider.AES_GCM, SECRET).toString()).doesNotContain(SECRET);
    assertThat(key(FIRST, true, null).toString()).doesNotContain(FIRST);
    assertThat(audited).extracting(AuditEntry::action).containsExactly("peer.create");
    assertThat(audited.toString()).doesNotContain(FIRST, SECRET);
  }

  @Test
  void aNodeIdIsTakenOnce() {
    create(EmclProvider.AES_GCM, null);
    assertThat(
            change(
                peers ->
                    peers.create(settings(EmclProvider.AES_GCM, null), key("x", true, null), ROOT)))
        .isEqualTo(new PeerChange.Taken());
  }

  @Test
  void changesOnlyWhatTheCallerHasSeen() {
    PeerView made = create(EmclProvider.AES_GCM, SECRET);
    PeerSettings kept = new PeerSettings("node-a", EmclProvider.SIMPLE_HMAC, 30, true, null);
    assertThat(change(peers -> peers.replace(kept, made.revision() + 1, ROOT)))
        .isEqualTo(new PeerChange.Stale());
    PeerView after = changed(change(peers -> peers.replace(kept, made.revision(), ROOT))).peer();
    assertThat(after.signs()).as("the secret stays").isTrue();
    assertThat(after.provider()).isEqualTo(EmclProvider.SIMPLE_HMAC);
    assertThat(after.revision()).isGreaterThan(made.revision());
    PeerSettings none = settings(EmclProvider.AES_GCM, null);
    assertThat(changed(change(peers -> peers.replace(none, null, ROOT))).peer().signs()).isFalse();
    assertThat(change(peers -> peers.remove("node-a", 1L, ROOT))).isEqualTo(new PeerChange.Stale());
    assertThat(change(peers -> peers.remove("node-a", null, ROOT)))
        .isEqualTo(new PeerChange.Removed());
    assertThat(seen()).isEmpty();
    assertThat(change(peers -> peers.remove("node-a", null, ROOT)))
        .isEqualTo(new PeerChange.NotFound());
  }

  @ParameterizedTest
  @EnumSource(EmclProvider.class)
  void opensAFrameAndSealsTheAnswerForIt(EmclProvider provider) {
    create(provider, null);
    EmclKey shared = key(provider, FIRST);
    PeerReading.Genuine asked = genuine(open(sealed(shared, body(), "node-x")));
    assertThat(asked.body().at("/intent/name").asText()).isEqualTo("Search");
    assertThat(asked.body().at("/metadata/identityChain").toString())
        .isEqualTo("[\"node-x\",\"node-a\"]");
    ObjectNode response = Json.object().put("status", "success");
    Frame answer = gate("node-me").answer(asked, response);
    assertThat(answer.messageType()).isEqualTo("emcl");
    EmclEnvelope back = EmclEnvelope.read(answer.body()).orElseThrow();
    assertThat(shared.open(back)).contains(response);
    assertThat(back.identityChain()).containsExactly("node-x", "node-a", "node-me");
  }

  @Test
  void theChainInsideWinsOverTheOneOutside() {
    create(EmclProvider.AES_GCM, null);
    ObjectNode body = body();
    body.putObject("metadata").putArray("identityChain").add("inside").add("node-a");
    PeerReading.Genuine asked =
        genuine(open(sealed(key(EmclProvider.AES_GCM, FIRST), body, "outside")));
    assertThat(asked.body().at("/metadata/identityChain").toString())
        .isEqualTo("[\"inside\",\"node-a\"]");
  }

  @Test
  void refusesWhatNoKeyOfThePeerOpens() {
    create(EmclProvider.AES_GCM, null);
    Frame good = sealed(key(EmclProvider.AES_GCM, FIRST), body());
    refused(open(sealed(key(EmclProvider.AES_GCM, "wrong"), body())));
    refused(open(sealed(key(EmclProvider.SIMPLE_HMAC, FIRST), body())));
    refused(open(new Frame(Frame.EMCL, Json.object(), good.body())));
    ObjectNode other = Json.object().put(NodeSecret.NODE_ID, "node-b");
    refused(open(new Frame(Frame.EMCL, other, good.body())));
    refused(open(new Frame(Frame.EMCL, good.headers(), Json.object())));
    genuine(open(good));
  }

  @Test
  void refusesABodyThatIsNoObject() {
    create(EmclProvider.AES_GCM, null);
    EmclEnvelope list =
        key(EmclProvider.AES_GCM, FIRST).seal(Json.object().arrayNode(), List.of(), random);
    ObjectNode headers = Json.object().put(NodeSecret.NODE_ID, "node-a");
    refused(open(new Frame(Frame.EMCL, headers, list.toJson())));
  }

  @ParameterizedTest
  @EnumSource(EmclProvider.class)
  void acceptsAMessageOnceOverAllInstances(EmclProvider provider) {
    create(provider, null);
    Frame frame = sealed(key(provider, FIRST), body());
    genuine(open(frame));
    refused(open(frame));
    ObjectNode moved = frame.body().deepCopy();
    moved.putArray("identityChain").add("elsewhere");
    refused(open(new Frame(Frame.EMCL, frame.headers(), moved)));
    genuine(open(sealed(key(provider, FIRST), body())));
  }

  @Test
  void oneOfManyWhoComeAtOnceIsTheFirst() throws Exception {
    create(EmclProvider.AES_GCM, null);
    Frame frame = sealed(key(EmclProvider.AES_GCM, FIRST), body());
    ExecutorService threads = Executors.newFixedThreadPool(6);
    try {
      List<Future<PeerReading>> all = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        all.add(threads.submit(() -> open(frame)));
      }
      int genuine = 0;
      for (Future<PeerReading> one : all) {
        genuine += one.get() instanceof PeerReading.Genuine ? 1 : 0;
      }
      assertThat(genuine).isEqualTo(1);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void forgetsMessagesWhenTheirTimeIsOver() {
    create(EmclProvider.AES_GCM, null);
    Frame frame = sealed(key(EmclProvider.AES_GCM, FIRST), body());
    genuine(open(frame));
    clock.move(Duration.ofMinutes(2));
    window().sweep();
    refused(open(frame));
    clock.move(Duration.ofSeconds(2));
    assertThat(rows()).isEqualTo(1);
    window().sweep();
    assertThat(rows()).isZero();
  }

  private long rows() {
    return database.inTransaction(
        entities ->
            ((Number)
                    entities
                        .createNativeQuery("SELECT COUNT(*) FROM peer_message")
                        .getSingleResult())
                .longValue());
  }

  @Test
  void onlyWhatIsProvedIsNoted() {
    create(EmclProvider.AES_GCM, null);
    refused(open(sealed(key(EmclProvider.AES_GCM, "wrong"), body())));
    assertThat(rows()).isZero();
  }

  @Test
  void keysAreRotatedWithoutAGap() {
    create(EmclProvider.AES_GCM, null);
    EmclKey old = key(EmclProvider.AES_GCM, FIRST);
    EmclKey fresh = key(EmclProvider.AES_GCM, "the second key");
    PeerChange.Changed added =
        changed(change(peers -> peers.addKey("node-a", key("the second key", false, null), ROOT)));
    String first = added.peer().keys().get(0).id();
    genuine(open(sealed(old, body())));
    assertThat(genuine(open(sealed(fresh, body()))).answer().open(sealing(fresh))).isPresent();
    assertThat(sending().open(sealing(old))).as("the old key still sends").isPresent();
    assertThat(change(peers -> peers.removeKey("node-a", first, ROOT)))
        .isInstanceOf(PeerChange.Refused.class);
    changed(change(peers -> peers.activate("node-a", added.keyId(), ROOT)));
    assertThat(sending().open(sealing(fresh))).isPresent();
    assertThat(genuine(open(sealed(old, body()))).answer().open(sealing(old)))
        .as("who still has the old key gets an answer that it can read")
        .isPresent();
    changed(change(peers -> peers.removeKey("node-a", first, ROOT)));
    refused(open(sealed(old, body())));
    genuine(open(sealed(fresh, body())));
    assertThat(audited)
        .extracting(AuditEntry::action)
        .containsExactly("peer.create", "peer.key.add", "peer.key.activate", "peer.key.delete");
  }

  private EmclEnvelope sealing(EmclKey key) {
    return key.seal(body(), List.of(), random);
  }

  private EmclKey sending() {
    return found().flatMap(Peer::sending).orElseThrow();
  }

  @Test
  void anExpiredKeyOpensAndSendsNothing() {
    create(EmclProvider.AES_GCM, null);
    Instant soon = clock.instant().plusSeconds(10);
    changed(change(peers -> peers.addKey("node-a", key("short", true, soon), ROOT)));
    EmclKey brief = key(EmclProvider.AES_GCM, "short");
    genuine(open(sealed(brief, body())));
    clock.set(soon);
    refused(open(sealed(brief, body())));
    assertThat(found().flatMap(Peer::sending)).isEmpty();
    genuine(open(sealed(key(EmclProvider.AES_GCM, FIRST), body())));
  }

  @Test
  void keysAreFew() {
    create(EmclProvider.AES_GCM, null);
    for (int i = 1; i < Peers.MAX_KEYS; i++) {
      changed(change(peers -> peers.addKey("node-a", key("more", false, null), ROOT)));
    }
    assertThat(change(peers -> peers.addKey("node-a", key("more", false, null), ROOT)))
        .isInstanceOf(PeerChange.Refused.class);
    assertThat(change(peers -> peers.activate("node-a", "none", ROOT)))
        .isEqualTo(new PeerChange.NotFound());
  }

  private Map<String, String> signature(String nodeId, long at, byte[] bytes) {
    return NodeSecret.of(SECRET).orElseThrow().sign(nodeId, at, bytes);
  }

  @ParameterizedTest
  @EnumSource(EmclProvider.class)
  void aPeerWithASecretMustSign(EmclProvider provider) {
    create(provider, SECRET);
    Frame frame = sealed(key(provider, FIRST), body());
    byte[] raw = frame.toBytes();
    long at = clock.instant().getEpochSecond();
    PeerGate gate = gate(null);
    refused(gate.open(frame, raw, Map.of()));
    refused(gate.open(frame, raw, signature("node-b", at, raw)));
    refused(gate.open(frame, raw, signature("node-a", at - 61, raw)));
    refused(gate.open(frame, raw, signature("node-a", at, "{}".getBytes(StandardCharsets.UTF_8))));
    Map<String, String> headers = signature("node-a", at, raw);
    genuine(gate.open(frame, raw, headers));
    refused(gate.open(frame, raw, headers));
  }

  @Test
  void aReadableBodyMayComeAgainUnderANewSignature() {
    create(EmclProvider.SIMPLE_HMAC, SECRET);
    Frame frame = sealed(key(EmclProvider.SIMPLE_HMAC, FIRST), body());
    byte[] raw = frame.toBytes();
    long at = clock.instant().getEpochSecond();
    genuine(gate(null).open(frame, raw, signature("node-a", at, raw)));
    refused(gate(null).open(frame, raw, signature("node-a", at, raw)));
    genuine(gate(null).open(frame, raw, signature("node-a", at + 1, raw)));
  }

  @Test
  void aSignatureInTheFrameCoversItsBodyAsItWasSent() {
    create(EmclProvider.AES_GCM, SECRET);
    Frame frame = sealed(key(EmclProvider.AES_GCM, FIRST), body());
    String written = frame.body().toString().replace(",", " ,\n ");
    byte[] covered = written.getBytes(StandardCharsets.UTF_8);
    Map<String, String> signed = signature("node-a", clock.instant().getEpochSecond(), covered);
    signed.forEach(frame.headers()::put);
    String text =
        "{\"body\": %s,\"headers\":%s,\"protocol\":\"INTENTUSNET/1.0\",\"messageType\":\"emcl\"}"
            .formatted(written, frame.headers());
    byte[] raw = text.getBytes(StandardCharsets.UTF_8);
    Frame read = ((FrameReading.Understood) FrameReader.read(raw)).frame();
    refused(gate(null).open(read, frame.toBytes(), Map.of()));
    genuine(gate(null).open(read, raw, Map.of()));
  }

  @Test
  void aReadableFrameThatNamesAPeerWithASecretMustBeSigned() {
    create(EmclProvider.AES_GCM, SECRET);
    ObjectNode named = Json.object().put(NodeSecret.NODE_ID, "node-a");
    Frame frame = new Frame(Frame.INTENT, named, body());
    byte[] raw = frame.toBytes();
    Map<String, String> headers =
        new HashMap<>(signature("node-a", clock.instant().getEpochSecond(), raw));
    refused(gate(null).vouch(frame, raw, Map.of()));
    assertThat(gate(null).vouch(frame, raw, headers))
        .isInstanceOfSatisfying(
            PeerReading.Vouched.class,
            vouched ->
                assertThat(vouched.body().at("/metadata/identityChain/0").asText())
                    .isEqualTo("node-a"));
    refused(gate(null).vouch(frame, raw, headers));
    Frame unnamed = Frame.of(Frame.INTENT, body());
    assertThat(gate(null).vouch(unnamed, unnamed.toBytes(), Map.of()))
        .isEqualTo(new PeerReading.Unclaimed());
    refused(gate(null).vouch(unnamed, unnamed.toBytes(), Map.of(NodeSecret.NODE_ID, "node-a")));
    assertThat(gate(null).vouch(unnamed, raw, Map.of(NodeSecret.NODE_ID, "stranger")))
        .isEqualTo(new PeerReading.Unclaimed());
  }

  @Test
  void refusesItsOwnFramesWhenSomebodySendsThemBack() {
    create(EmclProvider.AES_GCM, null);
    ObjectNode body = body();
    body.putObject("metadata").putArray("identityChain").add("node-me");
    Frame frame = sealed(key(EmclProvider.AES_GCM, FIRST), body);
    refused(gate("node-me").open(frame, frame.toBytes(), Map.of()));
    genuine(gate("another").open(frame, frame.toBytes(), Map.of()));
  }

  @Test
  void tellsAnAbsentDatabaseFromAWrongFrame() {
    create(EmclProvider.AES_GCM, null);
    Frame frame = sealed(key(EmclProvider.AES_GCM, FIRST), body());
    PeerGate gate = gate(null);
    database.close();
    try {
      assertThat(gate.open(frame, frame.toBytes(), Map.of()))
          .isEqualTo(new PeerReading.Unavailable());
    } finally {
      database = open();
    }
  }
}
