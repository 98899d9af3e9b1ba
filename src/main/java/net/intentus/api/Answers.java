package net.intentus.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.function.Function;
import net.intentus.intent.Json;
import org.jspecify.annotations.Nullable;

/** Ready answers. Bodies are bytes, so that no message body writer has to be searched. */
final class Answers {
  private Answers() {}

  static Response ok(JsonNode body) {
    return json(200, body).build();
  }

  static Response.ResponseBuilder json(int status, JsonNode body) {
    return json(status, Json.bytes(body));
  }

  static Response.ResponseBuilder json(int status, byte[] body) {
    return Response.status(status)
        .type(MediaType.APPLICATION_JSON_TYPE)
        .header("Cache-Control", "no-store")
        .entity(body);
  }

  /** A list that is whole. */
  static <T> Response list(List<T> all, Function<T, ObjectNode> item) {
    return list(all, item, null);
  }

  /** A list, or one page of it; the cursor leads to the next one and is null at the end. */
  static <T> Response list(List<T> shown, Function<T, ObjectNode> item, @Nullable String cursor) {
    ObjectNode json = Json.object();
    ArrayNode items = json.putArray("items");
    shown.forEach(one -> items.add(item.apply(one)));
    json.put("nextCursor", cursor);
    return ok(json);
  }

  /** A JSON document to be kept as a file. */
  static Response file(String name, byte[] json) {
    return Response.ok(json, MediaType.APPLICATION_JSON_TYPE)
        .header("Cache-Control", "no-store")
        .header("Content-Disposition", "attachment; filename=\"" + name + "\"")
        .build();
  }
}
