package net.intentus.security;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * Slows down whoever guesses passwords or codes; both count as one. Kept by each instance for
 * itself. Thread-safe.
 */
@Singleton
class SignInBounds {
  /** Of one user from one address. */
  private static final int FREE_FAILURES = 5;

  private static final long LONGEST_WAIT_MILLIS = 300_000;

  /**
   * Of one user from anywhere: many, and a short wait, because whoever can fail can also keep the
   * user itself waiting. A guesser with any number of addresses gets one try in half a minute.
   */
  private static final int FREE_FAILURES_OF_USER = 50;

  private static final long LONGEST_WAIT_OF_USER_MILLIS = 30_000;

  private final BackOff ofGuesser;
  private final BackOff ofUser;

  @Inject
  SignInBounds(Clock clock) {
    this.ofGuesser = new BackOff(clock, FREE_FAILURES, LONGEST_WAIT_MILLIS);
    this.ofUser = new BackOff(clock, FREE_FAILURES_OF_USER, LONGEST_WAIT_OF_USER_MILLIS);
  }

  /** Whole seconds until the next try is allowed; 0 for now. */
  int secondsToWait(String name, @Nullable String address) {
    return Math.max(ofGuesser.secondsToWait(address + "|" + name), ofUser.secondsToWait(name));
  }

  void failed(String name, @Nullable String address) {
    ofGuesser.failed(address + "|" + name);
    ofUser.failed(name);
  }

  void succeeded(String name, @Nullable String address) {
    ofGuesser.succeeded(address + "|" + name);
    ofUser.succeeded(name);
  }
}
