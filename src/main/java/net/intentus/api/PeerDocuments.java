package net.intentus.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import net.intentus.intent.Json;
import net.intentus.intent.Times;
import net.intentus.intent.Violations;
import net.intentus.wire.PeerKeyDraft;
import net.intentus.wire.PeerReader;
import net.intentus.wire.PeerSettings;
import net.intentus.wire.PeerView;

/**
 * Peers as documents, as {@link PeerReader} reads them. Secrets are read and never written. What is
 * not valid is a {@link ProblemException}.
 */
final class PeerDocuments {
  private PeerDocuments() {}

  static PeerReader.Creation creation(byte[] body, Instant now) {
    Violations violations = new Violations();
    PeerReader.Creation read = PeerReader.creation(AgentDocuments.parse(body), now, violations);
    AgentDocuments.refuse(violations);
    return read;
  }

  static PeerSettings settings(byte[] body, String nodeId) {
    Violations violations = new Violations();
    PeerSettings read = PeerReader.settings(AgentDocuments.parse(body), nodeId, violations);
    AgentDocuments.refuse(violations);
    return read;
  }

  static PeerKeyDraft key(byte[] body, Instant now) {
    Violations violations = new Violations();
    PeerKeyDraft read = PeerReader.key(AgentDocuments.parse(body), now, violations);
    AgentDocuments.refuse(violations);
    return read;
  }

  /** What is shown of a peer. */
  static ObjectNode json(PeerView peer) {
    ObjectNode json = Json.object();
    json.put("nodeId", peer.nodeId());
    json.put("provider", peer.provider().wire());
    json.put("ttlSeconds", peer.ttlSeconds());
    json.put("signatureRequired", peer.signs());
    ArrayNode keys = json.putArray("keys");
    for (PeerView.Key key : peer.keys()) {
      ObjectNode row = keys.addObject();
      row.put("keyId", key.id());
      row.put("active", key.active());
      row.put("createdAt", Times.format(key.createdAt()));
      row.put("expiresAt", key.expiresAt() == null ? null : Times.format(key.expiresAt()));
    }
    json.put("createdAt", Times.format(peer.createdAt()));
    json.put("updatedAt", Times.format(peer.updatedAt()));
    return json;
  }
}
