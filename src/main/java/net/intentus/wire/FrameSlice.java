package net.intentus.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The bytes of a frame's {@code body} as they were sent, which a signature in its headers covers.
 */
final class FrameSlice {
  private static final JsonFactory FACTORY = new JsonFactory();

  private FrameSlice() {}

  /**
   * Cuts the body out.
   *
   * @param frame what {@link FrameReader} has understood
   */
  static Optional<byte[]> body(byte[] frame) {
    String text = new String(frame, StandardCharsets.UTF_8);
    try (JsonParser parser = FACTORY.createParser(text)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean found = parser.currentName().equals("body");
        parser.nextToken();
        int from = (int) parser.currentTokenLocation().getCharOffset();
        parser.skipChildren();
        if (found) {
          int to = (int) parser.currentLocation().getCharOffset();
          return Optional.of(text.substring(from, to).getBytes(StandardCharsets.UTF_8));
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
