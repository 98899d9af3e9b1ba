package net.intentus.wire;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a node proves with that a message is its own: HMAC-SHA-256 over the time, a full stop and
 * the bytes. Bit-compatible with the other IntentusNet nodes: {@code golden/node_identity.json}
 * holds cases. Immutable and thread-safe; never printed.
 */
public final class NodeSecret {
  /** Names the node. */
  public static final String NODE_ID = "X-Intentus-Node-Id";

  /** When it was signed, in seconds since 1970. */
  public static final String TIME = "X-Intentus-Node-Ts";

  /** The signature in lower-case hexadecimal. */
  public static final String SIGNATURE = "X-Intentus-Node-Signature";

  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,18}");
  private final SecretKeySpec key;

  private NodeSecret(SecretKeySpec key) {
    this.key = key;
  }

  /** The secret that the text stands for; empty when the text is empty or has no UTF-8. */
  public static Optional<NodeSecret> of(String text) {
    return Utf8.strict(text)
        .filter(bytes -> bytes.length > 0)
        .map(bytes -> new NodeSecret(new SecretKeySpec(bytes, Hmac.ALGORITHM)));
  }

  /** The three headers for those bytes. */
  public Map<String, String> sign(String nodeId, long epochSeconds, byte[] body) {
    String time = Long.toString(epochSeconds);
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put(NODE_ID, nodeId);
    headers.put(TIME, time);
    headers.put(SIGNATURE, signature(time, body));
    return headers;
  }

  /**
   * Whether that node signed those bytes with this secret, at most so long ago or ahead.
   *
   * @param headers by name, letter by letter as above
   */
  public boolean verifies(
      Map<String, String> headers, byte[] body, String nodeId, int ttlSeconds, long epochSeconds) {
    String from = headers.getOrDefault(NODE_ID, "");
    String time = headers.getOrDefault(TIME, "");
    String given = headers.getOrDefault(SIGNATURE, "");
    boolean same = MessageDigest.isEqual(Utf8.of(signature(time, body)), Utf8.of(given));
    return same
        && from.equals(nodeId)
        && SECONDS.matcher(time).matches()
        && Math.abs(epochSeconds - Long.parseLong(time)) <= ttlSeconds;
  }

  private String signature(String time, byte[] body) {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    message.writeBytes(Utf8.of(time));
    message.write('.');
    message.writeBytes(body);
    return Hmac.hex(key, message.toByteArray());
  }

  @Override
  public String toString() {
    return "NodeSecret";
  }
}
