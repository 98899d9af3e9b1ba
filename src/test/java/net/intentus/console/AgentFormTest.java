package net.intentus.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import net.intentus.agent.GuardSettings;
import net.intentus.intent.Violation;
import org.junit.jupiter.api.Test;

class AgentFormTest {
  private static final Map<String, List<String>> SENT =
      Map.ofEntries(
          Map.entry("name", List.of(" search-a ")),
          Map.entry("version", List.of("1.0")),
          Map.entry("nodeId", List.of("")),
          Map.entry("nodePriority", List.of("7")),
          Map.entry("tenant", List.of("acme")),
          Map.entry("endpoint.type", List.of("http")),
          Map.entry("endpoint.address", List.of("https://a.example.org/")),
          Map.entry("sideEffect", List.of("read_only")),
          Map.entry("intent", List.of("SearchIntent", "")),
          Map.entry("intentVersion", List.of("*", "1.0")),
          Map.entry("inputSchema", List.of("{\"type\":\"object\"}", "")),
          Map.entry("outputSchema", List.of("", "")),
          Map.entry("labels", List.of("team=search\nowner=a=b")));

  @Test
  void becomesTheDocumentThatTheApiTakes() {
    assertThat(AgentForm.of(SENT).toJson())
        .isEqualTo(
            Fixtures.json(
                """
                {"name":"search-a","version":"1.0","nodePriority":7,
                 "identity":{"tenantId":"acme"},
                 "capabilities":[{"intent":{"name":"SearchIntent","version":"*"},
                   "inputSchema":{"type":"object"}}],
                 "endpoint":{"type":"http","address":"https://a.example.org/"},
                 "sideEffect":"read_only","runtime":{},
                 "labels":{"team":"search","owner":"a=b"}}
                """));
  }

  @Test
  void showsARegistrationSoThatSavingItChangesNothing() {
    AgentForm shown = AgentForm.of(Fixtures.agent("search-b", "node-2", 20, true));

    assertThat(shown.toJson())
        .isEqualTo(
            Fixtures.json(
                """
                {"name":"search-b","version":"1.0","nodeId":"node-2","nodePriority":20,
                 "capabilities":[{"intent":{"name":"SearchIntent","version":"*"}}],
                 "endpoint":{"type":"http","address":"https://agents.example.org/search-b"},
                 "sideEffect":"irreversible",
                 "runtime":{"language":"java","environment":"production","scaling":"manual"},
                 "labels":{"team":"search"}}
                """));
  }

  @Test
  void keepsWhatACallCosts() {
    Map<String, List<String>> sent = new java.util.HashMap<>(SENT);
    sent.put("cost.perCallMicros", List.of("70"));
    sent.put("cost.tier", List.of("economy"));
    AgentForm form = AgentForm.of(sent);
    assertThat(form.unreadable()).isEmpty();
    assertThat(form.toJson().path("cost").toString())
        .isEqualTo("{\"perCallMicros\":70,\"tier\":\"economy\"}");
    sent.put("cost.perCallMicros", List.of("a lot"));
    assertThat(AgentForm.of(sent).unreadable())
        .extracting(Violation::pointer)
        .containsExactly("/cost/perCallMicros");
  }

  @Test
  void readsAndShowsEveryGuardOfTheContract() {
    Map<String, List<String>> sent = new java.util.HashMap<>(SENT);
    sent.put("guard.timeoutMs", List.of("2000"));
    sent.put("guard.maxConcurrent", List.of("8"));
    sent.put("guard.maxQueued", List.of("4"));
    sent.put("guard.maxCallsPerMinute", List.of("60"));
    sent.put("guard.retry.maxRetries", List.of("2"));
    sent.put("guard.retry.delayMs", List.of("100"));
    sent.put("guard.retry.jitterMs", List.of(" 50 "));
    sent.put("guard.circuitBreaker.requestVolumeThreshold", List.of("20"));
    sent.put("guard.circuitBreaker.failureRatio", List.of("0.25"));
    sent.put("guard.circuitBreaker.delayMs", List.of("5000"));
    sent.put("guard.circuitBreaker.successThreshold", List.of("1"));
    assertThat(AgentForm.of(sent).toJson().path("guard"))
        .isEqualTo(
            Fixtures.json(
                """
                {"timeoutMs":2000,"maxConcurrent":8,"maxQueued":4,"maxCallsPerMinute":60,
                 "retry":{"maxRetries":2,"delayMs":100,"jitterMs":50},
                 "circuitBreaker":{"requestVolumeThreshold":20,"failureRatio":0.25,
                   "delayMs":5000,"successThreshold":1}}
                """));
    GuardSettings settings =
        new GuardSettings(
            2_000,
            8,
            4,
            60,
            new GuardSettings.Retry(2, 100, 50),
            new GuardSettings.Breaker(20, 0.25, 5_000, 1));
    GuardFields.of(settings)
        .forEach((field, shown) -> assertThat(sent.get(field).get(0).strip()).isEqualTo(shown));
    assertThat(GuardFields.of(settings)).hasSize(11);
  }

  @Test
  void leavesToTheReaderWhatIsNoNumber() {
    Map<String, List<String>> sent = new java.util.HashMap<>(SENT);
    sent.put("guard.timeoutMs", List.of("soon"));
    sent.put("guard.maxConcurrent", List.of("99999999999"));
    sent.put("guard.circuitBreaker.failureRatio", List.of("0,5"));
    assertThat(AgentForm.of(sent).toJson().path("guard"))
        .isEqualTo(
            Fixtures.json(
                """
                {"timeoutMs":"soon","maxConcurrent":"99999999999",
                 "circuitBreaker":{"failureRatio":"0,5"}}
                """));
    AgentForm wrong =
        AgentForm.of(sent)
            .withViolations(
                List.of(
                    new Violation("/guard/timeoutMs", "a"),
                    new Violation("/guard/circuitBreaker/failureRatio", "b"),
                    new Violation("/guard/retry", "c")));
    assertThat(wrong.errors())
        .containsOnlyKeys("guard.timeoutMs", "guard.circuitBreaker.failureRatio", "guard.retry");
    assertThat(AgentForm.label("guard.timeoutMs")).isEqualTo("Timeout");
    assertThat(AgentForm.label("guard.retry")).isEqualTo("Retry");
    assertThat(AgentForm.label("guard.nothing")).isEqualTo("Guards");
  }

  @Test
  void putsEachViolationAtItsField() {
    AgentForm form =
        AgentForm.of(SENT)
            .withViolations(
                List.of(
                    new Violation("/name", "a"),
                    new Violation("/endpoint/address", "b"),
                    new Violation("/capabilities/1/intent/name", "c"),
                    new Violation("/labels/team", "d"),
                    new Violation("/identity/tenantId", "e"),
                    new Violation("", "f")));

    assertThat(form.errors())
        .containsOnly(
            Map.entry("name", "a"),
            Map.entry("endpoint.address", "b"),
            Map.entry("capabilities.1.name", "c"),
            Map.entry("labels", "d"),
            Map.entry("tenant", "e"),
            Map.entry("", "f"));
    assertThat(form.value("name")).isEqualTo("search-a");
  }

  @Test
  void findsWhatIsNoNumberAndNoJson() {
    AgentForm form =
        AgentForm.of(
            Map.of(
                "name", List.of("a"),
                "nodePriority", List.of("soon"),
                "intent", List.of("A", "B"),
                "inputSchema", List.of("", "[1]"),
                "outputSchema", List.of("{", ""),
                "labels", List.of("team")));

    assertThat(form.unreadable())
        .extracting(Violation::pointer)
        .containsExactlyInAnyOrder(
            "/nodePriority",
            "/capabilities/1/inputSchema",
            "/capabilities/0/outputSchema",
            "/labels");
    assertThat(AgentForm.of(SENT).unreadable()).isEmpty();
  }
}
