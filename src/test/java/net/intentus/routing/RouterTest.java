package net.intentus.routing;

import static net.intentus.intent.ErrorCode.CAPABILITY_NOT_FOUND;
import static net.intentus.intent.ErrorCode.POLICY_DENIED;
import static net.intentus.intent.ErrorCode.ROUTING_ERROR;
import static net.intentus.intent.ErrorCode.VALIDATION_ERROR;
import static net.intentus.intent.Strategy.BROADCAST;
import static net.intentus.intent.Strategy.DIRECT;
import static net.intentus.intent.Strategy.FALLBACK;
import static net.intentus.intent.Strategy.PARALLEL;
import static net.intentus.routing.Fixtures.ALLOW_ALL;
import static net.intentus.routing.Fixtures.RELAXED;
import static net.intentus.routing.Fixtures.STRICT;
import static net.intentus.routing.Fixtures.agents;
import static net.intentus.routing.Fixtures.deny;
import static net.intentus.routing.Fixtures.routing;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Function;
import net.intentus.intent.Routing;
import net.intentus.intent.Strategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RouterTest {
  private final List<RoutableAgent> abc = agents("a", "b", "c");

  private Plan plan(Routing routing, Function<RoutableAgent, Eligibility> policy) {
    RoutingDecision decision = Router.decide(abc, routing, policy, RELAXED);
    assertThat(decision).isInstanceOf(RoutingDecision.Routed.class);
    return ((RoutingDecision.Routed) decision).plan();
  }

  private RoutingDecision.Refused refusal(
      Routing routing, Function<RoutableAgent, Eligibility> policy, RouterLimits limits) {
    RoutingDecision decision = Router.decide(abc, routing, policy, limits);
    assertThat(decision).isInstanceOf(RoutingDecision.Refused.class);
    return (RoutingDecision.Refused) decision;
  }

  @ParameterizedTest
  @EnumSource
  void missingCapabilityComesBeforeAnythingAboutTheStrategy(Strategy strategy) {
    RoutingDecision decision =
        Router.decide(List.of(), routing(strategy, "ghost", "ghost"), deny("a"), STRICT);
    assertThat(((RoutingDecision.Refused) decision).code()).isEqualTo(CAPABILITY_NOT_FOUND);
  }

  @Test
  void directTakesTheFirstThatPolicyAllows() {
    Plan plan = plan(routing(DIRECT, null), deny("a"));
    assertThat(Fixtures.names(plan.steps())).containsExactly("b");
    assertThat(plan.candidates()).extracting(Candidate::position).containsExactly(0, 1, 2);
    assertThat(plan.candidates().get(0).eligibility().ruleId()).isEqualTo("rule-1");
  }

  @Test
  void directIgnoresAChain() {
    assertThat(Fixtures.names(plan(routing(DIRECT, null, "c"), ALLOW_ALL).steps()))
        .containsExactly("a");
  }

  @Test
  void directTakesItsTarget() {
    assertThat(Fixtures.names(plan(routing(DIRECT, "c"), ALLOW_ALL).steps())).containsExactly("c");
  }

  @Test
  void directDoesNotReplaceADeniedTarget() {
    assertThat(refusal(routing(DIRECT, "b"), deny("b"), STRICT).code()).isEqualTo(POLICY_DENIED);
  }

  @Test
  void aTargetThatIsNoCandidateIsARoutingErrorEvenIfEverybodyIsDenied() {
    Function<RoutableAgent, Eligibility> policy = deny("a", "b", "c");
    assertThat(refusal(routing(DIRECT, "x"), policy, STRICT).code()).isEqualTo(ROUTING_ERROR);
    assertThat(refusal(routing(FALLBACK, "x"), policy, STRICT).code()).isEqualTo(ROUTING_ERROR);
  }

  @Test
  void fallbackTriesItsTargetFirstAndTheOthersInOrder() {
    assertThat(Fixtures.names(plan(routing(FALLBACK, "b"), ALLOW_ALL).steps()))
        .containsExactly("b", "a", "c");
  }

  @Test
  void fallbackGoesOnWithoutADeniedTarget() {
    assertThat(Fixtures.names(plan(routing(FALLBACK, "b"), deny("b")).steps()))
        .containsExactly("a", "c");
  }

  @Test
  void anExplicitChainIsExactlyTheTargetAndTheChainEachOnce() {
    Plan plan = plan(routing(FALLBACK, "b", "c", "b", "ghost", "c", "phantom"), ALLOW_ALL);
    assertThat(Fixtures.names(plan.steps())).containsExactly("b", "c");
    assertThat(plan.skipped()).containsExactly("ghost", "phantom");
    assertThat(plan.candidates()).hasSize(3);
  }

  @Test
  void anExplicitChainWithoutTargetKeepsItsOwnOrder() {
    assertThat(Fixtures.names(plan(routing(FALLBACK, null, "c", "a"), ALLOW_ALL).steps()))
        .containsExactly("c", "a");
  }

  @Test
  void aTargetThatIsNoCandidateIsSkippedInAnExplicitChain() {
    Plan plan = plan(routing(FALLBACK, "ghost", "c"), ALLOW_ALL);
    assertThat(Fixtures.names(plan.steps())).containsExactly("c");
    assertThat(plan.skipped()).containsExactly("ghost");
  }

  @Test
  void anExplicitChainWithoutAnyCandidateIsARoutingError() {
    RoutingDecision.Refused refused =
        refusal(routing(FALLBACK, "ghost", "phantom"), ALLOW_ALL, STRICT);
    assertThat(refused.code()).isEqualTo(ROUTING_ERROR);
    assertThat(refused.skipped()).containsExactly("ghost", "phantom");
  }

  @Test
  void anExplicitChainDoesNotEscapeToAllowedAgentsOutsideIt() {
    RoutingDecision.Refused refused =
        refusal(routing(FALLBACK, null, "b", "ghost", "c"), deny("b", "c"), STRICT);
    assertThat(refused.code()).isEqualTo(POLICY_DENIED);
    assertThat(refused.skipped()).containsExactly("ghost");
    assertThat(refused.candidates()).hasSize(3);
  }

  @ParameterizedTest
  @EnumSource(names = {"BROADCAST", "PARALLEL"})
  void broadcastAndParallelIgnoreTargetAndChain(Strategy strategy) {
    Plan plan = plan(routing(strategy, "ghost", "phantom"), deny("b"));
    assertThat(Fixtures.names(plan.steps())).containsExactly("a", "c");
    assertThat(plan.skipped()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void nobodyIsCalledWhenPolicyDeniesEverybody(Strategy strategy) {
    RoutingDecision.Refused refused =
        refusal(routing(strategy, null), deny("a", "b", "c"), RELAXED);
    assertThat(refused.code()).isEqualTo(POLICY_DENIED);
    assertThat(refused.candidates()).hasSize(3);
  }

  @Test
  void anAgentThatNeedsApprovalIsNotCalled() {
    Function<RoutableAgent, Eligibility> policy =
        agent -> new Eligibility(false, "require_approval", "four-eyes");
    assertThat(refusal(routing(BROADCAST, null), policy, STRICT).code()).isEqualTo(POLICY_DENIED);
  }

  @Test
  void parallelIsRefusedWhileDeterminismIsRequired() {
    assertThat(refusal(routing(PARALLEL, null), deny("a", "b", "c"), STRICT).code())
        .isEqualTo(VALIDATION_ERROR);
  }

  @Test
  void parallelCountsOnlyEligibleAgentsAgainstTheFanoutLimit() {
    RouterLimits two = new RouterLimits(false, 2);
    RoutingDecision.Refused refused = refusal(routing(PARALLEL, null), ALLOW_ALL, two);
    assertThat(refused.code()).isEqualTo(VALIDATION_ERROR);
    assertThat(refused.message()).contains("intentus.limits.max-fanout");
    assertThat(Router.decide(abc, routing(PARALLEL, null), deny("c"), two))
        .isInstanceOf(RoutingDecision.Routed.class);
  }
}
