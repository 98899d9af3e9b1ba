package net.intentus.wire;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Lets every message of a peer pass once, over all instances on one database and over restarts.
 * Only what a peer has proved to be its own is noted, so that nobody else can fill the table.
 * Thread-safe.
 */
@Singleton
public class ReplayWindow {
  private static final Logger LOG = Logger.getLogger(ReplayWindow.class.getName());
  static final int BATCH = 500;
  private static final int BATCHES = 200;
  private final SeenMessageStore store;
  private final Clock clock;

  @Inject
  ReplayWindow(SeenMessageStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /** A signature may be of the future by as much as it may be old, hence twice, and a second. */
  boolean first(byte[] digest, Peer peer) {
    long now = clock.millis();
    return store.first(digest, now, now + (2L * peer.ttlSeconds() + 1) * 1000);
  }

  /**
   * Clears expired messages away, in short transactions, up to a bound; what is left waits for the
   * next call. Never throws.
   */
  public void sweep() {
    try {
      int cleared = BATCH;
      for (int i = 0; i < BATCHES && cleared == BATCH; i++) {
        cleared = store.clear(clock.millis(), BATCH);
      }
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "expired messages of peers could not be cleared away", e);
    }
  }
}
