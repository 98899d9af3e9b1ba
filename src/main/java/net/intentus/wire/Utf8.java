package net.intentus.wire;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Texts as bytes. */
final class Utf8 {
  private Utf8() {}

  /** The UTF-8 of the text; empty when a surrogate in it lacks its partner. */
  static Optional<byte[]> strict(String text) {
    try {
      ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      byte[] bytes = new byte[encoded.remaining()];
      encoded.get(bytes);
      return Optional.of(bytes);
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /** The UTF-8 of text that may be compared only, or that this runtime wrote. */
  static byte[] of(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
