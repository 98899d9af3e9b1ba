package net.intentus.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.intentus.intent.IntentRef;
import org.junit.jupiter.api.Test;

class RegistryStateTest {
  private static final IntentRef SEARCH = new IntentRef("SearchIntent", "1.0");
  private final RegistryState state = new RegistryState();

  private static AgentRegistration agent(String name, long revision) {
    return Fixtures.http(name, "https://agent.example/").managed(false, revision);
  }

  private static AgentStore.Delta delta(long version, AgentRegistration... changed) {
    return new AgentStore.Delta(version, 0, List.of(changed), null);
  }

  @Test
  void followsItsOwnChangesInOrder() {
    assertThat(state.follow(new AgentChange.Changed(agent("a", 1)))).isTrue();
    assertThat(state.follow(new AgentChange.Removed("a", 2))).isTrue();
    assertThat(state.version()).isEqualTo(2);
    assertThat(state.removals()).isEqualTo(1);
    assertThat(state.current().byName()).isEmpty();
  }

  @Test
  void doesNotFollowAChangeWhoseForerunnersItHasNotSeen() {
    assertThat(state.follow(new AgentChange.Changed(agent("b", 2)))).isFalse();
    assertThat(state.find("b")).isNull();
    state.apply(delta(2, agent("a", 1), agent("b", 2)));
    assertThat(state.current().byName()).containsOnlyKeys("a", "b");
  }

  @Test
  void anOlderReadingDoesNotUndoAChange() {
    state.follow(new AgentChange.Changed(agent("a", 1)));
    state.follow(new AgentChange.Removed("a", 2));
    state.apply(delta(1, agent("a", 1)));
    assertThat(state.find("a")).isNull();
  }

  @Test
  void forgetsWhatOthersHaveRemoved() {
    state.apply(delta(2, agent("a", 1), agent("b", 2)));
    state.apply(new AgentStore.Delta(3, 1, List.of(), Set.of("b")));
    assertThat(state.current().byName()).containsOnlyKeys("b");
  }

  @Test
  void keepsTheSnapshotWhileNothingChanges() {
    state.apply(delta(1, agent("a", 1)));
    AgentSnapshot snapshot = state.current();
    state.apply(delta(1, agent("a", 1)));
    assertThat(state.follow(new AgentChange.Stale())).isTrue();
    assertThat(state.current()).isSameAs(snapshot);
  }

  @Test
  void tenThousandRegistrationsInARowAndTheirTableTakeLittleTime() {
    List<AgentRegistration> agents = new ArrayList<>();
    for (int i = 1; i <= 10_000; i++) {
      agents.add(agent("agent-" + i, i));
    }
    assertTimeout(
        Duration.ofSeconds(3),
        () -> {
          agents.forEach(agent -> state.follow(new AgentChange.Changed(agent)));
          assertThat(state.current().table().candidates(SEARCH, "default")).hasSize(10_000);
        });
  }
}
