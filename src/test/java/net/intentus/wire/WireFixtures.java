package net.intentus.wire;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Peers for the tests of other rooms. */
public final class WireFixtures {
  private WireFixtures() {}

  /** A peer with AES keys of those texts, the first of which sends. */
  public static Peer peer(@Nullable String secret, String... keys) {
    List<Peer.Key> all = new ArrayList<>();
    for (String text : keys) {
      EmclKey key = EmclKey.of(EmclProvider.AES_GCM, text).orElseThrow();
      all.add(new Peer.Key(key, all.isEmpty()));
    }
    NodeSecret shared = secret == null ? null : NodeSecret.of(secret).orElseThrow();
    return new Peer("node-b", all, shared != null, shared, 60);
  }
}
