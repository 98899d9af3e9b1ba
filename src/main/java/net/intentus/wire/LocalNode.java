package net.intentus.wire;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.intentus.config.Settings;
import net.intentus.intent.EnvelopeReader;

/** Who this node is to others. Immutable and thread-safe. */
@Singleton
public class LocalNode {
  private static final String UNNAMED = "intentusnet";
  private final Optional<String> id;
  private final Optional<NodeSecret> secret;
  private final Clock clock;

  @Inject
  public LocalNode(Settings settings, Clock clock) {
    this(settings.node().id(), settings.node().secret().flatMap(NodeSecret::of), clock);
  }

  LocalNode(Optional<String> id, Optional<NodeSecret> secret, Clock clock) {
    this.id = id;
    this.secret = secret;
    this.clock = clock;
  }

  /** The configured id; empty when this node has none. */
  public Optional<String> id() {
    return id;
  }

  /**
   * The headers that prove those bytes to be this node's: with what a peer shares with it, or else
   * with its own secret. None when it has no id, or neither.
   */
  public Map<String, String> sign(Optional<NodeSecret> shared, byte[] body) {
    Optional<NodeSecret> with = shared.or(() -> secret);
    return id.isPresent() && with.isPresent()
        ? with.get().sign(id.get(), clock.instant().getEpochSecond(), body)
        : Map.of();
  }

  /** The chain with this node at its end; a full chain stays as it is. */
  public List<String> extend(List<String> chain) {
    return extend(chain, id.orElse(UNNAMED));
  }

  static List<String> extend(List<String> chain, String hop) {
    if (chain.size() >= EnvelopeReader.MAX_LIST
        || (!chain.isEmpty() && chain.get(chain.size() - 1).equals(hop))) {
      return chain;
    }
    List<String> longer = new ArrayList<>(chain);
    longer.add(hop);
    return longer;
  }

  /** Whether the last hop was this very node: a message of its own that somebody sent back. */
  boolean sentBy(List<String> chain) {
    return id.isPresent() && !chain.isEmpty() && chain.get(chain.size() - 1).equals(id.get());
  }
}
