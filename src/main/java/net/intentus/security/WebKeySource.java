package net.intentus.security;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWK;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps an issuer's keys and asks for them again when a token names one that is not known, or when
 * they are old; at most once a minute, whatever is presented, and one thread at a time. When the
 * issuer cannot be asked, its last keys go on for a day. Thread-safe.
 */
final class WebKeySource {
  private static final long PAUSE_MILLIS = 60_000;
  private static final long OLD_MILLIS = 600_000;
  private static final long TOO_OLD_MILLIS = 86_400_000;
  private static final long WAIT_SECONDS = 5;

  private final Supplier<Optional<WebKeys>> fetch;
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable Held held;
  private volatile @Nullable Long askedAt;

  private record Held(WebKeys keys, long since) {}

  /**
   * @param fetch asks the issuer; empty when it does not answer with keys. Must end by itself
   */
  WebKeySource(Supplier<Optional<WebKeys>> fetch, Clock clock) {
    this.fetch = fetch;
    this.clock = clock;
  }

  /** The keys that may have signed a token with that header; null when there are no keys at all. */
  @Nullable List<JWK> candidates(JWSHeader header) {
    Held known = usable();
    if (known != null && clock.millis() - known.since() >= OLD_MILLIS && due() && lock.tryLock()) {
      refreshLocked();
      known = usable();
    }
    if (known != null && !known.keys().candidates(header).isEmpty()) {
      return known.keys().candidates(header);
    }
    refresh();
    Held now = usable();
    return now == null ? null : now.keys().candidates(header);
  }

  private @Nullable Held usable() {
    Held known = held;
    return known == null || clock.millis() - known.since() >= TOO_OLD_MILLIS ? null : known;
  }

  private boolean due() {
    Long last = askedAt;
    return last == null || Math.abs(clock.millis() - last) >= PAUSE_MILLIS;
  }

  /** Waits for another thread that is asking at this moment. */
  private void refresh() {
    try {
      if ((due() || lock.isLocked()) && lock.tryLock(WAIT_SECONDS, TimeUnit.SECONDS)) {
        if (due()) {
          refreshLocked();
        } else {
          lock.unlock();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void refreshLocked() {
    try {
      askedAt = clock.millis();
      fetch.get().ifPresent(keys -> held = new Held(keys, clock.millis()));
    } finally {
      lock.unlock();
    }
  }
}
