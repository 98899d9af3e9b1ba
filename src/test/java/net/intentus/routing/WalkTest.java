package net.intentus.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import net.intentus.intent.ErrorCode;
import net.intentus.intent.IntentError;
import net.intentus.intent.Strategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WalkTest {
  private static final StepOutcome OK = new StepOutcome.Succeeded();
  private static final RoutableAgent A = Fixtures.agent("a");
  private static final RoutableAgent B = Fixtures.agent("b");
  private static final RoutableAgent C = Fixtures.agent("c");

  private static Plan plan(Strategy strategy, RoutableAgent... steps) {
    return new Plan(strategy, List.of(), List.of(steps), List.of(), Map.of());
  }

  private static StepOutcome failed(String message) {
    return new StepOutcome.Failed(IntentError.of(ErrorCode.AGENT_ERROR, message));
  }

  private static StepOutcome ambiguous(String message) {
    return new StepOutcome.Ambiguous(IntentError.of(ErrorCode.AGENT_TIMEOUT, message));
  }

  @Test
  void fallbackStopsAtTheFirstSuccess() {
    Walk walk = new Walk(plan(Strategy.FALLBACK, A, B, C));
    walk.record(A, failed("a"));
    assertThat(walk.next()).contains(B);
    walk.record(B, OK);
    assertThat(walk.next()).isEmpty();
    WalkResult result = walk.result();
    assertThat(result.winner()).isEqualTo("b");
    assertThat(result.agent()).isEqualTo("b");
    assertThat(result.error()).isNull();
    assertThat(result.decisionPath()).containsExactly("a", "b");
  }

  @Test
  void fallbackEndsWithTheLastErrorUnderItsOwnName() {
    Walk walk = new Walk(plan(Strategy.FALLBACK, A, B));
    walk.record(A, failed("first"));
    walk.record(B, failed("last"));
    assertThat(walk.result().agent()).isEqualTo("fallback");
    assertThat(walk.result().error().message()).isEqualTo("last");
  }

  @Test
  void broadcastCallsAllAndTheLastSuccessIsTheResult() {
    Walk walk = new Walk(plan(Strategy.BROADCAST, A, B, C));
    walk.record(A, OK);
    walk.record(B, OK);
    walk.record(C, failed("c"));
    assertThat(walk.result().winner()).isEqualTo("b");
    assertThat(walk.result().error()).isNull();
    assertThat(walk.result().decisionPath()).containsExactly("a", "b", "c");
  }

  @Test
  void directFailsUnderTheAgentsName() {
    Walk walk = new Walk(plan(Strategy.DIRECT, A));
    walk.record(A, failed("a"));
    assertThat(walk.result().agent()).isEqualTo("a");
  }

  @ParameterizedTest
  @EnumSource(names = "PARALLEL", mode = EnumSource.Mode.EXCLUDE)
  void ambiguityStopsEverySequentialStrategy(Strategy strategy) {
    Walk walk = new Walk(plan(strategy, A, B, C));
    walk.record(A, ambiguous("who knows"));
    assertThat(walk.next()).isEmpty();
    WalkResult result = walk.result();
    assertThat(result.ambiguous()).isTrue();
    assertThat(result.winner()).isNull();
    assertThat(result.agent()).isEqualTo("a");
    assertThat(result.error().message()).isEqualTo("who knows");
  }

  @Test
  void ambiguityOutweighsAnEarlierSuccessOfABroadcast() {
    Walk walk = new Walk(plan(Strategy.BROADCAST, A, B, C));
    walk.record(A, OK);
    walk.record(B, ambiguous("b"));
    assertThat(walk.result().ambiguous()).isTrue();
    assertThat(walk.result().winner()).isNull();
    assertThat(walk.result().decisionPath()).containsExactly("a", "b");
  }

  @Test
  void refusesOutcomesOutOfTurn() {
    Walk walk = new Walk(plan(Strategy.FALLBACK, A, B));
    assertThatThrownBy(() -> walk.record(B, OK)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(walk::result).isInstanceOf(IllegalStateException.class);
    walk.record(A, OK);
    assertThatThrownBy(() -> walk.record(B, OK)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> new Walk(plan(Strategy.PARALLEL, A)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static WalkResult parallel(WalkResult.Completed... completed) {
    return WalkResult.parallel(plan(Strategy.PARALLEL, A, B, C), List.of(completed));
  }

  private static WalkResult.Completed done(RoutableAgent agent, StepOutcome outcome) {
    return new WalkResult.Completed(agent, outcome);
  }

  @Test
  void parallelIsWonByTheFirstSuccessInCompletionOrder() {
    WalkResult result = parallel(done(C, ambiguous("c")), done(B, OK), done(A, OK));
    assertThat(result.winner()).isEqualTo("b");
    assertThat(result.ambiguous()).isFalse();
    assertThat(result.decisionPath()).containsExactly("a", "b", "c");
  }

  @Test
  void parallelFailsWithTheErrorThatCameLast() {
    WalkResult result = parallel(done(C, failed("c")), done(A, failed("a")), done(B, failed("b")));
    assertThat(result.agent()).isEqualTo("parallel");
    assertThat(result.error().message()).isEqualTo("b");
    assertThat(result.ambiguous()).isFalse();
  }

  @Test
  void parallelWithoutSuccessIsAmbiguousWhenOneIs() {
    WalkResult result =
        parallel(done(C, failed("c")), done(A, ambiguous("a")), done(B, failed("b")));
    assertThat(result.ambiguous()).isTrue();
    assertThat(result.agent()).isEqualTo("a");
    assertThat(result.error().message()).isEqualTo("a");
  }
}
