package net.intentus.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import net.intentus.harness.Api;
import net.intentus.harness.Eventually;
import net.intentus.harness.RunningServer;
import net.intentus.intent.Json;
import net.intentus.judge.AgentDesk;
import net.intentus.judge.Behaviour;
import net.intentus.judge.JudgeAgent;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The policy, and the circuits, of two instances that share a database. */
class PostgresPolicyIT {
  private static final String POLICY = "/api/v1/policy";
  private static RunningServer one;
  private static RunningServer two;
  @AutoClose private static final JudgeAgent judge = JudgeAgent.start();

  @BeforeAll
  static void start() {
    one = Pair.one();
    two = Pair.two();
  }

  private static void inForce(String rule) {
    ObjectNode policy = Json.object();
    policy.putArray("rules").add(Json.trusted(rule.replace('\'', '"')));
    Api.Reply reply = one.api().put(POLICY, policy, "If-Match", "*");
    assertThat(reply.status()).as("%s", reply).isEqualTo(200);
    Eventually.isTrue(
        "the same policy on the other instance",
        Duration.ofSeconds(2),
        () ->
            two.api()
                .post(POLICY + "/evaluate", "{\"targets\":[\"crowd\",\"kept\"]}")
                .json()
                .equals(
                    one.api()
                        .post(POLICY + "/evaluate", "{\"targets\":[\"crowd\",\"kept\"]}")
                        .json()));
  }

  private static int submit(RunningServer to, String intent) {
    return to.api().post("/api/v1/intents", "{\"intent\":{\"name\":\"" + intent + "\"}}").status();
  }

  @Test
  void aLimitIsExactOverBothInstancesAndSurvivesTheirRestart() throws Exception {
    try (AgentDesk desk = new AgentDesk(one.api(), judge)) {
      desk.register("crowd", "CrowdIntent", Behaviour.succeed());
      inForce(
          "{'id':'crowd','action':'allow','agents':['crowd'],'rate_limit_per_minute':17,"
              + "'rate_limit_key_template':'{tenant}/crowd'}");
      Eventually.isTrue(
          "the agent on the other instance",
          Duration.ofSeconds(5),
          () ->
              two.api()
                      .post("/api/v1/intents/plan", "{\"intent\":{\"name\":\"CrowdIntent\"}}")
                      .json()
                      .path("wouldTry")
                      .size()
                  == 1);
      List<Integer> statuses = atOnce(50, "CrowdIntent");
      assertThat(judge.calls("crowd")).isEqualTo(17);
      assertThat(statuses).filteredOn(status -> status == 200).hasSize(17);
      assertThat(statuses).filteredOn(status -> status == 429).hasSize(33);

      hold();
      two.restart();
      assertThat(submit(two, "CrowdIntent")).isEqualTo(429);
      assertThat(judge.calls("crowd")).isEqualTo(17);
      pass();
      assertThat(submit(two, "CrowdIntent")).isEqualTo(200);
      assertThat(judge.calls("crowd")).isEqualTo(18);
    }
  }

  @Test
  void aCircuitThatIsHeldOpenOnOneInstanceIsOpenOnTheOther() {
    try (AgentDesk desk = new AgentDesk(one.api(), judge)) {
      desk.register("spared", "SparedIntent", Behaviour.succeed());
      Eventually.isTrue(
          "the agent on the other instance",
          Duration.ofSeconds(5),
          () -> submit(two, "SparedIntent") == 200);
      int before = judge.calls("spared");
      assertThat(one.api().post("/api/v1/agents/spared/circuit/open", "").status()).isEqualTo(200);
      assertThat(submit(one, "SparedIntent")).isEqualTo(503);
      Eventually.isTrue(
          "open on the other instance",
          Duration.ofSeconds(2),
          () -> two.api().get("/api/v1/agents/spared").json().at("/circuit/forced").asBoolean());
      assertThat(submit(two, "SparedIntent")).isEqualTo(503);
      assertThat(judge.calls("spared")).isEqualTo(before);
      assertThat(two.api().post("/api/v1/agents/spared/circuit/close", "").status()).isEqualTo(200);
      Eventually.isTrue(
          "closed on the first instance",
          Duration.ofSeconds(2),
          () -> submit(one, "SparedIntent") == 200);
    }
  }

  @Test
  void eachInstanceCountsTheFailuresOfItsOwnCalls() {
    try (AgentDesk desk = new AgentDesk(one.api(), judge)) {
      ObjectNode draft = desk.draft("faulty", "FaultyIntent");
      draft
          .putObject("guard")
          .putObject("circuitBreaker")
          .put("requestVolumeThreshold", 2)
          .put("delayMs", 60_000);
      desk.register(draft, Behaviour.status(500));
      Eventually.isTrue(
          "the agent on the other instance",
          Duration.ofSeconds(5),
          () -> two.api().get("/api/v1/agents/faulty").status() == 200);
      submit(one, "FaultyIntent");
      submit(one, "FaultyIntent");
      assertThat(submit(one, "FaultyIntent")).isEqualTo(503);
      assertThat(judge.calls("faulty")).isEqualTo(2);
      judge.on("faulty", Behaviour.succeed());
      assertThat(submit(two, "FaultyIntent")).isEqualTo(200);
      assertThat(submit(one, "FaultyIntent")).isEqualTo(503);
      assertThat(two.api().post("/api/v1/agents/faulty/circuit/close", "").status()).isEqualTo(200);
      Eventually.isTrue(
          "closed on the first instance",
          Duration.ofSeconds(2),
          () -> submit(one, "FaultyIntent") == 200);
    }
  }

  @Test
  void callsNobodyWhenCallsCannotBeCounted() throws SQLException {
    try (AgentDesk desk = new AgentDesk(one.api(), judge)) {
      desk.register("uncounted", "UncountedIntent", Behaviour.succeed());
      inForce(
          "{'id':'uncounted','action':'allow','agents':['uncounted'],'rate_limit_per_minute':5}");
      run("ALTER TABLE rate_window RENAME TO rate_window_away");
      try {
        assertThat(submit(one, "UncountedIntent")).isEqualTo(503);
        assertThat(judge.calls("uncounted")).isZero();
      } finally {
        run("ALTER TABLE rate_window_away RENAME TO rate_window");
      }
      assertThat(submit(one, "UncountedIntent")).isEqualTo(200);
    }
  }

  private static void run(String sql) throws SQLException {
    try (Connection connection = Pair.connect();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.execute();
    }
  }

  private static List<Integer> atOnce(int count, String intent) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(count);
    try {
      CountDownLatch start = new CountDownLatch(1);
      List<Future<Integer>> answers = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        RunningServer to = i % 2 == 0 ? one : two;
        answers.add(
            threads.submit(
                () -> {
                  start.await();
                  return submit(to, intent);
                }));
      }
      start.countDown();
      List<Integer> statuses = new ArrayList<>();
      for (Future<Integer> answer : answers) {
        statuses.add(answer.get());
      }
      return statuses;
    } finally {
      threads.shutdownNow();
    }
  }

  /** A restart may take longer than a minute on a busy machine: the minute begins anew. */
  private static void hold() throws SQLException {
    move(10 * 60_000);
  }

  private static void pass() throws SQLException {
    move(-20 * 60_000);
  }

  private static void move(long millis) throws SQLException {
    try (Connection connection = Pair.connect();
        PreparedStatement update =
            connection.prepareStatement("UPDATE rate_window SET started = started + ?")) {
      update.setLong(1, millis);
      update.executeUpdate();
    }
  }

  @Test
  void onlyTheAdminOfAllTenantsChangesThePolicyAndEveryChangeIsAudited() throws SQLException {
    Api viewer = one.api().as(Pair.key("polviewer", "viewer"));
    Api submitter = one.api().as(Pair.key("polsubmitter", "submitter"));
    Api local = one.api().as(Pair.key("polsadmin", "admin"));
    inForce("{'id':'kept','action':'deny','agents':['nobody']}");
    int audited = audited();
    for (Api stranger : List.of(viewer, submitter, local)) {
      assertThat(stranger.put(POLICY, Json.object(), "If-Match", "*").status()).isEqualTo(403);
      assertThat(stranger.post(POLICY + "/rollback", "{\"version\":1}").status()).isEqualTo(403);
    }
    assertThat(one.api().as("").get(POLICY).status()).isEqualTo(401);
    assertThat(viewer.get(POLICY).status()).isEqualTo(200);
    assertThat(viewer.get(POLICY + "/versions").status()).isEqualTo(200);
    assertThat(viewer.post(POLICY + "/evaluate", "{}").status()).isEqualTo(200);
    assertThat(submitter.get(POLICY).status()).isEqualTo(403);
    assertThat(audited()).isEqualTo(audited);
    Api.Reply back = one.api().post(POLICY + "/rollback", "{\"version\":1}");
    assertThat(back.status()).as("%s", back).isEqualTo(200);
    assertThat(audited()).isEqualTo(audited + 1);
  }

  private static int audited() throws SQLException {
    try (Connection connection = Pair.connect();
        PreparedStatement select =
            connection.prepareStatement(
                "SELECT COUNT(*) FROM audit_entry WHERE action LIKE 'policy.%' AND result = 'ok'")) {
      ResultSet row = select.executeQuery();
      assertThat(row.next()).isTrue();
      return row.getInt(1);
    }
  }
}
