package net.intentus.submission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * How to repeat an execution.
 *
 * @param payload what changes in the recorded payload, or null
 * @param routing what stands in the place of the recorded routing, or null
 * @param force whether agents whose work cannot be undone may be called
 * @param reason why; never null when forced
 */
public record ReplayRequest(
    @Nullable PayloadChange payload,
    @Nullable ObjectNode routing,
    boolean force,
    @Nullable String reason) {
  public ReplayRequest {
    if (force && reason == null) {
      throw new IllegalArgumentException("force without a reason");
    }
  }

  /** A change of the payload. */
  public sealed interface PayloadChange {}

  /** A JSON Merge Patch (RFC 7396) of the recorded payload. */
  public record Patch(ObjectNode patch) implements PayloadChange {}

  /** Another payload altogether, as an editor gives it. */
  public record Whole(ObjectNode payload) implements PayloadChange {}
}
