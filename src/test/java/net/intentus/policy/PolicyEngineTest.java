package net.intentus.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import net.intentus.intent.Json;
import net.intentus.policy.PolicyDecision.Action;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyEngineTest {

  static JsonNode json(String text) {
    try {
      return Json.read(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static PolicyContext context(String payload) {
    return new PolicyContext(
        "key:k", Set.of("user"), "acme", "Search", "k", "192.0.2.1", (ObjectNode) json(payload));
  }

  private static PolicyDecision decide(String policy, String payload) {
    return PolicyEngine.evaluate(PolicyDocument.lenient(json(policy)), context(payload), "db");
  }

  @ParameterizedTest
  @CsvSource({
    "a*, a, true",
    "a*, ba, false",
    "*a, ba, true",
    "*a, ab, false",
    "a*a, a, false",
    "a*a, aa, true",
    "*b*, abc, true",
    "a*b*c, a-b-b-c, true",
    "a*b*c, acb, false",
    "a*bc*c, abc, false",
    "ab*ba, aba, false",
    "a.*, abc, false",
    "**, x, true"
  })
  void aStarStandsForAnyRunOfCharactersAndNothingElseForMore(
      String glob, String name, boolean matches) {
    assertThat(Glob.of(glob).matches(name)).isEqualTo(matches);
  }

  @Test
  void globsTakeLinearTime() {
    Glob glob = Glob.of("*a".repeat(200) + "b");
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(5), () -> assertThat(glob.matches("a".repeat(100_000))).isFalse());
  }

  @Test
  void fillsEveryNameOfATemplate() {
    assertThat(
            decide(
                    "{'rules':[{'action':'allow','rate_limit_per_minute':1,'rate_limit_key_template':"
                        + "'{tenant}/{subject}/{key}/{intent}/{agent}/{address}/{other}/{'}]}",
                    "{}")
                .rateLimitKey())
        .isEqualTo("acme/key:k/k/Search/db/192.0.2.1/{other}/{");
  }

  @Test
  void aRuleThatNeedsApprovalKeepsItsLimits() {
    PolicyDecision decision =
        decide(
            "{'rules':[{'id':'r','action':'Require_Approval','rate_limit_per_minute':5,"
                + "'max_timeout_ms':100}]}",
            "{}");
    assertThat(decision).isEqualTo(new PolicyDecision(Action.REQUIRE_APPROVAL, "r", null, 5, 100L));
  }

  @Test
  void searchesTheCanonicalTextOfWhatIsNoString() {
    String policy = "{'rules':[{'id':'r','action':'deny','payload_regex':{'q':'%s'}}]}";
    assertThat(
            decide(policy.formatted("^\\\\{.a.:1,.b.:\\\\[2\\\\]\\\\}$"), "{'q':{'b':[2],'a':1.0}}")
                .ruleId())
        .isEqualTo("r");
    assertThat(decide(policy.formatted("secret"), "{'p':{'q':'secret'}}").ruleId()).isNull();
    assertThat(decide(policy.formatted("^$"), "{}").ruleId()).isEqualTo("r");
    assertThat(decide(policy.formatted("^$"), "{'q':null}").ruleId()).isEqualTo("r");
    assertThat(decide(policy.formatted("E"), "{'q':1e400}").action()).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'payload_regex':{'q':'('}",
        "'payload_regex':{'q':'(?=x)'}",
        "'payload_regex':{'q':7}",
        "'payload_regex':'q'",
        "'agents':'cctv'",
        "'agents':[7]",
        "'tenants':{}",
        "'priority':'first'",
        "'rate_limit_per_minute':'many'",
        "'rate_limit_per_minute':-1",
        "'rate_limit_key_template':7",
        "'max_timeout_ms':1.5"
      })
  void aPartThatCannotBeUsedNeverLetsMoreThrough(String part) {
    String policy = "{'default':'%s','rules':[{'id':'r','action':'%s'," + part + "}]}";
    assertThat(decide(policy.formatted("deny", "allow"), "{}").action()).isEqualTo(Action.DENY);
    assertThat(decide(policy.formatted("allow", "deny"), "{}").ruleId()).isEqualTo("r");
    assertThat(decide(policy.formatted("allow", "require_approval"), "{}").action())
        .isEqualTo(Action.REQUIRE_APPROVAL);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "null",
        "'x'",
        "{'rules':{}}",
        "{'rules':'none'}",
        "{'default':7}",
        "{'default':'require_approval'}",
        "{'rules':[7]}",
        "{'rules':[{}]}"
      })
  void aDocumentThatMakesNoSenseDenies(String policy) {
    assertThat(decide(policy, "{}").action()).isEqualTo(Action.DENY);
  }

  @Test
  void theEmptyDocumentAllows() {
    assertThat(PolicyEngine.evaluate(PolicyDocument.EMPTY, context("{}"), "db").action())
        .isEqualTo(Action.ALLOW);
  }

  @Test
  void rulesOfEqualPriorityKeepTheirOrder() {
    assertThat(
            decide(
                    "{'rules':[{'id':'c','priority':1,'action':'deny'},{'id':'a','action':'allow'},"
                        + "{'id':'b','priority':0,'action':'deny'}]}",
                    "{}")
                .ruleId())
        .isEqualTo("a");
  }

  @Test
  void theHashIsThatOfTheCanonicalDocument() {
    String hash = PolicyDocument.lenient(json("{'default':'deny','rules':[]}")).hash();
    assertThat(PolicyDocument.lenient(json("{'rules':[],'default':'deny'}")).hash())
        .isEqualTo(hash);
    assertThat(PolicyDocument.lenient(json("{'rules':[],'default':'allow'}")).hash())
        .isNotEqualTo(hash);
  }

  @Test
  void laterChangesOfTheSourceChangeNothing() {
    ObjectNode source = (ObjectNode) json("{'default':'deny'}");
    PolicyDocument document = PolicyDocument.lenient(source);
    String hash = document.hash();
    source.put("default", "allow");
    ((ObjectNode) document.toJson()).put("default", "allow");
    assertThat(document.hash()).isEqualTo(hash);
  }

  @Test
  void aSearchThatWouldTakeTooLongNeverLetsMoreThrough() {
    String policy =
        "{'default':'%s','rules':[{'id':'r','action':'%s','payload_regex':{'q':'(.{0,90}x){40}'}}]}";
    String payload = "{'q':'" + "a".repeat(1_000_000) + "'}";
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(30),
        () -> {
          assertThat(decide(policy.formatted("deny", "allow"), payload).ruleId()).isNull();
          assertThat(decide(policy.formatted("allow", "deny"), payload).ruleId()).isEqualTo("r");
        });
  }

  @Test
  void allSearchesOfAPayloadAreBoundedTogether() {
    StringBuilder rules = new StringBuilder();
    for (int i = 0; i < 900; i++) {
      rules.append("{'id':'r%d','action':'allow','payload_regex':{'q':'.{0,90}x'}},".formatted(i));
    }
    String policy = "{'rules':[" + rules + "{'id':'last','action':'deny'}]}";
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(30),
        () ->
            assertThat(decide(policy, "{'q':'" + "a".repeat(500_000) + "'}").ruleId())
                .isEqualTo("last"));
  }
}
