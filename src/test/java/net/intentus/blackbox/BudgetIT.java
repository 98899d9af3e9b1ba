package net.intentus.blackbox;

import static net.intentus.blackbox.BudgetDesk.BUDGETS;
import static net.intentus.blackbox.BudgetDesk.reporting;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import net.intentus.harness.Api;
import net.intentus.judge.AgentDesk;
import net.intentus.judge.Behaviour;
import net.intentus.judge.JudgeAgent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Usage and budgets from outside: told, recorded, held to; the agent itself counts its calls. */
class BudgetIT {
  @AutoClose private static final JudgeAgent judge = JudgeAgent.start();
  private AgentDesk desk;
  private BudgetDesk budgets;

  @BeforeEach
  void open() {
    desk = new AgentDesk(api(), judge);
    budgets = new BudgetDesk(api());
  }

  @AfterEach
  void close() {
    budgets.close();
    desk.close();
  }

  private static Api api() {
    return Servers.standard().api();
  }

  private ObjectNode draft(String name, String intent, String sideEffect, long perCall) {
    ObjectNode draft = desk.draft(name, intent).put("sideEffect", sideEffect);
    draft.putObject("cost").put("perCallMicros", perCall);
    return draft;
  }

  @Test
  void whatAnAgentUsedAndWhichToolsAndModelsItCalledIsInTheRecord() {
    desk.register(
        draft("bud-teller", "BudTellIntent", "read_only", 3),
        reporting(
            "{'usage':{'model':'m-1','inputTokens':120,'outputTokens':30,'costMicros':40,"
                + "'latency':9},'calls':[{'type':'model','name':'m-1','inputTokens':120,"
                + "'latencyMs':7},{'type':'tool','name':'search','costMicros':2}]}"));
    Api.Reply reply = budgets.submit("BudTellIntent", "direct");
    assertThat(reply.status()).as("%s", reply).isEqualTo(200);
    assertThat(budgets.execution(reply).path("usage"))
        .isEqualTo(
            BudgetDesk.json("{'costMicros':43,'inputTokens':120,'model':'m-1','outputTokens':30}"));
    JsonNode model = budgets.events(reply, "MODEL_CALL").get(0);
    assertThat(model.path("name").asText()).isEqualTo("m-1");
    assertThat(model.path("latencyMs").asInt()).isEqualTo(7);
    JsonNode tool = budgets.events(reply, "TOOL_CALL").get(0);
    assertThat(tool.path("agent").asText()).isEqualTo("bud-teller");
    assertThat(tool.at("/usage/costMicros").asInt()).isEqualTo(2);
    JsonNode end = budgets.events(reply, "AGENT_ATTEMPT_END").get(0);
    assertThat(end.at("/usage/priceTable").asText()).startsWith("sha-256:");
    assertThat(budgets.events(reply, "BUDGET_RESERVED")).isEmpty();
    JsonNode verify = budgets.read("/api/v1/executions/" + BudgetDesk.id(reply) + "/verify");
    assertThat(verify.path("valid").asBoolean()).as("%s", verify).isTrue();
  }

  @Test
  void ofManyCallsTheFirstHundredAreNamedAndTheRestAreCounted() {
    String calls = String.join(",", Collections.nCopies(150, "{'type':'tool','name':'t'}"));
    desk.register(
        draft("bud-busy", "BudBusyIntent", "read_only", 0), reporting("{'calls':[" + calls + "]}"));
    Api.Reply reply = budgets.submit("BudBusyIntent", "direct");
    assertThat(reply.status()).as("%s", reply).isEqualTo(200);
    assertThat(budgets.events(reply, "TOOL_CALL")).hasSize(100);
    JsonNode end = budgets.events(reply, "AGENT_ATTEMPT_END").get(0);
    assertThat(end.at("/usage/moreCalls").asInt()).isEqualTo(50);
  }

  @Test
  void whatAnAgentUsedBeforeItFailedCountsAndNonsenseIsToldApart() {
    desk.register(
        draft("bud-failing", "BudFailIntent", "read_only", 0),
        exchange -> {
          ObjectNode frame = Behaviour.failure("AGENT_ERROR");
          ((ObjectNode) frame.path("body"))
              .set("metadata", BudgetDesk.json("{'usage':{'costMicros':5,'inputTokens':'x'}}"));
          exchange.answer(frame);
        });
    Api.Reply reply = budgets.submit("BudFailIntent", "direct");
    assertThat(reply.status()).isEqualTo(502);
    assertThat(budgets.execution(reply).at("/usage/costMicros").asInt()).isEqualTo(5);
    JsonNode end = budgets.events(reply, "AGENT_ATTEMPT_END").get(0);
    assertThat(end.at("/usage/unreadable").asBoolean()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"read_only", "irreversible"})
  void callsNobodyWhenTheBudgetIsUsedUpAndSaysWhenItIsBack(String sideEffect) {
    String intent = "BudDeny-" + sideEffect;
    String agent = "bud-deny-" + sideEffect;
    desk.register(draft(agent, intent, sideEffect, 10), Behaviour.succeed());
    budgets.make(agent, intent, "'limitMicros':25");
    Api.Reply first = budgets.submit(intent, "direct");
    assertThat(first.status()).as("%s", first).isEqualTo(200);
    assertThat(judge.last(agent).envelope().at("/context/budget/remainingMicros").asInt())
        .isEqualTo(15);
    assertThat(budgets.submit(intent, "direct").status()).isEqualTo(200);
    Api.Reply denied = budgets.submit(intent, "direct");
    assertThat(denied.status()).as("%s", denied).isEqualTo(429);
    JsonNode error = denied.json().path("error");
    assertThat(error.path("code").asText()).isEqualTo("BUDGET_EXCEEDED");
    assertThat(error.at("/details/budget").asText()).isEqualTo(agent);
    assertThat(error.at("/details/limit").asText()).isEqualTo("micros");
    assertThat(Instant.parse(error.at("/details/resetsAt").asText())).isAfter(Instant.EPOCH);
    assertThat(Long.parseLong(denied.header("Retry-After"))).isPositive();
    assertThat(judge.calls(agent)).isEqualTo(2);
    assertThat(budgets.execution(denied).path("errorCode").asText()).isEqualTo("BUDGET_EXCEEDED");
    assertThat(budgets.execution(denied).at("/usage/costMicros").asInt()).isZero();
    JsonNode reserved = budgets.events(first, "BUDGET_RESERVED").get(0);
    assertThat(reserved.at("/budgets/0/budget").asText()).isEqualTo(agent);
    assertThat(reserved.at("/budgets/0/heldMicros").asInt()).isEqualTo(10);
    JsonNode settled = budgets.events(first, "BUDGET_SETTLED").get(0);
    assertThat(settled.path("costMicros").asInt()).isEqualTo(10);
    assertThat(settled.path("how").asText()).isEqualTo("settled");
    JsonNode usage = budgets.usage(agent);
    assertThat(usage.path("used")).isEqualTo(BudgetDesk.json("{'micros':20,'tokens':0,'calls':2}"));
    assertThat(usage.at("/reserved/calls").asInt()).isZero();
    assertThat(usage.at("/remaining/micros").asInt()).isEqualTo(5);
    assertThat(usage.path("percent").asInt()).isEqualTo(80);
    assertThat(usage.at("/spenders/0/agent").asText()).isEqualTo(agent);
  }

  @Test
  void isNeverExceededHoweverManyComeAtOnce() throws Exception {
    desk.register(draft("bud-crowd", "BudCrowdIntent", "irreversible", 0), Behaviour.succeed());
    budgets.make("bud-crowd", "BudCrowdIntent", "'limitCalls':17");
    ExecutorService threads = Executors.newFixedThreadPool(50);
    try {
      CountDownLatch start = new CountDownLatch(1);
      List<Future<Integer>> answers = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        answers.add(
            threads.submit(
                () -> {
                  start.await();
                  return budgets.submit("BudCrowdIntent", "direct").status();
                }));
      }
      start.countDown();
      List<Integer> statuses = new ArrayList<>();
      for (Future<Integer> answer : answers) {
        statuses.add(answer.get());
      }
      assertThat(judge.calls("bud-crowd")).isEqualTo(17);
      assertThat(statuses).filteredOn(status -> status == 200).hasSize(17);
      assertThat(statuses).filteredOn(status -> status == 429).hasSize(33);
      assertThat(budgets.usage("bud-crowd").at("/used/calls").asInt()).isEqualTo(17);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void fallsBackToAnAgentWhoseBudgetHasRoom() {
    desk.register(draft("bud-fall-a", "BudFallIntent", "read_only", 0), Behaviour.succeed());
    desk.register(draft("bud-fall-b", "BudFallIntent", "read_only", 0), Behaviour.succeed());
    assertThat(
            budgets
                .put(
                    "bud-fall",
                    "{'scope':'agent','scopeId':'bud-fall-a','period':'day','limitCalls':1}")
                .status())
        .isEqualTo(201);
    assertThat(agentOf(budgets.submit("BudFallIntent", "fallback"))).isEqualTo("bud-fall-a");
    Api.Reply second = budgets.submit("BudFallIntent", "fallback");
    assertThat(agentOf(second)).isEqualTo("bud-fall-b");
    assertThat(budgets.execution(second).at("/candidates/0/reason").asText())
        .isEqualTo("BUDGET_EXCEEDED");
    assertThat(
            budgets
                .read("/api/v1/executions/" + BudgetDesk.id(second) + "/explain")
                .at("/candidates/0/why")
                .asText())
        .startsWith("Not used")
        .contains("budget is used up");
    assertThat(desk.called()).containsExactly("bud-fall-a", "bud-fall-b");
  }

  private static String agentOf(Api.Reply reply) {
    assertThat(reply.status()).as("%s", reply).isEqualTo(200);
    return reply.json().at("/metadata/agent").asText();
  }

  @Test
  void releasesWhatACallHeldThatNeverReachedItsAgent() throws IOException {
    int closed;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = socket.getLocalPort();
    }
    ObjectNode draft = draft("bud-gone", "BudGoneIntent", "irreversible", 10);
    ((ObjectNode) draft.path("endpoint")).put("address", "http://127.0.0.1:" + closed + "/");
    desk.register(draft, Behaviour.succeed());
    budgets.make("bud-gone", "BudGoneIntent", "'limitCalls':1,'limitMicros':10");
    for (int i = 0; i < 2; i++) {
      Api.Reply reply = budgets.submit("BudGoneIntent", "direct");
      assertThat(reply.json().at("/error/code").asText()).isEqualTo("AGENT_UNAVAILABLE");
      assertThat(budgets.events(reply, "BUDGET_SETTLED").get(0).path("how").asText())
          .isEqualTo("released");
    }
    assertThat(budgets.usage("bud-gone").path("percent").asInt()).isZero();
  }

  @Test
  void anExecutionHasABudgetOfItsOwn() {
    for (String name : List.of("bud-each-a", "bud-each-b", "bud-each-c")) {
      desk.register(draft(name, "BudEachIntent", "read_only", 10), Behaviour.succeed());
    }
    Api.Reply made =
        budgets.put(
            "bud-each",
            "{'scope':'intent','scopeId':'BudEachIntent','period':'execution','limitMicros':20}");
    assertThat(made.status()).isEqualTo(201);
    for (int i = 0; i < 2; i++) {
      JsonNode results =
          budgets.submit("BudEachIntent", "broadcast").json().at("/metadata/results");
      assertThat(results.findValuesAsText("status")).containsExactly("success", "success", "error");
      assertThat(results.at("/2/error/code").asText()).isEqualTo("BUDGET_EXCEEDED");
      assertThat(results.at("/2/error/details").has("resetsAt")).isFalse();
    }
    assertThat(judge.calls("bud-each-c")).isZero();
  }

  @Test
  void whatIsStoppedBecauseAnotherAgentWasFirstIsCountedToo() {
    Api narrow = Servers.narrow().api();
    try (AgentDesk agents = new AgentDesk(narrow, judge);
        BudgetDesk there = new BudgetDesk(narrow)) {
      for (String name : List.of("bud-par-a", "bud-par-b")) {
        ObjectNode draft = agents.draft(name, "BudParIntent");
        draft.putObject("cost").put("perCallMicros", 10);
        agents.register(draft, name.equals("bud-par-a") ? Behaviour.succeed() : Behaviour.hang());
      }
      there.make("bud-par", "BudParIntent", "'limitCalls':3");
      Api.Reply first = there.submit("BudParIntent", "parallel");
      assertThat(agentOf(first)).isEqualTo("bud-par-a");
      assertThat(there.events(first, "BUDGET_SETTLED")).hasSize(2);
      assertThat(there.usage("bud-par").path("used"))
          .isEqualTo(BudgetDesk.json("{'micros':20,'tokens':0,'calls':2}"));
      assertThat(there.usage("bud-par").at("/reserved/calls").asInt()).isZero();
      assertThat(agentOf(there.submit("BudParIntent", "parallel"))).isEqualTo("bud-par-a");
      assertThat(there.usage("bud-par").at("/used/calls").asInt()).isEqualTo(3);
      Api.Reply denied = there.submit("BudParIntent", "parallel");
      assertThat(denied.status()).as("%s", denied).isEqualTo(429);
      assertThat(denied.json().at("/error/code").asText()).isEqualTo("BUDGET_EXCEEDED");
      assertThat(judge.calls("bud-par-a")).isEqualTo(2);
    }
  }

  @Test
  void callsTheEconomyTierFirstWhenTheBudgetRunsLow() {
    desk.register(draft("bud-eco-a", "BudEcoIntent", "read_only", 10), Behaviour.succeed());
    ObjectNode cheap = draft("bud-eco-b", "BudEcoIntent", "read_only", 1);
    ((ObjectNode) cheap.path("cost")).put("tier", "economy");
    desk.register(cheap, Behaviour.succeed());
    budgets.make(
        "bud-eco", "BudEcoIntent", "'limitMicros':100,'softPercent':20,'onSoft':'degrade'");
    Api.Reply plenty = budgets.submit("BudEcoIntent", "direct");
    assertThat(agentOf(plenty)).isEqualTo("bud-eco-a");
    assertThat(budgets.events(plenty, "ROUTER_DECISION").get(0).path("budgets"))
        .isEqualTo(
            BudgetDesk.json("{'x':[{'budget':'bud-eco','low':false,'percent':0,'softPercent':20}]}")
                .path("x"));
    assertThat(agentOf(budgets.submit("BudEcoIntent", "fallback"))).isEqualTo("bud-eco-a");
    Api.Reply low = budgets.submit("BudEcoIntent", "direct");
    assertThat(agentOf(low)).isEqualTo("bud-eco-b");
    JsonNode decision = budgets.events(low, "ROUTER_DECISION").get(0);
    assertThat(decision.path("economyFirst").asBoolean()).isTrue();
    assertThat(decision.at("/budgets/0/percent").asInt()).isEqualTo(20);
    assertThat(judge.last("bud-eco-b").envelope().at("/context/budget/remainingMicros").asInt())
        .isEqualTo(70);
    String chosen =
        "{\"intent\":{\"name\":\"BudEcoIntent\"},\"routing\":{\"targetAgent\":\"bud-eco-a\"}}";
    assertThat(agentOf(api().post("/api/v1/intents", chosen))).isEqualTo("bud-eco-a");
    assertThat(budgets.usage("bud-eco").path("low").asBoolean()).isTrue();
  }

  @Test
  void latencyChangesNoOrderWhileDeterminismIsRequired() {
    String slow =
        "{'scope':'global','period':'day','limitCalls':1000000,'softLatencyMs':5,"
            + "'onSoft':'degrade'}";
    Api.Reply refused = budgets.put("bud-slow", slow);
    assertThat(refused.status()).as("%s", refused).isEqualTo(422);
    assertThat(refused.json().at("/violations/0/pointer").asText()).isEqualTo("/softLatencyMs");
    assertThat(refused.json().at("/violations/0/message").asText())
        .contains("intentus.routing.require-determinism");
    assertThat(api().get(BUDGETS + "/bud-slow").status()).isEqualTo(404);
  }

  @Test
  void theLedgerAddsUp() {
    desk.register(
        draft("bud-sum-a", "BudSumIntent", "read_only", 2), Behaviour.fail("AGENT_ERROR"));
    desk.register(
        draft("bud-sum-b", "BudSumIntent", "reversible", 5),
        reporting("{'usage':{'inputTokens':7,'outputTokens':4,'costMicros':30}}"));
    budgets.make("bud-sum", "BudSumIntent", "'limitMicros':100000");
    long settled = 0;
    long recorded = 0;
    long tokens = 0;
    for (int i = 0; i < 5; i++) {
      Api.Reply reply = budgets.submit("BudSumIntent", "fallback");
      for (JsonNode event : budgets.events(reply, "BUDGET_SETTLED")) {
        settled += event.path("costMicros").asLong();
      }
      JsonNode usage = budgets.execution(reply).path("usage");
      recorded += usage.path("costMicros").asLong();
      tokens += usage.path("inputTokens").asLong() + usage.path("outputTokens").asLong();
    }
    JsonNode used = budgets.usage("bud-sum").path("used");
    assertThat(settled).isEqualTo(5 * 37).isEqualTo(recorded);
    assertThat(used.path("micros").asLong()).isEqualTo(settled);
    assertThat(used.path("tokens").asLong()).isEqualTo(tokens).isEqualTo(55);
    assertThat(used.path("calls").asLong()).isEqualTo(10);
    assertThat(budgets.usage("bud-sum").at("/forecast/micros").asLong())
        .isGreaterThanOrEqualTo(settled);
    long spent = 0;
    for (JsonNode spender : budgets.usage("bud-sum").path("spenders")) {
      spent += spender.path("micros").asLong();
    }
    assertThat(spent).isEqualTo(settled);
  }

  @Test
  void budgetsAreMadeReadChangedAndRemoved() {
    String usable = "{'scope':'tenant','scopeId':'acme','period':'hour','limitTokens':9}";
    Api.Reply made = budgets.put("bud-crud", usable);
    assertThat(made.status()).as("%s", made).isEqualTo(201);
    String tag = made.header("ETag");
    JsonNode read = budgets.read(BUDGETS + "/bud-crud");
    assertThat(read.path("limitTokens").asInt()).isEqualTo(9);
    assertThat(read.path("onHard").asText()).isEqualTo("deny");
    assertThat(budgets.read(BUDGETS + "?limit=200").path("items").findValuesAsText("id"))
        .contains("bud-crud");
    assertThat(budgets.put("bud-crud", usable).status()).isEqualTo(428);
    assertThat(budgets.put("bud-crud", usable, "If-None-Match", "*").status()).isEqualTo(412);
    assertThat(budgets.put("bud-none", usable, "If-Match", "*").status()).isEqualTo(412);
    Api.Reply changed =
        budgets.put("bud-crud", read.toString().replace('"', '\''), "If-Match", tag);
    assertThat(changed.status()).as("%s", changed).isEqualTo(200);
    assertThat(budgets.put("bud-crud", usable, "If-Match", tag).status()).isEqualTo(412);
    assertThat(budgets.put("bud-wrong", "{'scope':'global'}").status()).isEqualTo(422);
    Api.Reply later =
        budgets.put(
            "bud-later",
            "{'scope':'global','period':'day','limitCalls':1,'onHard':'require_approval'}");
    assertThat(later.status()).isEqualTo(501);
    assertThat(later.json().path("code").asText()).isEqualTo("NOT_SUPPORTED");
    assertThat(api().delete(BUDGETS + "/bud-crud").status()).isEqualTo(428);
    assertThat(api().delete(BUDGETS + "/bud-crud", "If-Match", tag).status()).isEqualTo(412);
    assertThat(api().delete(BUDGETS + "/bud-crud", "If-Match", "*").status()).isEqualTo(204);
    assertThat(api().get(BUDGETS + "/bud-crud").status()).isEqualTo(404);
    assertThat(api().get(BUDGETS + "/bud-crud/usage").status()).isEqualTo(404);
  }
}
