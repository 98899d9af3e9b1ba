package net.intentus.outbound;

import org.jspecify.annotations.Nullable;

/**
 * What one call came to. {@code sent} says whether a byte of the request may have left; when it is
 * false the peer certainly knows nothing of it.
 */
public sealed interface OutboundResult {

  /** The peer answered, whatever it said. */
  final class Answered implements OutboundResult {
    private final int status;
    private final byte[] body;
    private final @Nullable String retryAfter;

    Answered(int status, byte[] body, @Nullable String retryAfter) {
      this.status = status;
      this.body = body;
      this.retryAfter = retryAfter;
    }

    /** How many seconds the peer asks for ({@code Retry-After}); null where it does not. */
    public @Nullable String retryAfter() {
      return retryAfter;
    }

    /** The HTTP status. */
    public int status() {
      return status;
    }

    /** The whole body; shared, not copied. */
    public byte[] body() {
      return body;
    }
  }

  /** No connection was made; nothing was sent. */
  record Refused(Reason reason) implements OutboundResult {}

  /** The call ceiling, or the connect timeout, was passed. */
  record TimedOut(boolean sent) implements OutboundResult {}

  /** The peer answered something that is not HTTP. */
  record Malformed() implements OutboundResult {}

  /** The connection broke before a whole answer was there. */
  record Lost(boolean sent) implements OutboundResult {}

  /** The answer was longer than allowed and was cut off. */
  record TooLarge() implements OutboundResult {}

  /** The caller stopped it. */
  record Cancelled(boolean sent) implements OutboundResult {}

  /** Why there was no connection. */
  enum Reason {
    /** The peer, or the network, refuses connections. */
    CONNECTION_REFUSED,
    /** The host name has no address. */
    UNRESOLVABLE,
    /** The host's addresses may not be connected to. */
    ADDRESS_NOT_ALLOWED,
    /** All connections that may be open at once are in use. */
    NO_FREE_CONNECTION
  }
}
