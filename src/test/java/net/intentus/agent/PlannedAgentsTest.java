package net.intentus.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.List;
import net.intentus.intent.CanonicalJson;
import net.intentus.intent.Violation;
import net.intentus.intent.Violations;
import org.junit.jupiter.api.Test;

class PlannedAgentsTest {
  private static final String AGENT =
      "{'name':'%s','capabilities':[{'intent':{'name':'SearchIntent'}}],"
          + "'endpoint':{'type':'http','address':'https://agent.example/'}%s}";

  private final Violations violations = new Violations();

  private ArrayNode normal(String... agents) {
    return PlannedAgents.normal(
        Fixtures.json("[" + String.join(",", agents) + "]"), "/agents", violations);
  }

  private List<String> pointers() {
    return violations.all().stream().map(Violation::pointer).toList();
  }

  @Test
  void theOrderAndWhatIsLeftOutMakeNoDifference() {
    ArrayNode one = normal(AGENT.formatted("b", ""), AGENT.formatted("a", ""));
    ArrayNode other =
        normal(
            AGENT.formatted("a", ",'nodePriority':100,'sideEffect':'irreversible'"),
            AGENT.formatted("b", ",'identity':{'agentId':'b'}"));
    assertThat(violations.isEmpty()).isTrue();
    assertThat(CanonicalJson.text(one)).isEqualTo(CanonicalJson.text(other));
    assertThat(one.get(0).path("name").asText()).isEqualTo("a");
  }

  @Test
  void theNormalFormOfANormalFormIsTheSame() {
    ArrayNode once = normal(AGENT.formatted("a", ",'labels':{'team':'blue'}"));
    assertThat(PlannedAgents.normal(once, "/agents", violations)).isEqualTo(once);
    assertThat(violations.isEmpty()).isTrue();
  }

  @Test
  void whatChangesWhileItRunsIsRefusedNotIgnored() {
    normal(
        AGENT.formatted("a", ",'enabled':true"),
        AGENT.formatted("b", ",'health':{}"),
        AGENT.formatted("c", ",'managed':false"));
    assertThat(pointers())
        .containsExactly("/agents/0/enabled", "/agents/1/health", "/agents/2/managed");
  }

  @Test
  void aNameStandsOnce() {
    normal(AGENT.formatted("a", ""), AGENT.formatted("a", ",'nodePriority':1"));
    assertThat(pointers()).containsExactly("/agents/1/name");
  }

  @Test
  void everythingThatIsNoRegistrationIsNamed() {
    normal("{}", "7");
    assertThat(pointers()).contains("/agents/0/name", "/agents/0/endpoint", "/agents/1");
    PlannedAgents.normal(Fixtures.json("{}"), "/agents", violations);
    assertThat(pointers()).contains("/agents");
  }
}
