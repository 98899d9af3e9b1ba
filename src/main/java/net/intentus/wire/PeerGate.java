package net.intentus.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import net.intentus.intent.Hashes;

/**
 * Tells frames of peers from those that only say so: the right key, the signature where the peer
 * has a secret, and for the first time. What fails looks the same from outside, whichever check it
 * was. Thread-safe.
 */
@Singleton
public class PeerGate {
  private static final Logger LOG = Logger.getLogger(PeerGate.class.getName());

  private final Peers peers;
  private final ReplayWindow window;
  private final LocalNode node;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  @Inject
  PeerGate(Peers peers, ReplayWindow window, LocalNode node, Clock clock) {
    this.peers = peers;
    this.window = window;
    this.node = node;
    this.clock = clock;
  }

  /**
   * Opens a frame of type {@code emcl}.
   *
   * @param raw the bytes that were sent
   * @param http the headers they were sent with, by the names of {@link NodeSecret}
   */
  public PeerReading open(Frame frame, byte[] raw, Map<String, String> http) {
    try {
      Optional<EmclEnvelope> envelope = EmclEnvelope.read(frame.body());
      Optional<Peer> peer = peers.find(header(frame, NodeSecret.NODE_ID));
      return envelope.isEmpty()
          ? refused("its body is no sealed one")
          : open(frame, raw, http, envelope.get(), peer.orElseGet(this::nobody));
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "a peer could not be looked up", e);
      return new PeerReading.Unavailable();
    }
  }

  private PeerReading open(
      Frame frame, byte[] raw, Map<String, String> http, EmclEnvelope envelope, Peer peer) {
    Optional<Peer.Opened> opened = peer.opened(envelope);
    boolean proved = !peer.signs() || signed(peer, frame, raw, http);
    if (opened.isEmpty() || !proved) {
      return refused(opened.isEmpty() ? "no key of its peer opens it" : "its signature is wrong");
    }
    ObjectNode body = opened.get().body();
    List<String> inside =
        EmclEnvelope.chain(body.path("metadata").path("identityChain")).orElse(List.of());
    byte[] once =
        peer.signs() && opened.get().key().readable()
            ? signatureOf(frame, http)
            : opened.get().key().identify(envelope);
    if (node.sentBy(inside)) {
      return refused("this node sent it itself");
    }
    if (!window.first(once, peer)) {
      return refused("it came before");
    }
    note(body, envelope.identityChain(), peer.nodeId());
    List<String> chain = LocalNode.extend(envelope.identityChain(), peer.nodeId());
    return new PeerReading.Genuine(peer, body, opened.get().key(), chain);
  }

  /** Checks a frame that is not sealed: a peer with a secret must sign what names it. */
  public PeerReading vouch(Frame frame, byte[] raw, Map<String, String> http) {
    return frame.body() instanceof ObjectNode body
        ? vouch(frame, body, raw, http)
        : new PeerReading.Unclaimed();
  }

  private PeerReading vouch(Frame frame, ObjectNode body, byte[] raw, Map<String, String> http) {
    String claimed = header(frame, NodeSecret.NODE_ID);
    String nodeId = claimed.isEmpty() ? http.getOrDefault(NodeSecret.NODE_ID, "") : claimed;
    if (nodeId.isEmpty()) {
      return new PeerReading.Unclaimed();
    }
    try {
      Peer peer = peers.find(nodeId).orElse(null);
      if (peer == null || !peer.signs()) {
        return new PeerReading.Unclaimed();
      }
      if (!signed(peer, frame, raw, http)) {
        return refused("its signature is wrong or missing");
      }
      if (!window.first(signatureOf(frame, http), peer)) {
        return refused("it came before");
      }
      note(body, List.of(), nodeId);
      return new PeerReading.Vouched(body);
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "a peer could not be looked up", e);
      return new PeerReading.Unavailable();
    }
  }

  private static PeerReading refused(String reason) {
    LOG.log(Level.INFO, "a frame that names a peer is refused: {0}", reason);
    return new PeerReading.Refused();
  }

  /** Puts the peer at the end of the chain in the envelope; what is no envelope stays as it is. */
  private static void note(ObjectNode body, List<String> outside, String nodeId) {
    if (body.path("metadata").isMissingNode() || body.path("metadata").isNull()) {
      body.putObject("metadata");
    }
    if (body.path("metadata") instanceof ObjectNode metadata) {
      EmclEnvelope.chain(metadata.path("identityChain"))
          .map(inside -> LocalNode.extend(inside.isEmpty() ? outside : inside, nodeId))
          .ifPresent(
              hops -> {
                ArrayNode chain = metadata.putArray("identityChain");
                hops.forEach(chain::add);
              });
    }
  }

  /** The answer to a frame of a peer, sealed for it. */
  public Frame answer(PeerReading.Genuine asked, ObjectNode response) {
    List<String> chain = node.extend(asked.chain());
    return Frame.of(Frame.EMCL, asked.answer().seal(response, chain, random).toJson());
  }

  /** In the headers of the request it covers all of its bytes, in the frame's those of the body. */
  private boolean signed(Peer peer, Frame frame, byte[] raw, Map<String, String> http) {
    long now = clock.instant().getEpochSecond();
    if (http.containsKey(NodeSecret.SIGNATURE)) {
      return peer.signed(http, raw, now);
    }
    Map<String, String> headers = new HashMap<>();
    for (String name : List.of(NodeSecret.NODE_ID, NodeSecret.TIME, NodeSecret.SIGNATURE)) {
      headers.put(name, header(frame, name));
    }
    return FrameSlice.body(raw).filter(body -> peer.signed(headers, body, now)).isPresent();
  }

  private static byte[] signatureOf(Frame frame, Map<String, String> http) {
    String inFrame = header(frame, NodeSecret.SIGNATURE);
    return Hashes.sha256(Utf8.of(http.getOrDefault(NodeSecret.SIGNATURE, inFrame)));
  }

  private static String header(Frame frame, String name) {
    return frame.headers().path(name).asText("");
  }

  /**
   * Does the work for an unknown peer that it would do for a known one, so that it takes as long.
   */
  private Peer nobody() {
    EmclKey key = EmclKey.of(EmclProvider.AES_GCM, Long.toString(random.nextLong())).orElseThrow();
    return new Peer("", List.of(new Peer.Key(key, false)), false, null, 0);
  }
}
