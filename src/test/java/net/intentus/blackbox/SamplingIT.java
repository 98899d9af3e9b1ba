package net.intentus.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import net.intentus.harness.Api;
import net.intentus.harness.RunningServer;
import net.intentus.intent.Json;
import org.junit.jupiter.api.Test;

/** What a server that records only some of its work leaves out, and what it never does. */
class SamplingIT {
  private static ObjectNode intent(String name, String traceId) {
    ObjectNode body = Json.object();
    body.putObject("intent").put("name", name);
    body.putObject("payload").put("password", "not-a-real-one");
    body.putObject("metadata").put("traceId", traceId);
    return body;
  }

  private static List<Boolean> recorded(Api api, String name) {
    List<Boolean> recorded = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      Api.Reply reply = api.post("/api/v1/intents", intent(name, "trace-" + i));
      assertThat(reply.status()).as("%s", reply).isEqualTo(200);
      boolean kept = reply.json().at("/metadata/executionId").isTextual();
      assertThat(reply.header("Intentus-Execution-Id").isEmpty()).isNotEqualTo(kept);
      assertThat(reply.json().at("/metadata/recorded").isBoolean()).isEqualTo(!kept);
      recorded.add(kept);
    }
    return recorded;
  }

  private static void workWithAKeyIsNeverLeftOut(Api api) {
    for (int i = 0; i < 20; i++) {
      String key = "sampled-" + i;
      Api.Reply reply =
          api.post("/api/v1/intents", intent("EchoIntent", "trace-" + i), "Idempotency-Key", key);
      assertThat(reply.header("Intentus-Execution-Id")).as("%s", reply).isNotEmpty();
    }
  }

  @Test
  void theTraceIdDecidesAndOnlyWorkThatChangesNothingIsLeftOut() {
    try (RunningServer server =
        RunningServer.start(
            RunningServer.Options.fresh()
                .with("INTENTUS_DEMO_ENABLED", "true")
                .with("INTENTUS_RECORDING_SAMPLE_RATE", "0.5")
                .with("INTENTUS_RECORDING_DURABILITY", "commit"))) {
      List<Boolean> once = recorded(server.api(), "EchoIntent");
      assertThat(once).contains(true, false);
      assertThat(recorded(server.api(), "EchoIntent")).isEqualTo(once);
      assertThat(recorded(server.api(), "StoreCredentialIntent")).containsOnly(true);
      workWithAKeyIsNeverLeftOut(server.api());
    }
  }
}
