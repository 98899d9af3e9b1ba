package net.intentus.intent;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;

/** The one JSON reader and writer: bounded, strict about duplicate names and trailing text. */
public final class Json {
  /** How deep arrays and objects may nest. */
  public static final int MAX_DEPTH = 128;

  /** The most characters of a name inside an object. */
  public static final int MAX_NAME = 4_096;

  /** The most digits and signs of a number. */
  public static final int MAX_NUMBER = 400;

  /** The most characters of a text. */
  public static final int MAX_TEXT = 20_000_000;

  private static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxNumberLength(MAX_NUMBER)
                          .maxNameLength(MAX_NAME)
                          .maxStringLength(MAX_TEXT)
                          .build())
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final ObjectMapper STORED =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(4 * MAX_DEPTH).build())
                  .build())
          .build();

  private Json() {}

  /** A new, empty object. */
  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /**
   * Reads one JSON document.
   *
   * @throws IOException when the bytes are not well-formed UTF-8 or not exactly one JSON text, nest
   *     deeper than {@link #MAX_DEPTH}, repeat a name inside an object, or hold a longer name,
   *     number or text than these limits
   */
  public static JsonNode read(byte[] bytes) throws IOException {
    // A new decoder reports what is malformed; the parser's own would guess at the encoding and
    // let encoded surrogates pass.
    CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
    JsonNode node = MAPPER.readTree(text.toString());
    if (node == null || node.isMissingNode()) {
      throw new IOException("empty");
    }
    return node;
  }

  /**
   * Reads a file that holds what this runtime stored, as strictly as {@link #read} and as deep as
   * {@link #readStored}.
   *
   * @throws IOException when it is not exactly one JSON text in UTF-8
   */
  public static JsonNode readFile(byte[] bytes) throws IOException {
    CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
    JsonNode node =
        STORED
            .reader()
            .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .with(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .readTree(text.toString());
    if (node == null || node.isMissingNode()) {
      throw new IOException("empty");
    }
    return node;
  }

  /**
   * Reads what this runtime wrote itself, which may nest a little deeper than what it accepts.
   *
   * @throws IOException when it is not JSON any more
   */
  public static JsonNode readStored(byte[] bytes) throws IOException {
    return STORED.readTree(bytes);
  }

  /** Reads text that nobody but this runtime can have changed. */
  public static JsonNode trusted(String text) {
    try {
      return STORED.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("stored JSON is unreadable", e);
    }
  }

  /** Writes compact UTF-8. */
  public static byte[] bytes(JsonNode node) {
    try {
      return MAPPER.writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree always serializes", e);
    }
  }

  /** Writes indented text for people. */
  public static String pretty(JsonNode node) {
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree always serializes", e);
    }
  }
}
