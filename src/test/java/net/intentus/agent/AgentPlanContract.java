package net.intentus.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import net.intentus.JpaDatabase;
import net.intentus.audit.AuditEntry;
import net.intentus.intent.Json;
import net.intentus.intent.Violation;
import net.intentus.intent.Violations;
import net.intentus.outbound.AddressCheck;
import net.intentus.outbound.AddressRules;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an import makes of the registry, on a real database. */
abstract class AgentPlanContract {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-01-01T00:00:00.123Z"), ZoneOffset.UTC);
  private final List<AuditEntry> audited = new ArrayList<>();
  private final LocalAgents locals =
      new LocalAgents(List.of(Fixtures.inside("echo", true, e -> e.payload())));
  private JpaDatabase database;

  abstract JpaDatabase open();

  @BeforeEach
  void start() {
    database = open();
    database.inTransaction(
        entities -> {
          new AgentChanges(new AgentStore(entities), audited::add, locals, CLOCK).registerManaged();
          return true;
        });
    audited.clear();
  }

  @AfterEach
  void stop() {
    database.close();
  }

  private <T> T run(Function<AgentPlan, T> work) {
    return database.inTransaction(
        entities ->
            work.apply(
                new AgentPlan(
                    new AgentStore(entities),
                    new RegistrationReader(
                        new AddressCheck(AddressRules.parse(List.of())),
                        locals,
                        (agent, violations) -> {}),
                    locals,
                    audited::add,
                    CLOCK)));
  }

  private void put(JsonNode plan) {
    run(
        agents -> {
          agents.put(plan, Fixtures.ROOT);
          return true;
        });
  }

  private List<String> wrong(JsonNode plan) {
    Violations violations = new Violations();
    run(
        agents -> {
          agents.check(plan, "/agents", violations);
          return true;
        });
    return violations.all().stream().map(Violation::toString).toList();
  }

  private ArrayNode with(AgentRegistration... agents) {
    ArrayNode plan = run(AgentPlan::live);
    for (AgentRegistration agent : agents) {
      plan.add(PlannedAgents.of(agent));
    }
    return plan;
  }

  private Optional<AgentRegistration> stored(String name) {
    return database.inTransaction(
        entities -> new AgentStore(entities).find(name).map(AgentEntity::registration));
  }

  private List<String> told() {
    List<String> told =
        audited.stream().map(entry -> entry.action() + " " + entry.objectId()).toList();
    audited.clear();
    return told;
  }

  @Test
  void whatIsPutIsWhatIsLive() {
    ArrayNode plan =
        with(
            Fixtures.http("b", "https://agent.example/b"),
            Fixtures.http("a", "https://agent.example/a"));
    put(plan);
    assertThat(told()).containsExactly("agent.register b", "agent.register a");
    Violations none = new Violations();
    assertThat(run(AgentPlan::live)).isEqualTo(PlannedAgents.normal(plan, "", none));
    assertThat(none.isEmpty()).isTrue();
  }

  @Test
  void whatIsTheSameKeepsItsRevision() {
    put(with(Fixtures.http("a", "https://agent.example/a")));
    long before = stored("a").orElseThrow().revision();
    told();
    put(with(Fixtures.http("b", "https://agent.example/b")));
    assertThat(told()).containsExactly("agent.register b");
    assertThat(stored("a").orElseThrow().revision()).isEqualTo(before);
  }

  @Test
  void aChangeLeavesWhatOperatorsDecide() {
    put(with(Fixtures.http("a", "https://agent.example/a")));
    database.inTransaction(
        entities ->
            new AgentChanges(new AgentStore(entities), audited::add, locals, CLOCK)
                .enable("a", false, Fixtures.ROOT));
    told();
    ArrayNode plan = run(AgentPlan::live);
    ((ObjectNode) plan.get(0)).put("nodePriority", 7);
    put(plan);
    assertThat(told()).containsExactly("agent.update a");
    AgentRegistration changed = stored("a").orElseThrow();
    assertThat(changed.nodePriority()).isEqualTo(7);
    assertThat(changed.enabled()).isFalse();
  }

  @Test
  void whatThePlanLeavesOutIsRemovedEverywhere() {
    put(with(Fixtures.http("a", "https://agent.example/a")));
    AgentStore.Delta known =
        database.inTransaction(entities -> new AgentStore(entities).since(-1, 0));
    ArrayNode plan = run(AgentPlan::live);
    plan.remove(0);
    told();
    put(plan);
    assertThat(told()).containsExactly("agent.delete a");
    AgentStore.Delta delta =
        database.inTransaction(
            entities -> new AgentStore(entities).since(known.version(), known.removals()));
    assertThat(delta.names()).containsExactly("echo");
  }

  @Test
  void anAgentInsideIsNeitherLeftOutNorDescribedOtherwise() {
    assertThat(wrong(Json.object().arrayNode()))
        .singleElement()
        .asString()
        .contains("must have echo, which is part of this application");
    ArrayNode plan = run(AgentPlan::live);
    ((ObjectNode) plan.get(0)).put("version", "9.9");
    assertThat(wrong(plan)).singleElement().asString().contains("/agents/0/version");
  }

  @Test
  void anAgentInsideCanBeTunedAndStaysManaged() {
    ArrayNode plan = run(AgentPlan::live);
    ((ObjectNode) plan.get(0)).put("nodePriority", 7);
    assertThat(wrong(plan)).isEmpty();
    put(plan);
    AgentRegistration echo = stored("echo").orElseThrow();
    assertThat(echo.nodePriority()).isEqualTo(7);
    assertThat(echo.managed()).isTrue();
  }

  @Test
  void anAddressThatIsRefusedHereIsFoundBeforeAnythingChanges() {
    assertThat(wrong(with(Fixtures.http("a", "http://127.0.0.1:9/"))))
        .singleElement()
        .asString()
        .contains("/agents/1/endpoint/address");
  }
}
