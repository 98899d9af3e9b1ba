package net.intentus.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import net.intentus.harness.Api;
import net.intentus.intent.Hashes;
import net.intentus.intent.Json;
import net.intentus.judge.Behaviour;
import net.intentus.judge.JudgeAgent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Compiled plans from outside: taken, compared, put in force and refused. */
class ReleaseIT {
  private static final String RELEASE = "/api/v1/release";
  @AutoClose private static final JudgeAgent judge = JudgeAgent.start();
  private ObjectNode before;

  @BeforeEach
  void remember() {
    before = plan();
    judge.reset();
  }

  @AfterEach
  void restore() {
    assertThat(send("import", before, "If-Match", "*").status()).isEqualTo(200);
  }

  private static Api api() {
    return Servers.standard().api();
  }

  private static ObjectNode plan() {
    Api.Reply reply = api().get(RELEASE);
    assertThat(reply.status()).as("%s", reply).isEqualTo(200);
    Described.answer("GET", RELEASE, reply);
    assertThat(reply.header("ETag")).isEqualTo("\"" + reply.json().path("hash").asText() + "\"");
    return (ObjectNode) reply.json();
  }

  private static Api.Reply send(String what, JsonNode plan, String... headers) {
    return Described.answer(
        "POST", RELEASE + "/" + what, api().post(RELEASE + "/" + what, plan, headers));
  }

  /** The hash that the contract describes, made by hand. */
  private static ObjectNode sealed(ObjectNode plan) {
    ObjectNode content = plan.deepCopy();
    content.remove(List.of("hash", "signature"));
    return plan.put("hash", Hashes.of(content));
  }

  /** The plan with two more agents for an intent, and a rule about one of them. */
  private ObjectNode wanted(int priorityOfA) {
    ObjectNode plan = before.deepCopy();
    agent(plan, "rel-a").put("nodePriority", priorityOfA);
    agent(plan, "rel-b").put("nodePriority", 50);
    return sealed(plan);
  }

  private static ObjectNode agent(ObjectNode plan, String name) {
    ObjectNode json = plan.withArray("/agents").addObject();
    json.put("name", name).put("sideEffect", "read_only");
    json.putArray("capabilities").addObject().putObject("intent").put("name", "ReleaseIntent");
    json.putObject("endpoint").put("type", "http").put("address", judge.address(name));
    judge.on(name, Behaviour.succeed());
    return json;
  }

  private static String answeredBy() {
    Api.Reply reply =
        api().post("/api/v1/intents", "{\"intent\":{\"name\":\"ReleaseIntent\"},\"payload\":{}}");
    return reply.status() == 200
        ? reply.json().at("/metadata/agent").asText()
        : reply.json().at("/error/code").asText();
  }

  private static List<String> texts(JsonNode list, String field) {
    List<String> texts = new ArrayList<>();
    list.forEach(row -> texts.add(row.path(field).asText()));
    return texts;
  }

  private static void same(ObjectNode plan) {
    assertThat(plan().path("hash").asText()).isEqualTo(plan.path("hash").asText());
  }

  @Test
  void theHashIsThatOfTheCanonicalFormAndHoldsNoSecretAndNothingThatRuns() {
    assertThat(sealed(before.deepCopy())).isEqualTo(before);
    JsonNode echo =
        StreamSupport.stream(before.path("agents").spliterator(), false)
            .filter(agent -> agent.path("name").asText().equals("echo"))
            .findFirst()
            .orElseThrow();
    assertThat(echo.has("enabled") || echo.has("health") || echo.has("managed")).isFalse();
    assertThat(echo.path("nodePriority").asInt()).isEqualTo(100);
    assertThat(api().post("/api/v1/agents/echo/disable", "{}").status()).isEqualTo(200);
    same(before);
    assertThat(send("import", before, "If-Match", "*").status()).isEqualTo(200);
    assertThat(api().get("/api/v1/agents/echo").json().path("enabled").asBoolean()).isFalse();
    assertThat(api().post("/api/v1/agents/echo/enable", "{}").status()).isEqualTo(200);
  }

  @Test
  void aCheckSaysWhatWouldChangeAndChangesNothing() {
    ObjectNode plan = wanted(10);
    plan.putObject("policy").put("default", "allow").putArray("rules");
    Api.Reply checked = send("check", sealed(plan));
    assertThat(checked.status()).as("%s", checked).isEqualTo(200);
    JsonNode report = checked.json();
    assertThat(report.path("same").asBoolean()).isFalse();
    assertThat(report.path("signature").asText()).isEqualTo("absent");
    assertThat(texts(report.path("differences"), "name"))
        .contains("rel-a", "rel-b", "rule protect-cctv");
    assertThat(report.at("/differences/0/live").isNull()).isTrue();
    assertThat(report.at("/differences/0/wanted/nodePriority").asInt()).isEqualTo(10);
    assertThat(checked.header("ETag")).isEqualTo("\"" + before.path("hash").asText() + "\"");
    same(before);
    assertThat(answeredBy()).isEqualTo("CAPABILITY_NOT_FOUND");
  }

  @Test
  void aPlanMayNotMakeDecisionsDependOnLatencyWhereDeterminismIsRequired() {
    ObjectNode plan = wanted(10);
    ObjectNode budget = plan.putArray("budgets").addObject();
    budget.put("id", "rel-slow").put("scope", "global").put("period", "day");
    budget.put("limitCalls", 9).put("softLatencyMs", 5).put("onSoft", "degrade");
    Api.Reply refused = send("import", sealed(plan), "If-Match", "*");
    assertThat(refused.status()).as("%s", refused).isEqualTo(422);
    assertThat(texts(refused.json().path("violations"), "pointer"))
        .containsExactly("/budgets/0/softLatencyMs");
    same(before);
  }

  @Test
  void anImportTakesEffectAsAWholeAndAtOnce() {
    Api.Reply done = send("import", wanted(10), "If-Match", tag(before));
    assertThat(done.status()).as("%s", done).isEqualTo(200);
    assertThat(answeredBy()).isEqualTo("rel-a");
    Api.Reply turned = send("import", wanted(90), "If-Match", done.header("ETag"));
    assertThat(texts(turned.json().path("differences"), "name"))
        .containsExactly("rel-a: nodePriority");
    assertThat(answeredBy()).isEqualTo("rel-b");
    ObjectNode denied = wanted(90);
    denied.putObject("policy").put("default", "deny").putArray("rules");
    send("import", sealed(denied), "If-Match", turned.header("ETag"));
    assertThat(answeredBy()).isEqualTo("POLICY_DENIED");
    send("import", before, "If-Match", "*");
    assertThat(answeredBy()).isEqualTo("CAPABILITY_NOT_FOUND");
    assertThat(api().get("/api/v1/agents/rel-a").status()).isEqualTo(404);
    same(before);
    assertThat(judge.calls("rel-a") + judge.calls("rel-b")).isEqualTo(2);
  }

  private static String tag(ObjectNode plan) {
    return "\"" + plan.path("hash").asText() + "\"";
  }

  @Test
  void budgetsAreReleasedWithTheRestAndHoldAtOnce() {
    ObjectNode plan = wanted(10);
    plan.withArray("/budgets")
        .addObject()
        .put("id", "rel-budget")
        .put("scope", "intent")
        .put("scopeId", "ReleaseIntent")
        .put("period", "day")
        .put("limitCalls", 1);
    Api.Reply done = send("import", sealed(plan), "If-Match", "*");
    assertThat(texts(done.json().path("differences"), "name")).contains("rel-budget");
    assertThat(answeredBy()).isEqualTo("rel-a");
    assertThat(answeredBy()).isEqualTo("BUDGET_EXCEEDED");
    JsonNode written = plan().path("budgets").get(0);
    assertThat(written.path("onHard").asText()).as("every default is written").isEqualTo("deny");
    ((ObjectNode) plan.at("/budgets/0")).put("limitCalls", 2);
    Api.Reply more = send("import", sealed(plan), "If-Match", done.header("ETag"));
    assertThat(texts(more.json().path("differences"), "name"))
        .containsExactly("rel-budget: limitCalls");
    assertThat(answeredBy()).as("what was used still counts").isEqualTo("rel-a");
    assertThat(answeredBy()).isEqualTo("BUDGET_EXCEEDED");
    ((ObjectNode) plan.at("/budgets/0")).put("period", "always");
    refused(sealed(plan), "/budgets/0/period");
    send("import", before, "If-Match", "*");
    assertThat(api().get("/api/v1/budgets/rel-budget").status()).isEqualTo(404);
  }

  @Test
  void anImportIsListedAndInTheTrail() {
    ObjectNode plan = wanted(10);
    String hash = send("import", plan, "If-Match", "*").json().path("hash").asText();
    Api.Reply imports = api().get(RELEASE + "/imports");
    Described.answer("GET", RELEASE + "/imports", imports);
    assertThat(imports.json().at("/items/0/hash").asText()).isEqualTo(hash);
    JsonNode entry = api().get("/api/v1/audit?action=plan.import&limit=1").json().at("/items/0");
    assertThat(entry.at("/detail/hash").asText()).isEqualTo(hash);
    assertThat(entry.at("/detail/replaced").asText()).isEqualTo(before.path("hash").asText());
  }

  @Test
  void whatSomebodyElseChangedMeanwhileIsNotOverwritten() {
    assertThat(send("import", wanted(10), "If-Match", tag(before)).status()).isEqualTo(200);
    assertThat(send("import", wanted(20), "If-Match", tag(before)).status()).isEqualTo(412);
    assertThat(send("import", wanted(20), "If-Match", "\"7\"").status()).isEqualTo(412);
    assertThat(send("import", wanted(20)).status()).isEqualTo(428);
    assertThat(answeredBy()).isEqualTo("rel-a");
  }

  @Test
  void whatCannotBePutInForceIsRefusedWithEveryPlaceAndChangesNothing() {
    ObjectNode edited = wanted(10);
    edited.withObject("/policy").put("default", "deny");
    refused(edited, "/hash");
    refused(sealed(wanted(10).put("schema", "intentusnet-plan/9")), "/schema");
    ObjectNode bad = wanted(10);
    ((ObjectNode) agent(bad, "rel-c").path("endpoint"))
        .put("address", "http://169.254.169.254/")
        .put("credentialRef", "nobody-knows-it");
    agent(bad, "rel-d").put("enabled", true);
    refused(sealed(bad), "/agents/" + (bad.path("agents").size() - 1) + "/enabled");
    ObjectNode without = before.deepCopy();
    without.putArray("agents");
    refused(sealed(without), "/agents");
    ObjectNode rule = wanted(10);
    rule.withObject("/policy").putArray("rules").addObject().put("id", "x").put("action", "maybe");
    refused(sealed(rule), "/policy/rules/0/action");
    ObjectNode address = wanted(10);
    ((ObjectNode) agent(address, "aaa").path("endpoint")).put("address", "http://169.254.169.254/");
    refused(sealed(address), "/agents/0/endpoint/address");
    assertThat(api().post(RELEASE + "/check", "{").status()).isEqualTo(400);
    same(before);
  }

  private static void refused(ObjectNode plan, String pointer) {
    for (Api.Reply reply : List.of(send("check", plan), send("import", plan, "If-Match", "*"))) {
      assertThat(reply.status()).as("%s", reply).isEqualTo(422);
      assertThat(texts(reply.json().path("violations"), "pointer")).contains(pointer);
    }
  }

  @Test
  void onlyTheAdministratorOfAllTenantsDealsWithPlans() {
    ObjectNode wish = Json.object().put("subject", "acme-admin").put("tenant", "acme");
    wish.putArray("roles").add("admin");
    JsonNode made = api().post("/api/v1/keys", wish).json();
    Api acme = api().as(made.path("key").asText());
    assertThat(acme.get(RELEASE).status()).isEqualTo(403);
    assertThat(acme.get(RELEASE + "/imports").status()).isEqualTo(403);
    assertThat(acme.post(RELEASE + "/check", before).status()).isEqualTo(403);
    assertThat(acme.post(RELEASE + "/import", before, "If-Match", "*").status()).isEqualTo(403);
    api().delete("/api/v1/keys/" + made.path("id").asText());
  }
}
