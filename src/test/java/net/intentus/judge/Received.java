package net.intentus.judge;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import net.intentus.intent.Json;

/**
 * One request as it came over the wire.
 *
 * @param headers by lower-case name
 * @param connection counts the connections of the judge: equal numbers came over the same one
 */
public record Received(
    String agent, String method, Map<String, String> headers, String body, int connection) {

  /** The header's value, or null. */
  public String header(String name) {
    return headers.get(name.toLowerCase(Locale.ROOT));
  }

  /** The body as JSON. */
  public JsonNode json() {
    try {
      return Json.read(body.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The envelope in the frame. */
  public JsonNode envelope() {
    return json().path("body");
  }
}
