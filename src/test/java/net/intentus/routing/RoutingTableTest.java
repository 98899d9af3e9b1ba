package net.intentus.routing;

import static net.intentus.routing.Fixtures.SEARCH;
import static net.intentus.routing.Fixtures.agent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import net.intentus.intent.IntentRef;
import net.intentus.intent.SideEffect;
import org.junit.jupiter.api.Test;

class RoutingTableTest {
  private static final IntentPattern CAN_SEARCH = new IntentPattern("Search", "1.0");

  private static RoutingTable tableWith(int others) {
    List<RoutableAgent> agents = new ArrayList<>();
    agents.add(agent("searcher"));
    agents.add(agent("wild", null, new IntentPattern("*", "*")));
    agents.add(agent("tenant-searcher", "acme", CAN_SEARCH));
    for (int i = 0; i < others; i++) {
      agents.add(agent("other-" + i, null, new IntentPattern("Other" + i, "1.0")));
      agents.add(agent("foreign-" + i, "tenant-" + i, CAN_SEARCH, new IntentPattern("*", "*")));
    }
    return RoutingTable.of(agents);
  }

  @Test
  void aLookupReadsOnlyItsOwnCandidatesHoweverManyAreRegistered() {
    RoutingTable small = tableWith(5);
    RoutingTable large = tableWith(5_000);
    assertThat(read(large)).isEqualTo(read(small)).isEqualTo(3);
    assertThat(large.runs(SEARCH, "acme")).hasSize(small.runs(SEARCH, "acme").size());
    assertThat(Fixtures.names(large.candidates(SEARCH, "acme")))
        .containsExactly("searcher", "tenant-searcher", "wild");
  }

  private static int read(RoutingTable table) {
    return table.runs(SEARCH, "acme").stream().mapToInt(run -> run.length).sum();
  }

  @Test
  void anAgentThatMatchesInManyWaysIsOneCandidate() {
    RoutableAgent many =
        agent(
            "many",
            null,
            CAN_SEARCH,
            new IntentPattern("*", "1.0"),
            new IntentPattern("Search", "*"),
            new IntentPattern("*", "*"),
            CAN_SEARCH);
    RoutingTable table = RoutingTable.of(List.of(many, agent("other")));
    assertThat(Fixtures.names(table.candidates(SEARCH, "default")))
        .containsExactly("many", "other");
    assertThat(table.candidates(new IntentRef("*", "*"), "default")).containsExactly(many);
  }

  @Test
  void agentsOfOtherTenantsAreNoCandidates() {
    RoutingTable table =
        RoutingTable.of(
            List.of(agent("theirs", "globex", CAN_SEARCH), agent("ours", "acme", CAN_SEARCH)));
    assertThat(Fixtures.names(table.candidates(SEARCH, "acme"))).containsExactly("ours");
    assertThat(table.candidates(SEARCH, "*")).isEmpty();
  }

  @Test
  void nameAndVersionMustMatchInTheSameCapability() {
    RoutingTable table =
        RoutingTable.of(
            List.of(
                agent(
                    "a",
                    null,
                    new IntentPattern("Search", "2.0"),
                    new IntentPattern("Other", "1.0"))));
    assertThat(table.candidates(SEARCH, "default")).isEmpty();
  }

  @Test
  void localComesFirstThenPriorityThenCodePoints() {
    List<RoutableAgent> agents =
        List.of(
            remote("z", Integer.MIN_VALUE),
            local("\ud83d\ude00", 1),
            local("\uff5e", 1),
            local("\ud801\udc00", 1),
            local("a", 2),
            local("Z", 1),
            local("Za", 1),
            remote("remote-a", -1));
    assertThat(Fixtures.names(RoutingTable.of(agents).candidates(SEARCH, "default")))
        .containsExactly("Z", "Za", "\uff5e", "\ud801\udc00", "\ud83d\ude00", "a", "z", "remote-a");
  }

  private static RoutableAgent local(String name, int priority) {
    return new RoutableAgent(name, null, priority, null, SideEffect.READ_ONLY, List.of(CAN_SEARCH));
  }

  private static RoutableAgent remote(String name, int priority) {
    return new RoutableAgent(
        name, "node", priority, null, SideEffect.READ_ONLY, List.of(CAN_SEARCH));
  }

  @Test
  void theHashTellsEveryDifferenceButTheOrderOfRegistration() {
    RoutableAgent a = agent("a");
    RoutableAgent b = agent("b");
    String hash = RoutingTable.of(List.of(a, b)).hash();
    assertThat(hash)
        .matches("sha-256:[0-9a-f]{64}")
        .isEqualTo(RoutingTable.of(List.of(b, a)).hash());
    assertThat(RoutingTable.of(List.of(a)).hash()).isNotEqualTo(hash);
    assertThat(RoutingTable.of(List.of(a, agent("b", "acme", CAN_SEARCH))).hash())
        .isNotEqualTo(hash);
    assertThat(
            RoutingTable.of(
                    List.of(
                        a,
                        new RoutableAgent(
                            "b", null, 100, null, SideEffect.REVERSIBLE, List.of(CAN_SEARCH))))
                .hash())
        .isNotEqualTo(hash);
  }

  @Test
  void twoAgentsOfOneNameAreABug() {
    assertThatThrownBy(() -> RoutingTable.of(List.of(agent("a"), agent("a", "acme", CAN_SEARCH))))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
