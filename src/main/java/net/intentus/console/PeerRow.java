package net.intentus.console;

import java.time.Instant;
import java.util.List;
import net.intentus.wire.PeerView;
import org.jspecify.annotations.Nullable;

/**
 * A peer as pages show it; what it shares with us is nowhere in it.
 *
 * @param signs whether its frames must be signed, in words
 */
public record PeerRow(
    String nodeId, String provider, int ttlSeconds, String signs, List<Key> keys, Moment changed) {

  /**
   * One key without what it is.
   *
   * @param url the address below which it is changed
   * @param active whether this node sends with it
   */
  public record Key(
      String id, String url, Mark state, boolean active, Moment created, @Nullable Moment expires) {
    private static Key of(PeerView.Key key, String peer, Instant now) {
      Instant expires = key.expiresAt();
      boolean over = expires != null && !expires.isAfter(now);
      return new Key(
          key.id(),
          peer + "/keys/" + Url.encode(key.id()),
          key.active()
              ? new Mark("ok", "check", "Sends and opens")
              : over ? new Mark("wait", "clock", "Expired") : new Mark("idle", "dash", "Opens"),
          key.active(),
          Moment.of(key.createdAt(), now),
          expires == null ? null : Moment.of(expires, now));
    }
  }

  static PeerRow of(PeerView peer, Instant now) {
    return new PeerRow(
        peer.nodeId(),
        peer.provider().wire(),
        peer.ttlSeconds(),
        peer.signs() ? "required" : "not asked for",
        peer.keys().stream().map(key -> Key.of(key, url(peer.nodeId()), now)).toList(),
        Moment.of(peer.updatedAt(), now));
  }

  /** The address of its page. */
  public String url() {
    return url(nodeId);
  }

  static String url(String nodeId) {
    return "/console/peers/" + Url.encode(nodeId);
  }
}
