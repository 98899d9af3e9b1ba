package net.intentus.wire;

import java.util.List;
import net.intentus.intent.Violation;

/** What reading bytes as a frame came to. */
public sealed interface FrameReading {

  /** They are a frame. */
  record Understood(Frame frame) implements FrameReading {}

  /** They are not one JSON text. */
  record NotJson() implements FrameReading {}

  /** They are JSON, but no frame of this protocol; every violation is listed. */
  record NotFrame(List<Violation> violations) implements FrameReading {
    public NotFrame {
      violations = List.copyOf(violations);
    }
  }
}
