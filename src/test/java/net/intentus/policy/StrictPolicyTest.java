package net.intentus.policy;

import static net.intentus.policy.PolicyEngineTest.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.intentus.intent.Violation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrictPolicyTest {
  private static final String FULL =
      "{'default':'deny','rules':[{'id':'a','action':'Allow','priority':-1,'intents':['Get*'],"
          + "'agents':[],'roles':['*'],'tenants':['acme'],'payload_regex':{'q':'^[a-z]+$'},"
          + "'rate_limit_per_minute':1,'rate_limit_key_template':'{tenant}:{intent}',"
          + "'max_timeout_ms':100}]}";
  private static final String LIMITS =
      "{'rules':[{'id':'a','action':'require_approval','approval':{'assignee':'x'},"
          + "'rate_limit_per_minute':1}]}";

  private static List<String> pointers(String policy, boolean enforcedOnly) {
    PolicyDocument.Reading reading = PolicyDocument.strict(json(policy), enforcedOnly);
    return reading instanceof PolicyDocument.Reading.Invalid invalid
        ? invalid.violations().stream().map(Violation::pointer).toList()
        : List.of();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{'rules':[]}", FULL})
  void acceptsWhatIsEnforced(String policy) {
    assertThat(PolicyDocument.strict(json(policy), true))
        .isInstanceOf(PolicyDocument.Reading.Accepted.class);
  }

  @Test
  void refusesWhatIsNotEnforcedYetOnlyWhenAsked() {
    assertThat(pointers(LIMITS, false)).isEmpty();
    assertThat(pointers(LIMITS, true)).containsExactlyInAnyOrder("/rules/0/action");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'x/y':1} | /x~1y",
        "{'default':'maybe'} | /default",
        "{'default':null} | /default",
        "{'rules':{'a':{'id':'x'}}} | /rules",
        "{'default':'require_approval'} | /default",
        "{'rules':{}} | /rules",
        "{'rules':null} | /rules",
        "{'rules':[7]} | /rules/0",
        "{'rules':[{'action':'allow'}]} | /rules/0/id",
        "{'rules':[{'id':' ','action':'allow'}]} | /rules/0/id",
        "{'rules':[{'id':'a'}]} | /rules/0/action",
        "{'rules':[{'id':'a','action':'permit'}]} | /rules/0/action",
        "{'rules':[{'id':'a','action':'allow','agent':'x'}]} | /rules/0/agent",
        "{'rules':[{'id':'a','action':'allow'},{'id':'a','action':'deny'}]} | /rules/1/id",
        "{'rules':[{'id':'a','action':'allow','priority':1.5}]} | /rules/0/priority",
        "{'rules':[{'id':'a','action':'allow','priority':3000000000}]} | /rules/0/priority",
        "{'rules':[{'id':'a','action':'allow','agents':'x'}]} | /rules/0/agents",
        "{'rules':[{'id':'a','action':'allow','roles':['x',1]}]} | /rules/0/roles/1",
        "{'rules':[{'id':'a','action':'allow','tenants':['']}]} | /rules/0/tenants/0",
        "{'rules':[{'id':'a','action':'deny','payload_regex':[]}]} | /rules/0/payload_regex",
        "{'rules':[{'id':'a','action':'deny','payload_regex':{'q/r':'('}}]} | /rules/0/payload_regex/q~1r",
        "{'rules':[{'id':'a','action':'deny','payload_regex':{'q':'(?<=a)b'}}]} | /rules/0/payload_regex/q",
        "{'rules':[{'id':'a','action':'deny','payload_regex':{'q':'((a{1000}){1000}){1000}'}}]} | /rules/0/payload_regex/q",
        "{'rules':[{'id':'a','action':'allow','rate_limit_per_minute':0}]} | /rules/0/rate_limit_per_minute",
        "{'rules':[{'id':'a','action':'allow','rate_limit_per_minute':1,'rate_limit_key_template':'{user}'}]} | /rules/0/rate_limit_key_template",
        "{'rules':[{'id':'a','action':'allow','rate_limit_per_minute':1,'rate_limit_key_template':'{tenant'}]} | /rules/0/rate_limit_key_template",
        "{'rules':[{'id':'a','action':'allow','rate_limit_key_template':'{tenant}'}]} | /rules/0/rate_limit_key_template",
        "{'rules':[{'id':'a','action':'allow','max_timeout_ms':'1'}]} | /rules/0/max_timeout_ms",
        "{'rules':[{'id':'a','action':'allow','approval':{}}]} | /rules/0/approval",
        "[] | ``",
      })
  void saysWhereTheDocumentIsWrong(String policy, String pointer) {
    assertThat(pointers(policy, false)).containsExactly(pointer == null ? "" : pointer);
  }

  @Test
  void listsEveryViolation() {
    assertThat(
            pointers(
                "{'default':1,'y':2,'rules':[{'id':'a'},{'action':'allow','priority':'x'}]}",
                false))
        .containsExactlyInAnyOrder(
            "/y", "/default", "/rules/0/action", "/rules/1/id", "/rules/1/priority");
  }

  @Test
  void boundsTheDocument() {
    String rule = "{'id':'%d','action':'allow'}";
    StringBuilder rules = new StringBuilder(rule.formatted(0));
    for (int i = 1; i < StrictPolicy.MAX_RULES; i++) {
      rules.append(',').append(rule.formatted(i));
    }
    assertThat(pointers("{'rules':[" + rules + "]}", false)).isEmpty();
    assertThat(pointers("{'rules':[" + rules + ',' + rule.formatted(-1) + "]}", false))
        .containsExactly("/rules");
  }

  @Test
  void boundsAllPatternsTogether() {
    String rule = "{'id':'%d','action':'deny','payload_regex':{'q':'(a{90}){50}'}}";
    StringBuilder rules = new StringBuilder(rule.formatted(0));
    for (int i = 1; i < 30; i++) {
      rules.append(',').append(rule.formatted(i));
    }
    assertThat(pointers("{'rules':[" + rules + "]}", false)).containsExactly("/rules");
    assertThat(PolicyDocument.bearable(json("{'rules':[" + rules + "]}"))).isFalse();
    assertThat(pointers("{'rules':[" + rule.formatted(0) + "]}", false)).isEmpty();
    assertThat(PolicyDocument.bearable(json("{'rules':[" + rule.formatted(0) + "]}"))).isTrue();
  }
}
