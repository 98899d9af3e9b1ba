package net.intentus.harness;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import net.intentus.api.ApiApplication;
import net.intentus.api.Problem;
import net.intentus.intent.ErrorCode;
import net.intentus.intent.Hashes;
import net.intentus.intent.Json;
import net.intentus.journal.EventType;
import org.junit.jupiter.api.Test;

class OpenApiCheckTest {
  private static final String JSON = "application/json";
  private static final String PROBLEM = "application/problem+json";
  private static final String VERSION =
      "{'name':'intentusnet','version':'1','commit':'c','java':'17','database':'h2'}"
          .replace('\'', '"');
  private final OpenApiCheck check = OpenApiCheck.load();

  @Test
  void describesEveryResourceMethodThatIsBuilt() {
    List<String> missing = new ArrayList<>();
    for (String operation : resourceMethods()) {
      String[] parts = operation.split(" ", 2);
      if (!check.describes(parts[0], parts[1])) {
        missing.add(operation);
      }
    }
    assertThat(missing).as("operations that the document does not describe").isEmpty();
  }

  @Test
  void describesNothingThatIsNotBuilt() {
    List<String> built = resourceMethods();
    assertThat(check.built())
        .filteredOn(operation -> operation.contains(" /api/v1/"))
        .isNotEmpty()
        .allMatch(built::contains);
  }

  @Test
  void acceptsWhatIsDescribed() {
    assertThat(check.violations("GET", "/api/v1/version", 200, JSON, VERSION)).isEmpty();
    assertThat(check.violations("DELETE", "/api/v1/agents/a%20b", 204, "", "")).isEmpty();
    assertThat(check.violations("HEAD", "/api/v1/version", 200, JSON, "")).isEmpty();
  }

  @Test
  void acceptsEveryProblemOfTheCatalogue() {
    for (ErrorCode code : ErrorCode.values()) {
      String body = Problem.of(code, "why").toJson("/api/v1/nowhere", "r").toString();
      assertThat(check.violations("GET", "/api/v1/nowhere", 404, PROBLEM, body)).isEmpty();
    }
  }

  @Test
  void acceptsEveryEventType() {
    for (EventType type : EventType.values()) {
      ObjectNode page = Json.object().putNull("nextCursor");
      page.putArray("items")
          .addObject()
          .put("seq", 1)
          .put("type", type.name())
          .put("at", "2026-01-01T00:00:00.000Z")
          .put("prevHash", "an id")
          .put("hash", Hashes.of(Json.object()))
          .putObject("payload");
      String body = page.toString();
      assertThat(check.violations("GET", "/api/v1/executions/e/events", 200, JSON, body)).isEmpty();
    }
  }

  @Test
  void acceptsNullOnlyWhereItIsDescribed() {
    String none = "{\"items\":[],\"nextCursor\":null,\"count\":0,\"countIsExact\":true}";
    assertThat(check.violations("GET", "/api/v1/executions?limit=3", 200, JSON, none)).isEmpty();
    assertThat(
            check.violations(
                "GET",
                "/api/v1/executions",
                200,
                JSON,
                none.replace("\"items\":[]", "\"items\":null")))
        .isNotEmpty();
    String failed =
        "{'outcome':'failed','durationMs':1,'payload':null,'error':{'code':'AGENT_TIMEOUT','message':'m','retryable':true,'details':{}}}"
            .replace('\'', '"');
    String path = "/api/v1/agents/a/test";
    assertThat(check.violations("POST", path, 200, JSON, failed)).isEmpty();
    String fine = "{\"outcome\":\"succeeded\",\"durationMs\":1,\"payload\":[1],\"error\":null}";
    assertThat(check.violations("POST", path, 200, JSON, fine)).isEmpty();
    assertThat(
            check.violations(
                "POST", path, 200, JSON, failed.replace("AGENT_TIMEOUT", "AGENT_TIRED")))
        .isNotEmpty();
  }

  @Test
  void findsWhatIsNotDescribed() {
    assertThat(
            check.violations("GET", "/api/v1/version", 200, JSON, VERSION.replace("h2", "oracle")))
        .isNotEmpty();
    assertThat(
            check.violations(
                "GET", "/api/v1/version", 200, JSON, VERSION.replace("{", "{\"x\":1,")))
        .isNotEmpty();
    assertThat(check.violations("GET", "/api/v1/version", 200, JSON, "{}")).isNotEmpty();
    assertThat(check.violations("GET", "/api/v1/version", 200, JSON, "not json")).isNotEmpty();
    assertThat(check.violations("GET", "/api/v1/version", 200, "text/html", VERSION)).isNotEmpty();
    assertThat(check.violations("GET", "/api/v1/version", 418, JSON, VERSION)).isNotEmpty();
    assertThat(check.violations("DELETE", "/api/v1/agents/a", 204, JSON, "{}")).isNotEmpty();
  }

  @Test
  void wantsWhatIsUnknownRefused() {
    String problem =
        Problem.of(ErrorCode.METHOD_NOT_ALLOWED, "no").toJson("/api/v1/version", "r").toString();
    assertThat(check.violations("PUT", "/api/v1/version", 405, PROBLEM, problem)).isEmpty();
    assertThat(check.violations("PUT", "/api/v1/version", 200, JSON, VERSION)).isNotEmpty();
    assertThat(check.violations("GET", "/api/v1/nowhere", 200, JSON, "{}")).isNotEmpty();
    assertThat(check.violations("GET", "/api/v1/nowhere", 404, "text/html", "<h1>")).isNotEmpty();
    assertThat(check.violations("GET", "/api/v1/nowhere", 404, PROBLEM, Json.object().toString()))
        .isNotEmpty();
  }

  /** {@code METHOD path} of the resources; what answers 501 only has patterns in its path. */
  private static List<String> resourceMethods() {
    List<String> found = new ArrayList<>();
    for (Class<?> resource : new ApiApplication().getClasses()) {
      Path root = resource.getAnnotation(Path.class);
      for (Method method : root == null ? new Method[0] : resource.getMethods()) {
        Path sub = method.getAnnotation(Path.class);
        String path = "/api/v1" + root.value() + (sub == null ? "" : sub.value());
        for (Annotation annotation : method.getAnnotations()) {
          HttpMethod verb = annotation.annotationType().getAnnotation(HttpMethod.class);
          if (verb != null && !path.contains(":")) {
            found.add(verb.value() + " " + path);
          }
        }
      }
    }
    return found;
  }
}
