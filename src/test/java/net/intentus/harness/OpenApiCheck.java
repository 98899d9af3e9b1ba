package net.intentus.harness;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.oas.OpenApi30;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Holds answers against the OpenAPI document of the application: path, method, status, media type
 * and the shape of the body. What is not in the document must be refused with a problem document.
 * Thread-safe.
 */
public final class OpenApiCheck {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PROBLEM = "application/problem+json";
  private static final ObjectNode PROBLEM_SCHEMA =
      JSON.createObjectNode().put("$ref", "#/components/schemas/Problem");

  private final JsonNode document;
  private final JsonSchemaFactory schemas =
      JsonSchemaFactory.getInstance(
          SpecVersion.VersionFlag.V4,
          builder ->
              builder
                  .metaSchema(OpenApi30.getInstance())
                  .defaultMetaSchemaIri(OpenApi30.getInstance().getIri()));
  private final ConcurrentMap<JsonNode, JsonSchema> compiled = new ConcurrentHashMap<>();

  OpenApiCheck(JsonNode document) {
    this.document = document;
  }

  /** The document that the application carries. */
  public static OpenApiCheck load() {
    try (InputStream in = OpenApiCheck.class.getResourceAsStream("/META-INF/openapi.yaml")) {
      return new OpenApiCheck(new ObjectMapper(new YAMLFactory()).readTree(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Fails, naming everything that is not as described. Give it every answer that comes by. */
  public void check(String method, String path, Api.Reply reply) {
    assertThat(violations(method, path, reply.status(), reply.mediaType(), reply.body()))
        .as("%s %s answered %s, which the OpenAPI document does not describe", method, path, reply)
        .isEmpty();
  }

  /**
   * Everything that is not as described; empty when all is well.
   *
   * @param path may have a query
   * @param mediaType without parameters, empty for none
   */
  public List<String> violations(
      String method, String path, int status, String mediaType, String body) {
    Optional<JsonNode> item = item(path.split("\\?", 2)[0]);
    if (item.isEmpty()) {
      return refused(status, mediaType, body, List.of(401, 404, 413, 503), "path");
    }
    boolean head = method.equals("HEAD");
    JsonNode operation = item.get().path(head ? "get" : method.toLowerCase(Locale.ROOT));
    if (operation.isMissingNode()) {
      return refused(status, mediaType, body, List.of(401, 403, 404, 405, 413, 503), "method");
    }
    JsonNode response = resolve(operation.path("responses").path(Integer.toString(status)));
    if (response.isMissingNode()) {
      return List.of("the status " + status + " is not described");
    }
    return head ? List.of() : content(response.path("content"), mediaType, body);
  }

  /** The operations of the document, as {@code METHOD path}, without those that answer 501 only. */
  public List<String> built() {
    return document.path("paths").properties().stream()
        .flatMap(
            path ->
                path.getValue().properties().stream()
                    .filter(
                        operation ->
                            !operation.getValue().path("tags").toString().contains("Later"))
                    .map(
                        operation ->
                            operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey()))
        .toList();
  }

  /** Whether the document describes that operation of that very path template. */
  public boolean describes(String method, String template) {
    return document.path("paths").path(template).has(method.toLowerCase(Locale.ROOT));
  }

  private List<String> content(JsonNode content, String mediaType, String body) {
    if (content.isEmpty()) {
      return body.isEmpty() ? List.of() : List.of("there is a body where none is described");
    }
    JsonNode media = content.path(mediaType);
    if (media.isMissingNode()) {
      return List.of("the media type '" + mediaType + "' is not described for this status");
    }
    return mediaType.endsWith("json") ? shape(media.path("schema"), body) : List.of();
  }

  private List<String> refused(
      int status, String mediaType, String body, List<Integer> allowed, String what) {
    if (!allowed.contains(status) || !mediaType.equals(PROBLEM)) {
      return List.of("the " + what + " is not described and not refused with a problem document");
    }
    return shape(PROBLEM_SCHEMA, body);
  }

  private List<String> shape(JsonNode schema, String body) {
    try {
      return compiled.computeIfAbsent(schema, this::compile).validate(JSON.readTree(body)).stream()
          .map(message -> message.toString())
          .toList();
    } catch (JsonProcessingException e) {
      return List.of("the body is not JSON");
    }
  }

  private JsonSchema compile(JsonNode schema) {
    ObjectNode root = JSON.createObjectNode();
    root.putArray("allOf").add(schema);
    root.set("components", document.path("components"));
    return schemas.getSchema(root);
  }

  private JsonNode resolve(JsonNode node) {
    String ref = node.path("$ref").textValue();
    return ref == null ? node : document.at(ref.substring(1));
  }

  /** The most literal template that matches. */
  private Optional<JsonNode> item(String path) {
    String[] asked = path.split("/", -1);
    return document.path("paths").properties().stream()
        .filter(entry -> matches(entry.getKey().split("/", -1), asked))
        .min(
            Comparator.comparingLong(entry -> entry.getKey().chars().filter(c -> c == '{').count()))
        .map(Map.Entry::getValue);
  }

  private static boolean matches(String[] template, String[] asked) {
    if (template.length != asked.length) {
      return false;
    }
    for (int i = 0; i < template.length; i++) {
      boolean fits =
          template[i].startsWith("{") ? !asked[i].isEmpty() : template[i].equals(asked[i]);
      if (!fits) {
        return false;
      }
    }
    return true;
  }
}
