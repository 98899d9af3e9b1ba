package net.intentus.journal;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.logging.Level;
import java.util.logging.Logger;
import net.intentus.config.Settings;
import net.intentus.intent.CanonicalJson;
import net.intentus.intent.IntentEnvelope;
import net.intentus.intent.Times;
import net.intentus.privacy.KeyedDigest;
import net.intentus.privacy.SecretShapes;

/**
 * The clients' idempotency keys (ADR 0009). Thread-safe.
 *
 * <p>This class looks keys up and clears them away. A key is taken by the append that opens its
 * execution, in the same transaction, or that append is refused.
 */
@Singleton
public class IdempotencyKeys {
  private static final Logger LOG = Logger.getLogger(IdempotencyKeys.class.getName());
  private static final byte[] PURPOSE = "idempotency\n".getBytes(StandardCharsets.US_ASCII);

  /** Keys that one transaction clears away: a few milliseconds. */
  static final int BATCH = 500;

  private static final int BATCHES = 200;

  private final IdempotencyStore store;
  private final KeyedDigest digest;
  private final Clock clock;
  private final Duration kept;
  private final Runnable catchUp;

  @Inject
  IdempotencyKeys(
      IdempotencyStore store,
      KeyedDigest digest,
      Clock clock,
      Settings settings,
      JournalWriter writer) {
    this(store, digest, clock, settings, writer::catchUp);
  }

  /**
   * The same by hand.
   *
   * @param catchUp waits until what is acknowledged is in the database
   */
  IdempotencyKeys(
      IdempotencyStore store,
      KeyedDigest digest,
      Clock clock,
      Settings settings,
      Runnable catchUp) {
    this.catchUp = catchUp;
    this.store = store;
    this.digest = digest;
    this.clock = clock;
    this.kept = Duration.ofHours(settings.idempotency().ttlHours());
  }

  /**
   * The claim that a submission of this envelope makes. The digest covers what the client's work
   * is, unredacted: {@link IntentEnvelope#hashed()}.
   */
  public IdempotencyClaim claim(String tenant, String key, IntentEnvelope original) {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    message.writeBytes(PURPOSE);
    message.writeBytes(CanonicalJson.bytes(original.hashed()));
    Instant now = Times.millis(clock.instant());
    return new IdempotencyClaim(
        tenant, storable(key), digest.of(message.toByteArray()), now, now.plus(kept));
  }

  /** A key that looks like a secret is known by its digest alone. */
  private String storable(String key) {
    return SecretShapes.in(key)
        ? "hmac-sha-256:"
            + HexFormat.of().formatHex(digest.of(key.getBytes(StandardCharsets.UTF_8)))
        : key;
  }

  /** Who has the claimed key. Never throws for what the database does. */
  public KeyState state(IdempotencyClaim claim) {
    try {
      KeyState state = store.find(claim);
      if (state instanceof KeyState.Taken taken && taken.open()) {
        catchUp.run(); // its answer may have been given already
        return store.find(claim);
      }
      return state;
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "an idempotency key could not be looked up", e);
      return new KeyState.Unreadable();
    }
  }

  /**
   * Clears expired keys away, in short transactions, up to a bound; what is left waits for the next
   * call. Never throws.
   */
  public void sweep() {
    try {
      int cleared = BATCH;
      for (int i = 0; i < BATCHES && cleared == BATCH; i++) {
        cleared = store.clear(clock.instant(), BATCH);
      }
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "expired idempotency keys could not be cleared away", e);
    }
  }
}
