package net.intentus.judge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import net.intentus.harness.Api;
import net.intentus.intent.Json;

/**
 * Registers agents of the judge at a server, knows the order in which they were called, and removes
 * them when closed.
 */
public final class AgentDesk implements AutoCloseable {
  private final Api api;
  private final JudgeAgent judge;
  private final Deque<String> registered = new ArrayDeque<>();
  private final List<String> called = new CopyOnWriteArrayList<>();

  /** Registers at that server, with the key of that client. */
  public AgentDesk(Api api, JudgeAgent judge) {
    this.api = api;
    this.judge = judge;
  }

  /** A registration of an agent of the judge, not yet sent. */
  public ObjectNode draft(String name, String intent) {
    ObjectNode json = Json.object();
    json.put("name", name).put("sideEffect", "read_only");
    ObjectNode wanted = json.putArray("capabilities").addObject().putObject("intent");
    wanted.put("name", intent).put("version", "1.0");
    json.putObject("endpoint").put("type", "http").put("address", judge.address(name));
    return json;
  }

  /** Registers a read-only agent for one intent. */
  public void register(String name, String intent, Behaviour behaviour) {
    register(draft(name, intent), behaviour);
  }

  /** Registers that draft. */
  public void register(ObjectNode draft, Behaviour behaviour) {
    String name = draft.path("name").asText();
    judge.on(
        name,
        exchange -> {
          called.add(name);
          behaviour.handle(exchange);
        });
    Api.Reply reply = api.post("/api/v1/agents", draft);
    assertThat(reply.status()).as("registering %s: %s", name, reply).isEqualTo(201);
    registered.push(name);
  }

  /** The agents in the order in which the judge was called. */
  public List<String> called() {
    return List.copyOf(called);
  }

  @Override
  public void close() {
    while (!registered.isEmpty()) {
      String name = registered.pop();
      Api.Reply reply = api.delete("/api/v1/agents/" + Api.encode(name), "If-Match", "*");
      assertThat(reply.status()).as("removing %s: %s", name, reply).isBetween(200, 204);
    }
  }
}
