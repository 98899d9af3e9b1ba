package net.intentus.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import net.intentus.harness.Api;
import net.intentus.judge.AgentDesk;
import net.intentus.judge.Behaviour;
import net.intentus.judge.JudgeAgent;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every scope with every period, several at once, and the same sum wherever one looks. */
class BudgetScopesIT {
  private static final List<String> PERIODS = List.of("hour", "day", "month", "execution");
  private static JudgeAgent judge;
  private final Api api = Servers.standard().api();
  private AgentDesk desk;
  private BudgetDesk budgets;

  @BeforeAll
  static void startJudge() {
    judge = JudgeAgent.start();
  }

  @AfterAll
  static void stopJudge() {
    judge.close();
  }

  @BeforeEach
  void open() {
    judge.reset();
    desk = new AgentDesk(api, judge);
    budgets = new BudgetDesk(api);
  }

  @AfterEach
  void close() {
    budgets.close();
    desk.close();
  }

  private void make(String id, String scope, String scopeId, String period, String limits) {
    String named = scopeId.isEmpty() ? "" : "'scopeId':'" + scopeId + "',";
    Api.Reply made =
        budgets.put(
            id, "{'scope':'" + scope + "'," + named + "'period':'" + period + "'," + limits + "}");
    assertThat(made.status()).as("%s", made).isEqualTo(201);
  }

  private void priced(String name, String intent) {
    ObjectNode draft = desk.draft(name, intent);
    draft.putObject("cost").put("perCallMicros", 10);
    desk.register(draft, Behaviour.succeed());
  }

  @ParameterizedTest
  @CsvSource({"tenant,default", "agent,sco-each", "intent,ScoEachIntent", "global,''"})
  void aLimitHoldsInEveryScopeAndPeriod(String scope, String scopeId) {
    priced("sco-each", "ScoEachIntent");
    for (String period : PERIODS) {
      String id = "sco-" + scope + "-" + period;
      judge.reset();
      make(id, scope, scopeId, period, "'limitMicros':15");
      int allowed = period.equals("execution") ? 3 : 1;
      for (int i = 0; i < 3; i++) {
        Api.Reply reply = budgets.submit("ScoEachIntent", "direct");
        assertThat(reply.status()).as("%s: %s", id, reply).isEqualTo(i < allowed ? 200 : 429);
        if (i >= allowed) {
          assertThat(reply.json().at("/error/details/budget").asText()).isEqualTo(id);
        }
      }
      assertThat(judge.calls("sco-each")).as(id).isEqualTo(allowed);
      assertThat(api.delete(BudgetDesk.BUDGETS + "/" + id, "If-Match", "*").status())
          .isEqualTo(204);
    }
  }

  @Test
  void aCallThatOneBudgetRefusesTakesNothingFromTheOthers() {
    priced("sco-all", "ScoAllIntent");
    make("sco-a", "tenant", "default", "hour", "'limitCalls':100000");
    make("sco-b", "agent", "sco-all", "day", "'limitMicros':100000");
    make("sco-c", "intent", "ScoAllIntent", "month", "'limitCalls':2");
    make("sco-d", "global", "", "execution", "'limitCalls':100");
    List<Integer> statuses =
        java.util.stream.IntStream.range(0, 4)
            .map(i -> budgets.submit("ScoAllIntent", "direct").status())
            .boxed()
            .toList();
    assertThat(statuses).containsExactly(200, 200, 429, 429);
    for (String id : List.of("sco-a", "sco-b", "sco-c")) {
      JsonNode usage = budgets.usage(id);
      assertThat(usage.path("used"))
          .as(id)
          .isEqualTo(BudgetDesk.json("{'micros':20,'tokens':0,'calls':2}"));
      assertThat(usage.at("/reserved/calls").asInt()).as(id).isZero();
    }
    assertThat(judge.calls("sco-all")).isEqualTo(2);
  }

  @Test
  void tokensAreALimitToo() {
    desk.register(
        "sco-words",
        "ScoWordsIntent",
        BudgetDesk.reporting("{'usage':{'inputTokens':30,'outputTokens':12}}"));
    make("sco-tokens", "intent", "ScoWordsIntent", "day", "'limitTokens':84");
    assertThat(budgets.submit("ScoWordsIntent", "direct").status()).isEqualTo(200);
    assertThat(budgets.submit("ScoWordsIntent", "direct").status()).isEqualTo(200);
    Api.Reply denied = budgets.submit("ScoWordsIntent", "direct");
    assertThat(denied.status()).as("%s", denied).isEqualTo(429);
    assertThat(denied.json().at("/error/details/limit").asText()).isEqualTo("tokens");
    assertThat(judge.calls("sco-words")).isEqualTo(2);
    assertThat(judge.last("sco-words").envelope().at("/context/budget/remainingTokens").isNumber())
        .isTrue();
  }

  @Test
  void settlementsRecordsApiAndConsoleSayTheSame() {
    priced("sco-sum", "ScoSumIntent");
    make("sco-sums", "intent", "ScoSumIntent", "month", "'limitMicros':123456");
    long settled = 0;
    long recorded = 0;
    for (int i = 0; i < 7; i++) {
      Api.Reply reply = budgets.submit("ScoSumIntent", "direct");
      settled += budgets.events(reply, "BUDGET_SETTLED").get(0).path("costMicros").asLong();
      recorded += budgets.execution(reply).at("/usage/costMicros").asLong();
    }
    assertThat(settled).isEqualTo(70).isEqualTo(recorded);
    assertThat(budgets.usage("sco-sums").at("/used/micros").asLong()).isEqualTo(settled);
    Person admin = Person.signIn(api, "admin", Servers.standard().adminPassword());
    String page = admin.get("/console/budgets/sco-sums").body();
    assertThat(page).containsPattern("70 of 123[^0-9]?456").contains("sco-sum");
    assertThat(admin.get("/console/budgets").body()).containsPattern("70 of 123[^0-9]?456");
  }
}
