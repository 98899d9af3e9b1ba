package net.intentus.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import net.intentus.harness.Api;
import net.intentus.intent.Json;
import net.intentus.intent.Times;
import net.intentus.judge.AgentDesk;
import net.intentus.judge.Behaviour;
import net.intentus.judge.JudgeAgent;
import net.intentus.judge.Received;
import org.junit.jupiter.api.Test;

/** What one request asks for never shows up in another, however many there are at once. */
class OverridesIT {
  private static final int CLIENTS = 50;
  private static final int ROUNDS = 10;
  private static final List<String> AGENTS = List.of("ov-a", "ov-b");
  private static final List<String> PRIORITIES = List.of("low", "normal", "high");

  /** What client and round ask for; every third request asks for nothing. */
  private static ObjectNode request(int client, int round) {
    ObjectNode body = Json.object();
    body.putObject("intent").put("name", "OverrideIntent");
    body.putObject("payload").put("client", client).put("round", round);
    if (asks(client, round)) {
      ObjectNode context = body.putObject("context").put("priority", priority(client, round));
      context.put("sourceAgent", "client-" + client).put("deadline", deadline(client, round));
      context.putArray("tags").add("client-" + client).add("round-" + round);
      body.putObject("metadata").put("requestId", id(client, round)).put("source", "s" + client);
      context.put("tier", tier(client, round));
      ObjectNode routing = body.putObject("routing").put("strategy", "direct");
      if (tier(client, round).equals("standard")) {
        routing.put("targetAgent", agent(client, round));
      }
    }
    return body;
  }

  private static boolean asks(int client, int round) {
    return (client + round) % 3 != 0;
  }

  private static String priority(int client, int round) {
    return PRIORITIES.get((client + round) % 3);
  }

  /** The second agent is of the economy tier. */
  private static String tier(int client, int round) {
    return (client + round) % 3 == 1 ? "economy" : "standard";
  }

  private static String agent(int client, int round) {
    return tier(client, round).equals("economy") ? "ov-b" : AGENTS.get((client / 2 + round) % 2);
  }

  private static String deadline(int client, int round) {
    return Times.format(Instant.parse("2100-01-01T00:00:00Z").plusSeconds(client * 100L + round));
  }

  private static String id(int client, int round) {
    return "request-" + client + "-" + round;
  }

  @Test
  void fiftyClientsAtOnceEachGetWhatTheyAskFor() throws Exception {
    try (JudgeAgent judge = JudgeAgent.start();
        AgentDesk desk = new AgentDesk(Servers.standard().api(), judge)) {
      CountDownLatch together = new CountDownLatch(2);
      desk.register("ov-a", "OverrideIntent", meeting(together));
      desk.register(economy(desk, "ov-b", "OverrideIntent"), Behaviour.succeed());
      ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
      try {
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
          int client = i;
          running.add(clients.submit(() -> submit(client)));
        }
        for (Future<?> one : running) {
          one.get();
        }
      } finally {
        clients.shutdownNow();
      }
      AGENTS.forEach(agent -> judge.received(agent).forEach(OverridesIT::assertOwn));
      assertThat(judge.calls("ov-a") + judge.calls("ov-b")).isEqualTo(CLIENTS * ROUNDS);
      assertThat(judge.calls("ov-b")).isPositive();
      assertThat(judge.peak("ov-a")).as("at once").isGreaterThan(1);
    }
  }

  /** Whoever comes first waits for the next, so that they are there at once. */
  private static Behaviour meeting(CountDownLatch all) {
    return exchange -> {
      all.countDown();
      assertThat(all.await(20, TimeUnit.SECONDS)).isTrue();
      Behaviour.succeed().handle(exchange);
    };
  }

  private static ObjectNode economy(AgentDesk desk, String name, String intent) {
    ObjectNode draft = desk.draft(name, intent);
    draft.putObject("cost").put("tier", "economy");
    return draft;
  }

  @Test
  void aRequestForTheEconomyTierReordersItsOwnCandidatesAndTheRecordSaysSo() {
    Api api = Servers.standard().api();
    try (JudgeAgent judge = JudgeAgent.start();
        AgentDesk desk = new AgentDesk(api, judge)) {
      BudgetDesk client = new BudgetDesk(api);
      desk.register("tier-a", "TierIntent", Behaviour.succeed());
      desk.register(economy(desk, "tier-b", "TierIntent"), Behaviour.succeed());
      for (String asked : List.of("", "standard", "economy")) {
        ObjectNode body = Json.object();
        body.putObject("intent").put("name", "TierIntent");
        body.putObject("context").put("tier", asked);
        String expected = asked.equals("economy") ? "tier-b" : "tier-a";
        Api.Reply plan = api.post("/api/v1/intents/plan", body);
        assertThat(plan.json().at("/wouldTry/0").asText()).as("%s", plan).isEqualTo(expected);
        Api.Reply reply = api.post("/api/v1/intents", body);
        assertThat(reply.json().at("/metadata/agent").asText()).isEqualTo(expected);
        assertThat(client.events(reply, "ROUTER_DECISION").get(0).path("economyFirst").asBoolean())
            .isEqualTo(asked.equals("economy"));
      }
      Api.Reply refused =
          api.post(
              "/api/v1/intents",
              "{\"intent\":{\"name\":\"TierIntent\"},\"context\":{\"tier\":\"gold\"}}");
      assertThat(refused.status()).isEqualTo(422);
      assertThat(refused.json().at("/violations/0/pointer").asText()).isEqualTo("/context/tier");
    }
  }

  private static void submit(int client) {
    for (int round = 0; round < ROUNDS; round++) {
      Api.Reply reply = Servers.standard().api().post("/api/v1/intents", request(client, round));
      assertThat(reply.status()).as("%s", reply).isEqualTo(200);
      JsonNode metadata = reply.json().path("metadata");
      boolean asks = asks(client, round);
      assertThat(metadata.path("agent").asText())
          .isEqualTo(asks ? agent(client, round) : AGENTS.get(0));
      if (asks) {
        assertThat(metadata.path("requestId").asText()).isEqualTo(id(client, round));
      }
    }
  }

  /** What the agent got of a request is what that request said, and nothing of another. */
  private static void assertOwn(Received received) {
    JsonNode envelope = received.envelope();
    int client = envelope.at("/payload/client").asInt();
    int round = envelope.at("/payload/round").asInt();
    JsonNode context = envelope.path("context");
    if (asks(client, round)) {
      assertThat(received.agent()).isEqualTo(agent(client, round));
      assertThat(context.path("priority").asText()).isEqualTo(priority(client, round));
      assertThat(context.path("sourceAgent").asText()).isEqualTo("client-" + client);
      assertThat(context.path("deadline").asText()).isEqualTo(deadline(client, round));
      assertThat(context.path("tier").asText()).isEqualTo(tier(client, round));
      assertThat(context.path("tags").toString())
          .isEqualTo("[\"client-" + client + "\",\"round-" + round + "\"]");
      assertThat(envelope.at("/metadata/requestId").asText()).isEqualTo(id(client, round));
      assertThat(received.header("X-Request-Id")).isEqualTo(id(client, round));
    } else {
      assertThat(received.agent()).isEqualTo(AGENTS.get(0));
      assertThat(context.path("priority").asText()).isEqualTo("normal");
      assertThat(context.path("sourceAgent").asText("")).isEmpty();
      assertThat(context.path("tags").size()).isZero();
      assertThat(context.has("deadline")).isFalse();
      assertThat(context.has("tier")).isFalse();
      assertThat(envelope.at("/metadata/requestId").asText()).doesNotStartWith("request-");
    }
  }
}
