package net.intentus.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
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
    each(
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
    each(
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

  /** Does it for every number, as many at once as the narrowest server takes. */
  private static void each(java.util.function.IntConsumer work) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(Servers.MAX_CONCURRENT);
    try {
      List<Callable<Void>> all =
          IntStream.range(0, INTENTS)
              .<Callable<Void>>mapToObj(
                  i ->
                      () -> {
                        work.accept(i);
                        return null;
                      })
              .toList();
      for (Future<Void> done : threads.invokeAll(all)) {
        done.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
