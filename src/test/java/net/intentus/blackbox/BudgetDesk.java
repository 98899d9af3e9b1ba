package net.intentus.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import net.intentus.harness.Api;
import net.intentus.intent.Json;
import net.intentus.judge.Behaviour;

/** Sets budgets at a server, looks at what came of them, and removes them when closed. */
final class BudgetDesk implements AutoCloseable {
  static final String BUDGETS = "/api/v1/budgets";
  private final Api api;
  private final Deque<String> made = new ArrayDeque<>();

  BudgetDesk(Api api) {
    this.api = api;
  }

  static ObjectNode json(String text) {
    return (ObjectNode) Json.trusted(text.replace('\'', '"'));
  }

  /** Sends a budget as it is. */
  Api.Reply put(String id, String budget, String... headers) {
    Api.Reply reply = api.put(BUDGETS + "/" + id, json(budget), headers);
    Described.answer("PUT", BUDGETS + "/" + id, reply);
    if (reply.status() == 201) {
      made.push(id);
    }
    return reply;
  }

  /** Makes a budget for one intent and a month. */
  void make(String id, String intent, String more) {
    Api.Reply reply =
        put(id, "{'scope':'intent','scopeId':'" + intent + "','period':'month'," + more + "}");
    assertThat(reply.status()).as("%s", reply).isEqualTo(201);
  }

  JsonNode read(String path) {
    Api.Reply reply = api.get(path);
    assertThat(reply.status()).as("%s", reply).isEqualTo(200);
    Described.answer("GET", path, reply);
    return reply.json();
  }

  JsonNode usage(String id) {
    return read(BUDGETS + "/" + id + "/usage");
  }

  Api.Reply submit(String intent, String strategy) {
    ObjectNode body = Json.object();
    body.putObject("intent").put("name", intent);
    body.putObject("routing").put("strategy", strategy);
    return Described.answer("POST", "/api/v1/intents", api.post("/api/v1/intents", body));
  }

  static String id(Api.Reply reply) {
    return reply.header("Intentus-Execution-Id");
  }

  JsonNode execution(Api.Reply reply) {
    return read("/api/v1/executions/" + id(reply));
  }

  /** The payloads of the events of that type. */
  List<JsonNode> events(Api.Reply reply, String type) {
    List<JsonNode> found = new ArrayList<>();
    for (JsonNode event : read("/api/v1/executions/" + id(reply) + "/events").path("items")) {
      if (event.path("type").asText().equals(type)) {
        found.add(event.path("payload"));
      }
    }
    return found;
  }

  /** Succeeds and reports that. */
  static Behaviour reporting(String metadata) {
    return exchange -> {
      ObjectNode frame = Behaviour.success(Json.object());
      ((ObjectNode) frame.path("body")).set("metadata", json(metadata));
      exchange.answer(frame);
    };
  }

  @Override
  public void close() {
    while (!made.isEmpty()) {
      String id = made.pop();
      int status = api.delete(BUDGETS + "/" + id, "If-Match", "*").status();
      assertThat(status).as("removing %s", id).isIn(204, 404);
    }
  }
}
