package net.intentus.security;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Hashes and checks passwords, a few at a time: each hashing holds 19 MiB, and a flood of sign-ins
 * must not take the memory of the rest. Thread-safe.
 */
@Singleton
class PasswordHasher {
  static final int AT_ONCE = 3;
  private static final long MAX_WAIT_MILLIS = 500;

  /** Stands in for the hash of a user who does not exist. No password has a hash of zeros. */
  private static final Argon2 NOBODY =
      new Argon2(
          Argon2.MEMORY_KIB, Argon2.ITERATIONS, Argon2.LANES, "bm8gc3VjaCB1c2VyIQ", "A".repeat(43));

  enum Verdict {
    MATCHES,
    MATCHES_OUTDATED,
    DIFFERS,
    /** Too many at once; nothing was checked. */
    BUSY
  }

  private final Secrets secrets;
  private final Semaphore places = new Semaphore(AT_ONCE);

  @Inject
  PasswordHasher(Secrets secrets) {
    this.secrets = secrets;
  }

  /** The form to store. For start-up and administration: waits for its turn. */
  String hash(String password) {
    places.acquireUninterruptibly();
    try {
      return Argon2.of(password, secrets.bytes(Argon2.SALT_BYTES)).toString();
    } finally {
      places.release();
    }
  }

  /** Checks against a stored form. */
  Verdict verify(String stored, String password) {
    Argon2 expected = Argon2.parse(stored);
    Verdict good = expected.outdated() ? Verdict.MATCHES_OUTDATED : Verdict.MATCHES;
    return check(expected, password, good);
  }

  /** Takes as long as {@link #verify} and never matches. */
  Verdict verifyNobody(String password) {
    return check(NOBODY, password, Verdict.DIFFERS);
  }

  private Verdict check(Argon2 expected, String password, Verdict good) {
    try {
      if (!places.tryAcquire(MAX_WAIT_MILLIS, TimeUnit.MILLISECONDS)) {
        return Verdict.BUSY;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Verdict.BUSY;
    }
    try {
      return expected.matches(password) ? good : Verdict.DIFFERS;
    } finally {
      places.release();
    }
  }
}
