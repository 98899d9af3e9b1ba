package net.intentus.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import net.intentus.harness.Api;
import net.intentus.harness.Eventually;
import net.intentus.harness.PostgresServer;
import net.intentus.harness.RunningServer;
import net.intentus.intent.Hashes;
import net.intentus.judge.Behaviour;
import net.intentus.judge.JudgeAgent;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Compiled plans of two instances that share a database. */
class PostgresReleaseIT {
  private static final String RELEASE = "/api/v1/release";

  /** What changes on one instance is in force on the others within this time. */
  private static final Duration PROMISED = Duration.ofSeconds(2);

  private static RunningServer one;
  private static RunningServer two;
  private static JudgeAgent judge;

  @BeforeAll
  static void start() {
    judge = JudgeAgent.start();
    RunningServer.Options options =
        RunningServer.Options.fresh()
            .on(PostgresServer.shared().newDatabase())
            .with("INTENTUS_ENCRYPTION_KEY", "5a".repeat(32));
    one = RunningServer.start(options);
    two = RunningServer.start(options);
  }

  @AfterAll
  static void stop() {
    one.close();
    two.close();
    judge.close();
  }

  private static ObjectNode plan(RunningServer at) {
    return (ObjectNode) at.api().get(RELEASE).json();
  }

  private static void agent(ObjectNode plan, String name, int priority) {
    ObjectNode json = plan.withArray("/agents").addObject();
    json.put("name", name).put("sideEffect", "read_only").put("nodePriority", priority);
    json.putArray("capabilities").addObject().putObject("intent").put("name", "SharedIntent");
    json.putObject("endpoint").put("type", "http").put("address", judge.address(name));
    judge.on(name, Behaviour.succeed());
  }

  /** Two agents, a policy without rules, and perhaps a budget of one call. */
  private static ObjectNode wanted(
      ObjectNode live, int priorityOfA, String byDefault, boolean limited) {
    ObjectNode plan = live.deepCopy();
    plan.putArray("agents");
    live.path("agents").forEach(plan.withArray("/agents")::add);
    agent(plan, "shared-a", priorityOfA);
    agent(plan, "shared-b", 50);
    plan.putObject("policy").put("default", byDefault).putArray("rules");
    if (limited) {
      plan.withArray("/budgets")
          .addObject()
          .put("id", "shared")
          .put("scope", "intent")
          .put("scopeId", "SharedIntent")
          .put("period", "month")
          .put("limitCalls", 1);
    }
    plan.remove(List.of("hash", "signature"));
    return plan.put("hash", Hashes.of(plan));
  }

  private static Api.Reply send(RunningServer to, ObjectNode plan, ObjectNode instead) {
    String tag = "\"" + instead.path("hash").asText() + "\"";
    return to.api().post(RELEASE + "/import", plan, "If-Match", tag);
  }

  private static String answeredBy(RunningServer at) {
    Api.Reply reply = at.api().post("/api/v1/intents", "{\"intent\":{\"name\":\"SharedIntent\"}}");
    return reply.status() == 200
        ? reply.json().at("/metadata/agent").asText()
        : reply.json().at("/error/code").asText();
  }

  private static void within(String what, RunningServer at, String expected) {
    Eventually.isTrue(what, PROMISED, () -> answeredBy(at).equals(expected));
  }

  private static void same(ObjectNode plan) {
    for (RunningServer server : List.of(one, two)) {
      Eventually.isTrue(
          "the same plan on both",
          PROMISED,
          () -> plan(server).path("hash").equals(plan.path("hash")));
    }
  }

  @Test
  void anImportAtOneInstanceIsInForceOnTheOther() throws Exception {
    ObjectNode before = plan(one);
    ObjectNode first = wanted(before, 10, "allow", false);
    Api.Reply done = send(one, first, before);
    assertThat(done.status()).as("%s", done).isEqualTo(200);
    within("agents of the plan", two, "shared-a");
    ObjectNode live = plan(one);
    same(live);

    assertThat(send(two, wanted(before, 90, "allow", false), live).status()).isEqualTo(200);
    within("another priority", one, "shared-b");
    assertThat(send(one, first, live).status()).as("it is not what is live").isEqualTo(412);

    assertThat(send(one, wanted(before, 90, "allow", true), plan(one)).status()).isEqualTo(200);
    Thread.sleep(PROMISED.toMillis()); // asking for it would use it up
    int calls = judge.calls("shared-b");
    assertThat(answeredBy(two)).isEqualTo("shared-b");
    assertThat(answeredBy(two)).isEqualTo("BUDGET_EXCEEDED");
    assertThat(answeredBy(one)).isEqualTo("BUDGET_EXCEEDED");
    assertThat(judge.calls("shared-b")).isEqualTo(calls + 1);

    assertThat(send(two, wanted(before, 90, "deny", true), plan(two)).status()).isEqualTo(200);
    within("the policy of the plan", one, "POLICY_DENIED");
    assertThat(send(one, before, plan(one)).status()).isEqualTo(200);
    within("what was there before", two, "CAPABILITY_NOT_FOUND");
    same(before);
    assertThat(two.api().get("/api/v1/budgets/shared").status()).isEqualTo(404);
    assertThat(two.api().get(RELEASE + "/imports").json().path("items"))
        .hasSize(5)
        .isEqualTo(one.api().get(RELEASE + "/imports").json().path("items"));
  }
}
