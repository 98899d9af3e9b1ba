package net.intentus.api;

/**
 * How much of a body is read, and for how long.
 *
 * @param bytes more is answered 413
 * @param seconds from the first look at the body to its end; later is answered 408
 */
record BodyBounds(int bytes, int seconds) {
  private static final int STRANGER_BYTES = 16_384;
  private static final int STRANGER_SECONDS = 10;

  /** The narrower bounds of those who have not said who they are: a sign-in form is small. */
  BodyBounds ofStrangers() {
    return new BodyBounds(Math.min(bytes, STRANGER_BYTES), Math.min(seconds, STRANGER_SECONDS));
  }
}
