package net.intentus.api;

import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.intentus.intent.ErrorCode;
import net.intentus.wire.NodeSecret;
import net.intentus.wire.PeerReading;

/** What of a request a node signature is in, and how one that proves nothing is refused. */
final class PeerHeaders {
  private static final int RETRY_SECONDS = 5;

  private PeerHeaders() {}

  /** Those of the three headers that are there. */
  static Map<String, String> of(HttpServletRequest request) {
    Map<String, String> headers = new HashMap<>();
    for (String name : List.of(NodeSecret.NODE_ID, NodeSecret.TIME, NodeSecret.SIGNATURE)) {
      String value = request.getHeader(name);
      if (value != null) {
        headers.put(name, value);
      }
    }
    return headers;
  }

  /** The same words whatever was wrong. */
  static ProblemException refusal(PeerReading reading) {
    return new ProblemException(
        reading instanceof PeerReading.Unavailable
            ? Problem.of(ErrorCode.STORAGE_UNAVAILABLE, "The database does not answer.")
                .retryAfter(RETRY_SECONDS)
            : Problem.of(ErrorCode.EMCL_FAILURE, "The frame cannot be accepted."));
  }
}
