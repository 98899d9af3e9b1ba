package net.intentus.execution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.intentus.intent.Json;
import net.intentus.intent.SideEffect;
import net.intentus.intent.Strategy;
import net.intentus.journal.EventType;
import net.intentus.journal.EventView;
import net.intentus.routing.RoutableAgent;
import org.junit.jupiter.api.Test;

class RecordedRunTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  private final List<EventView> events = new ArrayList<>();

  private ObjectNode add(EventType type) {
    ObjectNode payload = Json.object();
    events.add(new EventView(events.size() + 1, type, NOW, payload, "", ""));
    return payload;
  }

  private void decided() {
    ObjectNode router = add(EventType.ROUTER_DECISION);
    var candidates = router.putArray("candidates");
    candidates.addObject().put("agent", "a").put("eligible", true).put("sideEffect", "reversible");
    candidates.addObject().put("agent", "b").put("eligible", true);
    router.putArray("plan").add("b").add("a");
  }

  private void begun(int attempt, String agent) {
    add(EventType.AGENT_ATTEMPT_START).put("attempt", attempt).put("agent", agent);
  }

  private ObjectNode ended(int attempt, String agent, String outcome) {
    ObjectNode end = add(EventType.AGENT_ATTEMPT_END);
    return end.put("attempt", attempt).put("agent", agent).put("outcome", outcome);
  }

  private RecordedRun read() {
    return RecordedRun.of(Strategy.FALLBACK, events).orElseThrow();
  }

  @Test
  void tellsThePlanAsItWasDecided() {
    decided();
    assertThat(read().plan().steps()).extracting(RoutableAgent::name).containsExactly("b", "a");
  }

  @Test
  void takesAnAgentWhoseSideEffectIsNotToldForIrreversible() {
    decided();
    assertThat(read().plan().steps())
        .extracting(RoutableAgent::sideEffect)
        .containsExactly(SideEffect.IRREVERSIBLE, SideEffect.REVERSIBLE);
  }

  @Test
  void doesNotGuessAPlanThatIsNotTold() {
    assertThat(RecordedRun.of(Strategy.DIRECT, events)).isEmpty();
    decided();
    ((ObjectNode) events.get(0).payload()).put("planIsCut", true);
    assertThat(RecordedRun.of(Strategy.DIRECT, events)).isEmpty();
  }

  @Test
  void knowsWhichAttemptHasNoEnd() {
    decided();
    begun(1, "b");
    ended(1, "b", "failed");
    begun(2, "a");
    assertThat(read().open()).extracting(RecordedRun.OpenAttempt::agent).containsExactly("a");
    assertThat(read().counted()).extracting(AttemptRecord::agent).containsExactly("b");
    assertThat(read().last()).isEqualTo(2);
  }

  @Test
  void anAttemptThatWasInterruptedDecidesNothing() {
    decided();
    begun(1, "b");
    add(EventType.RECOVERY_STARTED);
    ended(1, "b", "failed").put("interrupted", true);
    begun(2, "b");
    assertThat(read().counted()).isEmpty();
    assertThat(read().ended()).hasSize(1);
    assertThat(read().recoveries()).isEqualTo(1);
  }

  @Test
  void anAttemptThatWasTriedAgainDecidesNothing() {
    decided();
    begun(1, "b");
    ended(1, "b", "failed").put("retryInMs", 100);
    begun(2, "b");
    ended(2, "b", "failed");
    assertThat(read().counted()).extracting(AttemptRecord::index).containsExactly(2);
  }

  @Test
  void knowsHowManyRetriesAreUsedUp() {
    decided();
    begun(1, "b");
    ended(1, "b", "failed").put("retryInMs", 5);
    begun(2, "b");
    ended(2, "b", "failed").put("interrupted", true);
    begun(3, "b");
    ended(3, "b", "failed").put("retryInMs", 5);
    assertThat(read().retried()).isEqualTo(Map.of("b", 2));
    add(EventType.RECOVERY_STARTED).putObject("verdict").put("outcome", "rerun");
    assertThat(read().retried()).as("somebody wants it anew").isEmpty();
  }

  @Test
  void knowsWhoWasSkippedInItsTurn() {
    decided();
    add(EventType.AGENT_SKIPPED).put("agent", "c").put("reason", "not a candidate");
    add(EventType.AGENT_SKIPPED).put("agent", "b").putObject("error").put("code", "CIRCUIT_OPEN");
    begun(1, "a");
    assertThat(read().counted()).extracting(AttemptRecord::agent).containsExactly("b");
    assertThat(read().counted().get(0).called()).isFalse();
    assertThat(read().last()).isEqualTo(1);
  }

  @Test
  void aVerdictTakesBackWhatWasAmbiguousAndBeginsToCountAnew() {
    decided();
    begun(1, "b");
    add(EventType.RECOVERY_STARTED);
    ended(1, "b", "ambiguous").put("interrupted", true);
    assertThat(read().counted()).hasSize(1);
    assertThat(read().again().counted()).isEmpty();
    add(EventType.RECOVERY_STARTED).putObject("verdict").put("outcome", "rerun");
    assertThat(read().counted()).isEmpty();
    assertThat(read().recoveries()).isZero();
  }

  @Test
  void keepsTheTimesThatPolicyAllowsCalls() {
    decided();
    ((ObjectNode) events.get(0).payload()).putObject("maxTimeoutMs").put("a", 250);
    assertThat(read().plan().maxTimeouts()).containsExactly(Map.entry("a", 250L));
  }
}
