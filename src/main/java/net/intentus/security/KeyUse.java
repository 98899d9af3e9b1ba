package net.intentus.security;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Notes when keys were used last, at most once a minute for each. Thread-safe. */
final class KeyUse {
  private static final Logger LOG = Logger.getLogger(KeyUse.class.getName());
  private static final long EVERY_MILLIS = Duration.ofMinutes(1).toMillis();
  private static final int MAX_KEYS = 4_096;

  private final ApiKeyStore store;
  private final ConcurrentHashMap<String, Long> noted = new ConcurrentHashMap<>();

  KeyUse(ApiKeyStore store) {
    this.store = store;
  }

  /** A use that cannot be noted is no reason to refuse it. */
  void note(ApiKey key, Instant now) {
    long at = now.toEpochMilli();
    Long before = noted.get(key.id());
    if (before != null && at - before < EVERY_MILLIS) {
      return;
    }
    if (noted.size() >= MAX_KEYS) {
      noted.values().removeIf(time -> at - time >= EVERY_MILLIS);
    }
    if (noted.size() < MAX_KEYS && claims(key.id(), before, at)) {
      try {
        store.used(key.id(), at, EVERY_MILLIS);
      } catch (RuntimeException e) {
        LOG.log(Level.FINE, "the use of a key could not be noted", e);
      }
    }
  }

  /** Of those who see the same, one writes. */
  private boolean claims(String id, @Nullable Long before, long at) {
    return before == null ? noted.putIfAbsent(id, at) == null : noted.replace(id, before, at);
  }
}
