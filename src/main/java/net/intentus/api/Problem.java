package net.intentus.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Locale;
import net.intentus.intent.ErrorCode;
import net.intentus.intent.Json;
import net.intentus.intent.Violation;
import net.intentus.privacy.SecretShapes;
import org.jspecify.annotations.Nullable;

/**
 * A problem document (RFC 9457). Its {@code type} is the path of the runbook page that explains the
 * code.
 *
 * @param status usually the code's own
 * @param retryAfterSeconds null when trying again later has no stated time
 */
public record Problem(
    ErrorCode code,
    int status,
    String detail,
    List<Violation> violations,
    @Nullable Integer retryAfterSeconds) {
  /** The media type of a problem document. */
  public static final String MEDIA_TYPE = "application/problem+json";

  public Problem {
    violations = List.copyOf(violations);
  }

  /** A problem with the code's own status. */
  public static Problem of(ErrorCode code, String detail) {
    return new Problem(code, code.httpStatus(), detail, List.of(), null);
  }

  /** Invalid input: 422 with every violation. */
  public static Problem invalid(List<Violation> violations) {
    return new Problem(
        ErrorCode.VALIDATION_ERROR, 422, "The request is not valid.", violations, null);
  }

  /** A body that is no JSON document: 400. */
  public static Problem malformed(String detail) {
    return new Problem(ErrorCode.VALIDATION_ERROR, 400, detail, List.of(), null);
  }

  /** The same problem with a {@code Retry-After}. */
  public Problem retryAfter(int seconds) {
    return new Problem(code, status, detail, violations, seconds);
  }

  /** The address of the page that explains a code. */
  public static String type(ErrorCode code) {
    return "/console/runbooks/" + slug(code);
  }

  /** The code as the name of its page: lower case, dashes. */
  public static String slug(ErrorCode code) {
    return code.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The document. What of the request is in it may be logged on the other side: no secrets. */
  public ObjectNode toJson(@Nullable String instance, @Nullable String requestId) {
    ObjectNode json = Json.object();
    json.put("type", type(code));
    json.put("title", title(code));
    json.put("status", status);
    json.put("detail", SecretShapes.mask(detail));
    json.put("instance", instance == null ? null : SecretShapes.mask(instance));
    json.put("code", code.name());
    json.put("requestId", requestId);
    if (!violations.isEmpty()) {
      ArrayNode list = json.putArray("violations");
      for (Violation violation : violations) {
        ObjectNode row = list.addObject();
        row.put("pointer", SecretShapes.mask(violation.pointer()));
        row.put("message", SecretShapes.mask(violation.message()));
      }
    }
    return json;
  }

  /** The answer that carries the document. */
  public Response toResponse(@Nullable String instance, @Nullable String requestId) {
    Response.ResponseBuilder builder =
        Response.status(status)
            .type(MEDIA_TYPE)
            .header("Cache-Control", "no-store")
            .entity(Json.bytes(toJson(instance, requestId)));
    if (retryAfterSeconds != null) {
      builder.header("Retry-After", retryAfterSeconds);
    }
    if (status == 401) {
      builder.header("WWW-Authenticate", "Bearer realm=\"intentusnet\"");
    }
    return builder.build();
  }

  private static String title(ErrorCode code) {
    String words = code.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }
}
