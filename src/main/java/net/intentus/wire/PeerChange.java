package net.intentus.wire;

/** What a wish to change the peers came to. */
public sealed interface PeerChange {

  /** It was done, for every instance. */
  record Changed(PeerView peer, String keyId) implements PeerChange {}

  /** The peer is gone. */
  record Removed() implements PeerChange {}

  /** The node id belongs to another peer. */
  record Taken() implements PeerChange {}

  /** There is no such peer, or no such key of it. */
  record NotFound() implements PeerChange {}

  /** It has been changed since the caller read it. */
  record Stale() implements PeerChange {}

  /** The peer's state does not allow it, for a reason in words. */
  record Refused(String reason) implements PeerChange {}
}
