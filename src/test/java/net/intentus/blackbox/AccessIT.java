package net.intentus.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import net.intentus.harness.Api;
import net.intentus.intent.Json;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every endpoint and every page as each role, as a stranger and as another tenant. */
class AccessIT {
  private static final String TENANT = "walked";
  private static final String PASSWORD = "fence lamp orbit mild";
  private static final Map<String, String> KEYS = new LinkedHashMap<>();
  private static Api root;

  @BeforeAll
  static void grant() {
    root = Servers.standard().api();
    for (String role : List.of("submitter", "viewer", "operator", "agent", "admin")) {
      KEYS.put(role, key(TENANT, role, role.equals("agent") ? "agent:x" : null));
      ObjectNode user = Json.object();
      user.put("name", "walk-" + role).put("tenant", TENANT).put("password", PASSWORD);
      user.putArray("roles").add(role);
      assertThat(root.post("/api/v1/users", user).status()).isIn(201, 409);
    }
  }

  private static String key(String tenant, String role, String subject) {
    ObjectNode wanted = Json.object();
    wanted.put("tenant", tenant).put("subject", subject).putArray("roles").add(role);
    Api.Reply made = root.post("/api/v1/keys", wanted);
    assertThat(made.status()).as("%s", made).isEqualTo(201);
    return made.json().path("key").asText();
  }

  /** A body that nothing can be made of, where there is one; nobody must come so far. */
  private static Api.Reply call(Api api, AccessTable.Row row, Map<String, String> values) {
    return row.method().equals("GET") || row.method().equals("DELETE")
        ? api.send(row.method(), row.with(values), BodyPublishers.noBody(), "If-Match", "*")
        : api.send(
            row.method(),
            row.with(values),
            BodyPublishers.ofString("{}"),
            "Content-Type",
            "application/json",
            "If-Match",
            "*");
  }

  private static List<AccessTable.Row> api() {
    return AccessTable.rows().stream().filter(row -> !row.console()).toList();
  }

  /** Signing out comes last. */
  private static List<AccessTable.Row> pages() {
    return AccessTable.rows().stream()
        .filter(AccessTable.Row::console)
        .sorted(Comparator.comparing(row -> row.path().equals("/console/logout")))
        .toList();
  }

  @Test
  void theTableNamesWhateverThereIs() {
    assertThat(AccessTable.rows().stream().map(AccessTable.Row::key))
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(AccessTable.built());
  }

  @Test
  void theTableNamesWhateverIsDescribed() throws IOException {
    JsonNode document;
    try (InputStream in = AccessIT.class.getResourceAsStream("/META-INF/openapi.yaml")) {
      document = new ObjectMapper(new YAMLFactory()).readTree(in);
    }
    TreeSet<String> described = new TreeSet<>();
    document
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        operation -> {
                          boolean later =
                              operation.getValue().path("tags").toString().contains("Later");
                          boolean open = operation.getValue().path("security").isEmpty();
                          if (!later && !open) {
                            described.add(
                                operation.getKey().toUpperCase(java.util.Locale.ROOT)
                                    + " "
                                    + path.getKey());
                          }
                        }));
    assertThat(AccessTable.rows().stream().map(AccessTable.Row::key)).containsAll(described);
  }

  @ParameterizedTest
  @ValueSource(strings = {"submitter", "viewer", "operator", "agent", "admin"})
  void aKeyMayDoWhatItsRoleMayAndNothingElse(String role) {
    Api api = root.as(KEYS.get(role));
    for (AccessTable.Row row : api()) {
      row.holds(role, call(api, row, Map.of()));
    }
  }

  @Test
  void aStrangerMayDoNothing() {
    String wrong = KEYS.get("admin").replaceAll("..$", "xx");
    for (AccessTable.Row row : api()) {
      for (String key : List.of("", "nonsense", wrong)) {
        Api.Reply reply = call(root.as(key), row, Map.of());
        assertThat(reply.status()).as("%s: %s", row, reply).isEqualTo(401);
        Leaks.none(reply);
      }
    }
  }

  @Test
  void whatIsOfAllTenantsTakesOneOfAllTenants() {
    for (AccessTable.Row row : api()) {
      if (row.allTenants() && row.method().equals("GET")) {
        assertThat(call(root, row, Map.of()).status()).as("%s", row).isNotIn(401, 403);
      }
    }
  }

  @Test
  void anotherTenantFindsNothingAnywhere() {
    Api own = root.as(KEYS.get("admin"));
    String name = "walked-agent-" + System.nanoTime();
    ObjectNode agent = Json.object();
    agent.put("name", name).putObject("identity").put("tenantId", TENANT);
    agent.putArray("capabilities").addObject().putObject("intent").put("name", "WalkIntent");
    agent.putObject("endpoint").put("type", "http").put("address", "http://127.0.0.1:9/");
    assertThat(own.post("/api/v1/agents", agent).status()).isEqualTo(201);
    String execution =
        own.post("/api/v1/intents", "{\"intent\":{\"name\":\"WalkIntent\"}}")
            .header("Intentus-Execution-Id");
    String keyId = KEYS.get("viewer").split("_", 3)[1];
    Person.signIn(root, "walk-viewer", PASSWORD);
    String session = own.get("/api/v1/sessions").json().at("/items/0/id").asText();
    Api other = root.as(key("elsewhere", "admin", null));
    for (AccessTable.Row row : api()) {
      String id =
          row.path().startsWith("/api/v1/executions")
              ? execution
              : row.path().startsWith("/api/v1/keys") ? keyId : session;
      String named = row.path().startsWith("/api/v1/users") ? "walk-viewer" : name;
      if (row.path().matches(".*\\{(id|name)}.*") && !row.allTenants()) {
        Api.Reply reply =
            call(other, row, Map.of("id", id, "other", execution, "name", Api.encode(named)));
        // every tenant has secrets of its own names, so this would make one if the body were good
        boolean makesItsOwn = row.key().equals("PUT /api/v1/secrets/{name}");
        assertThat(reply.status()).as("%s: %s", row, reply).isEqualTo(makesItsOwn ? 422 : 404);
      } else if (row.method().equals("GET")) {
        assertThat(call(other, row, Map.of()).body())
            .as("%s", row)
            .doesNotContain(name, execution, keyId, session, "walk-viewer");
      }
    }
    assertThat(root.as(KEYS.get("viewer")).get("/api/v1/version").status()).isEqualTo(200);
    assertThat(own.delete("/api/v1/agents/" + name, "If-Match", "*").status()).isEqualTo(204);
  }

  @ParameterizedTest
  @ValueSource(strings = {"submitter", "viewer", "operator", "agent", "admin"})
  void aPersonSeesWhatItsRoleMayAndNothingElse(String role) {
    Person person = Person.signIn(root, "walk-" + role, PASSWORD);
    for (AccessTable.Row row : pages()) {
      if (row.path().startsWith("/console/login")) {
        continue; // for those who are not signed in
      }
      String path = row.with(Map.of("name", "console.css"));
      Api.Reply reply = row.method().equals("GET") ? person.get(path) : person.post(path, "a=b");
      Leaks.none(reply);
      if ((row.open() || row.roles().contains(role)) && !row.allTenants()) {
        assertThat(reply.status()).as("%s as %s: %s", row, role, reply).isNotIn(401, 403);
        assertThat(reply.header("Location").contains("/login"))
            .as("%s as %s", row, role)
            .isEqualTo(row.path().equals("/console/logout"));
      } else {
        assertThat(reply.status()).as("%s as %s: %s", row, role, reply).isEqualTo(403);
      }
    }
  }

  @Test
  void noFormIsTakenWithoutItsToken() {
    Person person = Person.signIn(root, "walk-admin", PASSWORD);
    for (AccessTable.Row row : pages()) {
      if (row.method().equals("POST") && !row.open()) {
        assertThat(person.post(row.with(Map.of()), "a=b", "").status())
            .as("%s", row)
            .isEqualTo(403);
      }
    }
    assertThat(person.get("/console/sessions").status()).isEqualTo(200);
  }

  @Test
  void aStrangerIsSentToSignIn() {
    Api stranger = root.as("");
    for (AccessTable.Row row : pages()) {
      if (!row.open()) {
        Api.Reply reply = call(stranger, row, Map.of());
        assertThat(reply.status()).as("%s: %s", row, reply).isEqualTo(303);
        assertThat(reply.header("Location")).startsWith("/console/login");
      }
    }
    Api.Reply withKey = root.get("/console/keys");
    assertThat(withKey.status()).as("a key is no session").isEqualTo(303);
  }

  @Test
  void aSessionIsNoKey() {
    Api.Reply reply = Person.signIn(root, "walk-admin", PASSWORD).get("/api/v1/version");
    assertThat(reply.status()).isEqualTo(401);
  }

  @Test
  void anotherTenantsPersonFindsNothingAnywhere() {
    ObjectNode user = Json.object();
    user.put("name", "walk-far").put("tenant", "elsewhere").put("password", PASSWORD);
    user.putArray("roles").add("admin");
    assertThat(root.post("/api/v1/users", user).status()).isIn(201, 409);
    String keyId = KEYS.get("viewer").split("_", 3)[1];
    Person far = Person.signIn(root, "walk-far", PASSWORD);

    assertThat(far.get("/console/keys").body()).doesNotContain(keyId);
    assertThat(far.get("/console/keys/" + keyId + "/revoke").status()).isEqualTo(404);
    assertThat(far.post("/console/keys/" + keyId + "/revoke", "").status()).isEqualTo(404);
    assertThat(far.get("/console/users").body()).doesNotContain("walk-viewer");
    for (String path : List.of("", "/access", "/password")) {
      assertThat(far.post("/console/users/walk-viewer" + path, "a=b").status()).isEqualTo(404);
    }
    assertThat(far.get("/console/audit").body()).doesNotContain("walk-viewer", keyId);
    assertThat(far.post("/console/keys", "tenant=" + TENANT + "&role=viewer").status())
        .isEqualTo(403);
    assertThat(far.post("/console/users", "name=walk-new&tenant=*&role=viewer").status())
        .isIn(403, 422);
  }
}
