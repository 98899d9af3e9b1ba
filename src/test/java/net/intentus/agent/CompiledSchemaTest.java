package net.intentus.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import net.intentus.intent.Json;
import net.intentus.intent.Violation;
import net.intentus.judge.JudgeAgent;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompiledSchemaTest {

  private static ObjectNode schema(String text) {
    return (ObjectNode) Fixtures.json(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type':'object','required':['q'],'properties':{'q':{'type':'string','minLength':1}}}",
        "{'$schema':'https://json-schema.org/draft/2020-12/schema','type':'object'}",
        "{'$defs':{'n':{'type':'integer'}},'properties':{'a':{'$ref':'#/$defs/n'}}}",
        "{'properties':{'child':{'$ref':'#'}}}",
        "{'properties':{'s':{'pattern':'^[a-z]+$','format':'email'}}}",
        "{'properties':{'$ref':{'type':'string'}}}",
        "{'unevaluatedProperties':false,'prefixItems':[{}],'dependentRequired':{'a':['b']}}",
      })
  void acceptsSchemas(String text) {
    assertThat(CompiledSchema.problem(schema(text))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type':'objekt'}",
        "{'required':'q'}",
        "{'properties':{'a':1}}",
        "{'minLength':-1}",
        "{'$schema':'http://json-schema.org/draft-07/schema#'}",
        "{'$ref':'https://json-schema.org/draft/2020-12/schema'}",
        "{'$ref':'file:///etc/passwd'}",
        "{'$ref':'classpath:intentus-build.properties'}",
        "{'$ref':'other.json'}",
        "{'$id':'http://127.0.0.1:1/','properties':{'a':{'$ref':'b'}}}",
        "{'$dynamicRef':'http://127.0.0.1:1/#x'}",
        "{'$ref':'#/$defs/nowhere'}",
        "{'pattern':'(unclosed'}",
        "{'pattern':'(?=lookahead)'}",
        "{'$ref':'#'}",
        "{'allOf':[{'$ref':'#'}]}",
      })
  void refusesSchemas(String text) {
    assertThat(CompiledSchema.problem(schema(text))).isPresent();
  }

  @Test
  void neverLoadsAnythingFromElsewhere() {
    try (JudgeAgent judge = JudgeAgent.start()) {
      String address = judge.address("schema");
      assertThat(CompiledSchema.problem(Json.object().put("$ref", address))).isPresent();
      assertThat(CompiledSchema.problem(Json.object().put("$schema", address))).isPresent();
      assertThat(judge.connections()).isZero();
    }
  }

  @Test
  void tellsWhereAndWhatButNotTheValue() {
    CompiledSchema compiled =
        CompiledSchema.of(
            schema(
                "{'required':['q'],'properties':{'n':{'type':'integer'},'p':{'enum':['a']},"
                    + "'s':{'pattern':'^a$'}}}"));
    assertThat(compiled.check(Fixtures.json("{'n':'hunter2','p':'hunter2','s':'hunter2'}")))
        .extracting(Violation::pointer)
        .containsExactlyInAnyOrder("", "/n", "/p", "/s");
    assertThat(compiled.check(Fixtures.json("{'n':'hunter2','p':'hunter2','s':'hunter2'}")))
        .extracting(Violation::message)
        .noneMatch(message -> message.contains("hunter2"));
    assertThat(compiled.check(Fixtures.json("{'q':1,'n':3,'p':'a','s':'a'}"))).isEmpty();
  }

  @Test
  void matchesPatternsInLinearTime() {
    CompiledSchema compiled =
        CompiledSchema.of(schema("{'properties':{'s':{'pattern':'^(a+)+$'}}}"));
    ObjectNode value = Json.object().put("s", "a".repeat(50_000) + "!");
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(5), () -> assertThat(compiled.check(value)).hasSize(1));
  }

  @Test
  void listsTwentyViolationsAtMost() {
    CompiledSchema compiled = CompiledSchema.of(schema("{'items':{'type':'string'}}"));
    assertThat(compiled.check(Fixtures.json("[" + "1,".repeat(99) + "1]"))).hasSize(20);
  }
}
