package net.intentus.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import net.intentus.harness.Api;
import net.intentus.harness.RunningServer;
import org.junit.jupiter.api.Test;

/** What was acknowledged is there after a power cut; the same on every database. */
abstract class DurabilityContract {
  private static final int INTENTS = 1_000;

  abstract RunningServer server();

  @Test
  void losesNothingAcknowledgedWhenKilled() throws Exception {
    RunningServer server = server();
    Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    String body = "{\"intent\":{\"name\":\"EchoIntent\"},\"context\":{\"tags\":[\"survives\"]}}";
    Many.each(
        INTENTS,
        i -> {
          Api.Reply reply = server.api().post("/api/v1/intents", body);
          assertThat(reply.status()).as("%s", reply).isEqualTo(200);
          acknowledged.add(reply.header("Intentus-Execution-Id"));
        });
    server.kill9();
    server.restart();

    assertThat(acknowledged).hasSize(INTENTS);
    assertThat(listed(server.api())).containsAll(acknowledged);
    List<String> ids = List.copyOf(acknowledged);
    Many.each(
        INTENTS,
        i -> {
          Api.Reply verify = server.api().get("/api/v1/executions/" + ids.get(i) + "/verify");
          assertThat(verify.json().path("valid").asBoolean()).as("%s", verify).isTrue();
        });
  }

  private static Set<String> listed(Api api) {
    Set<String> found = new HashSet<>();
    String cursor = "";
    do {
      JsonNode page = api.get("/api/v1/executions?tag=survives&limit=200" + cursor).json();
      page.path("items").forEach(item -> found.add(item.path("executionId").asText()));
      JsonNode next = page.path("nextCursor");
      cursor = next.isTextual() ? "&cursor=" + Api.encode(next.asText()) : "";
    } while (!cursor.isEmpty());
    return found;
  }
}
