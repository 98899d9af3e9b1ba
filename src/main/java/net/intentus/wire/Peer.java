package net.intentus.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A node that shares keys with this one, ready for use. Immutable; never printed. */
public final class Peer {
  private final String nodeId;
  private final List<Key> keys;
  private final boolean signs;
  private final @Nullable NodeSecret secret;
  private final int ttlSeconds;

  /** A key that has not expired. */
  record Key(EmclKey key, boolean active) {}

  /** A body that one of the peer's keys opened. */
  record Opened(ObjectNode body, EmclKey key) {}

  /**
   * @param signs whether it must sign, also when its secret cannot be had
   */
  Peer(String nodeId, List<Key> keys, boolean signs, @Nullable NodeSecret secret, int ttlSeconds) {
    this.nodeId = nodeId;
    this.keys = List.copyOf(keys);
    this.signs = signs;
    this.secret = secret;
    this.ttlSeconds = ttlSeconds;
  }

  /** The name that its frames carry. */
  public String nodeId() {
    return nodeId;
  }

  /** What it proves its frames with; empty when it need not. */
  public Optional<NodeSecret> secret() {
    return Optional.ofNullable(secret);
  }

  /** The key that this node sends with; empty when it has expired. */
  public Optional<EmclKey> sending() {
    return keys.stream().filter(Key::active).map(Key::key).findFirst();
  }

  /** The object that was sealed with any of the keys. */
  public Optional<ObjectNode> open(JsonNode envelope) {
    return EmclEnvelope.read(envelope).flatMap(this::opened).map(Opened::body);
  }

  Optional<Opened> opened(EmclEnvelope envelope) {
    Opened found = null;
    for (Key key : keys) { // all of them, so that the time tells nothing about which one fits
      if (key.key().open(envelope).orElse(null) instanceof ObjectNode body) {
        found = new Opened(body, key.key());
      }
    }
    return Optional.ofNullable(found);
  }

  boolean signed(Map<String, String> headers, byte[] body, long epochSeconds) {
    return secret != null && secret.verifies(headers, body, nodeId, ttlSeconds, epochSeconds);
  }

  boolean signs() {
    return signs;
  }

  int ttlSeconds() {
    return ttlSeconds;
  }

  @Override
  public String toString() {
    return "Peer[" + nodeId + "]";
  }
}
