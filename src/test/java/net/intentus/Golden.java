package net.intentus;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import net.intentus.intent.Json;

/** The cases that other implementations of the protocol pass too. */
public final class Golden {
  private Golden() {}

  /** The raw bytes of a file below {@code golden/}. */
  public static byte[] bytes(String file) {
    try (InputStream in = Golden.class.getResourceAsStream("/golden/" + file)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The elements of {@code cases} in a file below {@code golden/}. */
  public static Stream<JsonNode> cases(String file) {
    try {
      return StreamSupport.stream(Json.read(bytes(file)).get("cases").spliterator(), false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
