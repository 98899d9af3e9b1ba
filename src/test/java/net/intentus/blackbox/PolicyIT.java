package net.intentus.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import net.intentus.Golden;
import net.intentus.harness.Api;
import net.intentus.intent.Json;
import net.intentus.judge.AgentDesk;
import net.intentus.judge.Behaviour;
import net.intentus.judge.JudgeAgent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The policy from outside: read, put in force, rolled back, asked, and held to. */
class PolicyIT {
  private static final String POLICY = "/api/v1/policy";
  private static final String EVALUATE = POLICY + "/evaluate";
  private static final String ROLLBACK = POLICY + "/rollback";
  @AutoClose private static final JudgeAgent judge = JudgeAgent.start();
  private AgentDesk desk;
  private long before;

  @BeforeEach
  void remember() {
    desk = new AgentDesk(api(), judge);
    before = version();
  }

  @AfterEach
  void restore() {
    desk.close();
    if (version() != before) {
      assertThat(rollBack(before).status()).isEqualTo(200);
    }
  }

  private static Api api() {
    return Servers.standard().api();
  }

  private static long version() {
    Api.Reply reply = api().get(POLICY);
    assertThat(reply.status()).as("%s", reply).isEqualTo(200);
    Described.answer("GET", POLICY, reply);
    return Long.parseLong(reply.header("ETag").replace("\"", ""));
  }

  private static ObjectNode json(String text) {
    return (ObjectNode) Json.trusted(text.replace('\'', '"'));
  }

  private static Api.Reply put(String policy, String... headers) {
    return Described.answer("PUT", POLICY, api().put(POLICY, json(policy), headers));
  }

  /** One rule and everything else allowed. */
  private static void inForce(String rule) {
    Api.Reply reply = put("{'rules':[" + rule + "]}", "If-Match", "*");
    assertThat(reply.status()).as("%s", reply).isEqualTo(200);
  }

  private static Api.Reply rollBack(long version) {
    return Described.answer(
        "POST",
        ROLLBACK,
        api().post(ROLLBACK, Json.object().put("version", version).put("reason", "b")));
  }

  private static Api.Reply submit(String intent, String strategy) {
    ObjectNode body = Json.object();
    body.putObject("intent").put("name", intent);
    body.putObject("payload").put("query", "pumps");
    body.putObject("routing").put("strategy", strategy);
    return Described.answer("POST", "/api/v1/intents", api().post("/api/v1/intents", body));
  }

  private static List<String> pointers(Api.Reply reply) {
    List<String> pointers = new ArrayList<>();
    reply.json().path("violations").forEach(row -> pointers.add(row.path("pointer").asText()));
    return pointers;
  }

  private static JsonNode read(String path) {
    Api.Reply reply = api().get(path);
    assertThat(reply.status()).as("%s", reply).isEqualTo(200);
    Described.answer("GET", path, reply);
    return reply.json();
  }

  @Test
  void aChangeTakesEffectWithTheNextIntentAndCanBeTakenBack() {
    desk.register("pol-a", "PolicyDrillIntent", Behaviour.succeed());
    desk.register("pol-b", "PolicyDrillIntent", Behaviour.succeed());
    assertThat(submit("PolicyDrillIntent", "direct").json().at("/metadata/agent").asText())
        .isEqualTo("pol-a");
    inForce("{'id':'no-a','action':'deny','agents':['pol-a']}");
    JsonNode filtered = submit("PolicyDrillIntent", "direct").json();
    assertThat(filtered.at("/metadata/agent").asText()).isEqualTo("pol-b");
    assertThat(filtered.at("/metadata/policy/reasons/pol-a/ruleId").asText()).isEqualTo("no-a");
    inForce("{'id':'none','action':'deny','agents':['pol-*']}");
    Api.Reply denied = submit("PolicyDrillIntent", "fallback");
    assertThat(denied.status()).isEqualTo(403);
    assertThat(denied.json().at("/error/code").asText()).isEqualTo("POLICY_DENIED");
    assertThat(rollBack(before).status()).isEqualTo(200);
    assertThat(submit("PolicyDrillIntent", "direct").json().at("/metadata/agent").asText())
        .isEqualTo("pol-a");
    assertThat(desk.called()).containsExactly("pol-a", "pol-b", "pol-a");
  }

  @Test
  void everyVersionIsKeptWithWhoMadeItAndWhy() {
    Api.Reply changed =
        Leaks.none(
            api()
                .put(
                    POLICY + "?reason=" + Api.encode("claim 17"),
                    json("{'default':'allow','rules':[{'id':'x','action':'deny','roles':['x']}]}"),
                    "If-Match",
                    "\"" + before + "\""));
    assertThat(changed.status()).as("%s", changed).isEqualTo(200);
    assertThat(changed.header("ETag")).isEqualTo("\"" + (before + 1) + "\"");
    assertThat(read(POLICY)).isEqualTo(changed.json());
    JsonNode first = read(POLICY + "/versions?limit=1");
    JsonNode row = first.at("/items/0");
    assertThat(row.path("version").asLong()).isEqualTo(before + 1);
    assertThat(row.path("inForce").asBoolean()).isTrue();
    assertThat(row.path("reason").asText()).isEqualTo("claim 17");
    assertThat(row.path("createdBy").asText()).isNotEmpty();
    JsonNode second =
        read(POLICY + "/versions?limit=1&cursor=" + first.path("nextCursor").asText());
    assertThat(second.at("/items/0/version").asLong()).isEqualTo(before);
    JsonNode document = read(POLICY + "/versions/" + (before + 1));
    assertThat(document.path("policy")).isEqualTo(changed.json());

    assertThat(rollBack(before).header("ETag")).isEqualTo("\"" + (before + 2) + "\"");
    JsonNode back = read(POLICY + "/versions/" + (before + 2));
    assertThat(back.path("restoredFrom").asLong()).isEqualTo(before);
    assertThat(back.path("hash")).isEqualTo(read(POLICY + "/versions/" + before).path("hash"));
    assertThat(api().get(POLICY + "/versions/999999").status()).isEqualTo(404);
    assertThat(api().get(POLICY + "/versions/first").status()).isEqualTo(404);
    assertThat(rollBack(999_999).status()).isEqualTo(404);
    assertThat(api().post(ROLLBACK, "{}").status()).isEqualTo(422);
  }

  @Test
  void aChangeSaysWhichVersionItWasMadeFrom() {
    assertThat(put("{}").status()).isEqualTo(428);
    assertThat(put("{}", "If-Match", "\"0\"").status()).isEqualTo(412);
    assertThat(put("{}", "If-Match", "\"" + (before + 5) + "\"").status()).isEqualTo(412);
    assertThat(put("{}", "If-Match", "nonsense").status()).isEqualTo(412);
    assertThat(version()).isEqualTo(before);
    assertThat(put("{}", "If-Match", "\"" + before + "\"").status()).isEqualTo(200);
    assertThat(read(POLICY)).isEqualTo(json("{'default':'allow','rules':[]}"));
  }

  @Test
  void refusesWhatIsNotRightAndSaysWhere() {
    Api.Reply wrong =
        put(
            "{'default':'maybe','rules':[{'id':'a','action':'permit'},{'id':'a','action':'deny',"
                + "'payload_regex':{'q':'((a{1000}){1000}){1000}'}},{'id':'c','action':'allow',"
                + "'rate_limit_per_minute':1,'rate_limit_key_template':'{user}'}]}",
            "If-Match",
            "*");
    assertThat(wrong.status()).isEqualTo(422);
    assertThat(pointers(wrong))
        .containsExactlyInAnyOrder(
            "/default",
            "/rules/0/action",
            "/rules/1/id",
            "/rules/1/payload_regex/q",
            "/rules/2/rate_limit_key_template");
    assertThat(api().put(POLICY, Json.object().arrayNode(), "If-Match", "*").status())
        .isEqualTo(422);
    assertThat(version()).isEqualTo(before);
  }

  @Test
  void refusesRulesThatNeedAnApprovalBecauseNobodyCanApprove() {
    Api.Reply refused =
        put("{'rules':[{'id':'four-eyes','action':'require_approval'}]}", "If-Match", "*");
    assertThat(refused.status()).isEqualTo(501);
    assertThat(refused.json().path("code").asText()).isEqualTo("NOT_SUPPORTED");
    assertThat(refused.json().path("detail").asText()).contains("approvals");
    assertThat(pointers(refused)).containsExactly("/rules/0/action");
  }

  @Test
  void countsOneCallAnIntentAndRefusesWhatIsTooMuch() {
    desk.register("rate-a", "RateDrillIntent", Behaviour.fail("AGENT_ERROR"));
    desk.register("rate-b", "RateDrillIntent", Behaviour.succeed());
    String id = "rate-" + System.nanoTime();
    inForce("{'id':'" + id + "','action':'allow','agents':['rate-*'],'rate_limit_per_minute':2}");
    read(POLICY);
    Api.Reply first = submit("RateDrillIntent", "fallback");
    assertThat(first.status()).as("%s", first).isEqualTo(200);
    assertThat(first.header("RateLimit-Policy")).isEqualTo("\"" + id + "\";q=2;w=60");
    assertThat(first.header("RateLimit")).startsWith("\"" + id + "\";r=1;t=");
    ObjectNode plan = json("{'intent':{'name':'RateDrillIntent'}}");
    for (int i = 0; i < 5; i++) {
      assertThat(api().post("/api/v1/intents/plan", plan).json().path("wouldTry")).hasSize(1);
    }
    assertThat(submit("RateDrillIntent", "fallback").status()).isEqualTo(200);

    Api.Reply refused = submit("RateDrillIntent", "fallback");
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.json().at("/error/code").asText()).isEqualTo("RATE_LIMIT");
    assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 60);
    assertThat(refused.header("RateLimit")).startsWith("\"" + id + "\";r=0;t=");
    JsonNode reason = refused.json().at("/metadata/policy/reasons/rate-b");
    assertThat(reason.path("ruleId").asText()).isEqualTo(id);
    assertThat(reason.path("action").asText()).isEqualTo("rate_limit");
    assertThat(desk.called()).containsExactly("rate-a", "rate-b", "rate-a", "rate-b");
    told(refused.header("Intentus-Execution-Id"), id);
  }

  private static void told(String execution, String rule) {
    JsonNode explained = read("/api/v1/executions/" + execution + "/explain");
    assertThat(explained.at("/rateLimits/0/key").asText()).isEqualTo(rule);
    assertThat(explained.at("/rateLimits/0/used").asLong()).isEqualTo(2);
    assertThat(explained.at("/candidates/0/why").asText()).contains("lets 2 calls a minute");
    JsonNode decision = read("/api/v1/executions/" + execution + "/events").at("/items/1");
    assertThat(decision.path("type").asText()).isEqualTo("POLICY_DECISION");
    assertThat(decision.at("/payload/rateLimits/0/counted").asBoolean(true)).isFalse();
    assertThat(read("/api/v1/executions/" + execution + "/verify").path("valid").asBoolean())
        .isTrue();
  }

  @Test
  void goesOnWithThoseWhoHaveRoomLeft() {
    desk.register("room-a", "RoomDrillIntent", Behaviour.succeed());
    desk.register("room-b", "RoomDrillIntent", Behaviour.succeed());
    inForce(
        "{'id':'room','action':'allow','intents':['RoomDrillIntent'],'agents':['room-a'],"
            + "'rate_limit_per_minute':1,'rate_limit_key_template':'{intent}/{agent}/"
            + System.nanoTime()
            + "'}");
    assertThat(submit("RoomDrillIntent", "direct").json().at("/metadata/agent").asText())
        .isEqualTo("room-a");
    JsonNode second = submit("RoomDrillIntent", "direct").json();
    assertThat(second.at("/metadata/agent").asText()).isEqualTo("room-b");
    assertThat(second.at("/metadata/policy/filtered/0").asText()).isEqualTo("room-a");
  }

  @ParameterizedTest
  @CsvSource({"read_only,failed,false", "irreversible,unknown,true"})
  void cutsACallThatTakesLongerThanItsRuleAllows(String effect, String status, boolean unknown) {
    ObjectNode draft = desk.draft("slow-" + effect, "SlowDrillIntent").put("sideEffect", effect);
    desk.register(draft, Behaviour.hang());
    inForce("{'id':'quick','action':'allow','agents':['slow-*'],'max_timeout_ms':300}");
    long begun = System.nanoTime();
    Api.Reply cut = submit("SlowDrillIntent", "direct");
    assertThat((System.nanoTime() - begun) / 1_000_000).isBetween(300L, 20_000L);
    assertThat(cut.status()).isEqualTo(504);
    assertThat(cut.json().at("/error/code").asText()).isEqualTo("AGENT_TIMEOUT");
    assertThat(cut.json().at("/error/details/ambiguous").asBoolean(false)).isEqualTo(unknown);
    String id = cut.header("Intentus-Execution-Id");
    assertThat(read("/api/v1/executions/" + id).path("status").asText()).isEqualTo(status);
    JsonNode decision = read("/api/v1/executions/" + id + "/events").at("/items/2/payload");
    assertThat(decision.at("/maxTimeoutMs/slow-" + effect).asLong()).isEqualTo(300);
  }

  static Stream<Named<JsonNode>> single() {
    return Golden.cases("policy.json").map(c -> Named.of(c.get("id").textValue(), c));
  }

  static Stream<Named<JsonNode>> several() {
    return Golden.cases("policy_targets.json").map(c -> Named.of(c.get("id").textValue(), c));
  }

  private static JsonNode evaluate(ObjectNode question) {
    Api.Reply reply = api().post(EVALUATE, question);
    assertThat(reply.status()).as("%s", reply).isEqualTo(200);
    Described.answer("POST", EVALUATE, reply);
    return reply.json().path("evaluation");
  }

  @ParameterizedTest
  @MethodSource("single")
  void answersForOneTargetAsEveryOtherNode(JsonNode golden) {
    ObjectNode question = golden.get("input").deepCopy();
    JsonNode answer = evaluate(question);
    JsonNode expected = golden.get("expected");
    JsonNode row =
        answer.path(question.path("context").path("agent").asText("").replace("null", ""));
    assertThat(row.path("action").asText())
        .isEqualTo(expected.path("allowed").asBoolean() ? "allow" : "deny");
    assertThat(row.path("ruleId")).isEqualTo(expected.path("matchedRule"));
    assertThat(row.path("rateLimitKey")).isEqualTo(expected.path("rateLimitKey"));
    assertThat(row.path("rateLimitPerMinute")).isEqualTo(expected.path("rateLimitPerMinute"));
    assertThat(row.path("maxTimeoutMs")).isEqualTo(expected.path("maxTimeoutMs"));
  }

  @ParameterizedTest
  @MethodSource("several")
  void answersForEachTargetAsEveryOtherNode(JsonNode golden) {
    JsonNode answer = evaluate(golden.get("input").deepCopy());
    golden
        .at("/expected/evaluation")
        .properties()
        .forEach(
            target -> {
              JsonNode row = answer.path(target.getKey());
              assertThat(row.path("action").asText().toUpperCase(Locale.ROOT))
                  .isEqualTo(target.getValue().path("action").asText());
              assertThat(row.path("ruleId")).isEqualTo(target.getValue().path("rule"));
            });
  }

  @Test
  void asksThePolicyInForceWhenNoneIsGivenAndCountsNothing() {
    String key = "asked-" + System.nanoTime();
    inForce("{'id':'" + key + "','action':'allow','agents':['ask-a'],'rate_limit_per_minute':1}");
    desk.register("ask-a", "AskDrillIntent", Behaviour.succeed());
    for (int i = 0; i < 3; i++) {
      JsonNode row = evaluate(json("{'targets':['ask-a',null]}"));
      assertThat(row.at("/ask-a/rateLimitPerMinute").asInt()).isEqualTo(1);
      assertThat(row.path("").path("ruleId").isNull()).isTrue();
    }
    assertThat(submit("AskDrillIntent", "direct").status()).isEqualTo(200);
    assertThat(submit("AskDrillIntent", "direct").status()).isEqualTo(429);
  }

  @Test
  void noQuestionCanHangTheServer() {
    ObjectNode bomb = json("{'policy':{'rules':[{'action':'deny','payload_regex':{}}]}}");
    ((ObjectNode) bomb.at("/policy/rules/0/payload_regex")).put("q", "((a{1000}){1000}){1000}");
    assertThat(api().post(EVALUATE, bomb).status()).isEqualTo(422);
    ObjectNode slow = json("{'policy':{'rules':[]},'context':{'payload':{}},'targets':['x']}");
    for (int i = 0; i < 500; i++) {
      ObjectNode rule = slow.withObject("/policy").withArray("rules").addObject();
      rule.put("action", "allow").putObject("payload_regex").put("q", ".{0,90}x");
    }
    slow.withObject("/context/payload").put("q", "a".repeat(800_000));
    assertThat(evaluate(slow).at("/x/action").asText()).isEqualTo("allow");
    assertThat(api().post(EVALUATE, "[]").status()).isEqualTo(422);
    assertThat(api().post(EVALUATE, "{").status()).isEqualTo(400);
  }
}
