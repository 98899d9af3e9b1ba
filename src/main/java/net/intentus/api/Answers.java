package net.intentus.api;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import net.intentus.intent.Json;

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

  /** A JSON document to be kept as a file. */
  static Response file(String name, byte[] json) {
    return Response.ok(json, MediaType.APPLICATION_JSON_TYPE)
        .header("Cache-Control", "no-store")
        .header("Content-Disposition", "attachment; filename=\"" + name + "\"")
        .build();
  }
}
