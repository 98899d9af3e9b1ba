package net.intentus.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What a frame that claims to be a peer's turned out to be. */
public sealed interface PeerReading {

  /**
   * It is the peer's, and new.
   *
   * @param body what it says, with whom it came through in its metadata
   * @param answer seals the answer, with the key that opened the frame
   * @param chain whom it came through, as the frame says, with the peer at its end
   */
  record Genuine(Peer peer, ObjectNode body, EmclKey answer, List<String> chain)
      implements PeerReading {}

  /**
   * It is readable, signed by the peer, and new.
   *
   * @param body what it says, with whom it came through in its metadata
   */
  record Vouched(ObjectNode body) implements PeerReading {}

  /** The frame claims nothing that must be proved. */
  record Unclaimed() implements PeerReading {}

  /** It is not, or not for the first time. Nobody is told why. */
  record Refused() implements PeerReading {}

  /** The database is needed to tell, and does not answer. */
  record Unavailable() implements PeerReading {}
}
