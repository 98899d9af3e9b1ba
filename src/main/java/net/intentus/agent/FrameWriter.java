package net.intentus.agent;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.intentus.intent.IntentEnvelope;
import net.intentus.intent.Json;
import net.intentus.wire.EmclKey;
import net.intentus.wire.Frame;
import net.intentus.wire.LocalNode;
import net.intentus.wire.NodeSecret;
import net.intentus.wire.Peer;

/** Makes the frame that an agent gets of an envelope. Thread-safe. */
final class FrameWriter {
  private final LocalNode node;
  private final SecureRandom random = new SecureRandom();

  FrameWriter(LocalNode node) {
    this.node = node;
  }

  /** The frame, sealed where the line asks for it, with this node at the end of its chain. */
  byte[] frame(IntentEnvelope envelope, Line.Open line) {
    ObjectNode body = envelope.toJson();
    List<String> chain = node.extend(envelope.metadata().identityChain());
    if (node.id().isPresent() && body.path("metadata") instanceof ObjectNode metadata) {
      ArrayNode hops = metadata.putArray("identityChain");
      chain.forEach(hops::add);
    }
    Peer peer = line.peer();
    if (peer == null) {
      return new Frame(Frame.INTENT, headers(), body).toBytes();
    }
    EmclKey key = peer.sending().orElseThrow(); // a line with a peer has its key
    return new Frame(Frame.EMCL, headers(), key.seal(body, chain, random).toJson()).toBytes();
  }

  /** The receiver finds the key by the name of the sender. */
  private ObjectNode headers() {
    ObjectNode headers = Json.object();
    node.id().ifPresent(id -> headers.put(NodeSecret.NODE_ID, id));
    return headers;
  }

  /** What proves the frame to be this node's; nothing when it has no identity. */
  Map<String, String> signature(byte[] frame, Line.Open line) {
    Peer peer = line.peer();
    return node.sign(peer == null ? Optional.empty() : peer.secret(), frame);
  }
}
