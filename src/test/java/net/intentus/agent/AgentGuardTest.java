package net.intentus.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import net.intentus.SettableClock;
import net.intentus.agent.CircuitReading.State;
import net.intentus.agent.GuardActed.Act;
import net.intentus.agent.GuardSettings.Breaker;
import net.intentus.config.Settings;
import net.intentus.config.SettingsReader;
import net.intentus.intent.ErrorCode;
import net.intentus.intent.Json;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AgentGuardTest {
  private static final AgentOutcome OK = new AgentOutcome.Succeeded(Json.object(), null);
  private static final AgentOutcome LATE = Failures.timedOut(true);
  private long nanos;
  private final SettableClock clock = new SettableClock(Instant.parse("2026-01-01T00:00:59Z"));
  private int calls;
  private final List<CircuitChanged> moves = new ArrayList<>();
  private final List<Act> acts = new ArrayList<>();
  private final AgentGuards guards =
      new AgentGuards(
          null,
          new AgentGuard.Time(clock, () -> nanos, 60_000),
          moves::add,
          event -> acts.add(event.act()));

  private static AgentRegistration agent(@Nullable GuardSettings guard, long revision) {
    AgentRegistration any = Fixtures.http("a", "https://agent.example/");
    return Fixtures.guarded(any, guard).managed(false, revision);
  }

  private static GuardSettings breaker(int volume, double ratio, int delayMs, int successes) {
    return new GuardSettings(
        null, null, 0, null, null, new Breaker(volume, ratio, delayMs, successes));
  }

  private void pass(long millis) {
    nanos += TimeUnit.MILLISECONDS.toNanos(millis);
  }

  private AgentOutcome call(AgentRegistration agent, Function<AgentCall, AgentOutcome> send) {
    return call(agent, Fixtures.call(Json.object()), send);
  }

  private AgentOutcome call(
      AgentRegistration agent, AgentCall call, Function<AgentCall, AgentOutcome> send) {
    AgentGuard guard = guards.of(agent);
    assertThat(guard).isNotNull();
    return guard.call(
        call,
        new Cancellation(),
        limited -> {
          calls++;
          return send.apply(limited);
        });
  }

  private static @Nullable ErrorCode code(AgentOutcome outcome) {
    return outcome instanceof AgentOutcome.Failed failed ? failed.error().code() : null;
  }

  @Test
  void nothingGuardsAnAgentThatAsksForNothing() {
    assertThat(guards.of(agent(null, 1))).isNull();
    assertThat(guards.circuit(agent(null, 1)).state()).isEqualTo(State.CLOSED);
  }

  @Test
  void opensWhenEnoughOfTheNewestCallsHaveFailed() {
    AgentRegistration agent = agent(breaker(4, 0.5, 1_000, 1), 1);
    call(agent, c -> OK);
    call(agent, c -> OK);
    call(agent, c -> LATE);
    assertThat(guards.circuit(agent).state()).as("too few calls").isEqualTo(State.CLOSED);
    call(agent, c -> LATE);
    assertThat(guards.circuit(agent).state()).isEqualTo(State.OPEN);
    assertThat(guards.circuit(agent).retryAfterMs()).isEqualTo(1_000);
    AgentOutcome refused = call(agent, c -> OK);
    assertThat(code(refused)).isEqualTo(ErrorCode.CIRCUIT_OPEN);
    assertThat(((AgentOutcome.Failed) refused).sent()).isFalse();
    assertThat(calls).isEqualTo(4);
    assertThat(guards.openCircuits()).isEqualTo(1);
    assertThat(moves).containsExactly(new CircuitChanged("a", State.OPEN));
  }

  @Test
  void letsExactlyAsManyProbesThroughAsHaveToSucceed() {
    AgentRegistration agent = agent(breaker(1, 1, 1_000, 2), 1);
    call(agent, c -> LATE);
    pass(999);
    assertThat(code(call(agent, c -> OK))).isEqualTo(ErrorCode.CIRCUIT_OPEN);
    pass(1);
    assertThat(guards.circuit(agent).state()).isEqualTo(State.HALF_OPEN);
    AgentOutcome inside =
        call(agent, c -> call(agent, d -> code(call(agent, e -> OK)) == null ? LATE : OK));
    assertThat(inside).as("the third at once was refused").isEqualTo(OK);
    assertThat(calls).isEqualTo(3);
    assertThat(guards.circuit(agent).state()).isEqualTo(State.CLOSED);
  }

  @Test
  void opensAgainWhenAProbeFails() {
    AgentRegistration agent = agent(breaker(1, 1, 1_000, 1), 1);
    call(agent, c -> LATE);
    pass(1_000);
    call(agent, c -> LATE);
    assertThat(guards.circuit(agent).state()).isEqualTo(State.OPEN);
    assertThat(guards.circuit(agent).retryAfterMs()).isEqualTo(1_000);
    assertThat(moves)
        .extracting(CircuitChanged::to)
        .containsExactly(State.OPEN, State.HALF_OPEN, State.OPEN);
  }

  @Test
  void whatAnAgentReportsAndWhatIsNoFaultOfItsDoesNotCount() {
    AgentRegistration agent = agent(breaker(1, 1, 1_000, 1), 1);
    call(agent, c -> new AgentOutcome.Reported(Failures.protocol("x").error()));
    call(agent, c -> Failures.cancelled(true));
    call(agent, c -> Failures.of(ErrorCode.CAPACITY_EXCEEDED, "x", false));
    assertThat(guards.circuit(agent).state()).isEqualTo(State.CLOSED);
    call(agent, c -> Failures.of(ErrorCode.AGENT_UNAVAILABLE, "x", true));
    assertThat(guards.circuit(agent).state()).isEqualTo(State.OPEN);
  }

  @Test
  void anAgentThatIsTooBusyHasFailed() {
    AgentRegistration agent = agent(breaker(1, 1, 1_000, 1), 1);
    call(agent, c -> Failures.busy("x", "1"));
    assertThat(guards.circuit(agent).state()).isEqualTo(State.OPEN);
  }

  @Test
  void whatThisInstanceRefusesIsNoFailureOfTheAgent() {
    AgentRegistration agent =
        agent(new GuardSettings(null, null, 0, 1, null, new Breaker(1, 1, 1_000, 1)), 1);
    call(agent, c -> OK);
    assertThat(code(call(agent, c -> OK))).isEqualTo(ErrorCode.RATE_LIMIT);
    assertThat(guards.circuit(agent).state()).isEqualTo(State.CLOSED);
  }

  @Test
  void tellsWhatItHasDone() {
    AgentRegistration agent =
        agent(new GuardSettings(1_000, 1, 0, null, null, new Breaker(1, 1, 1_000, 1)), 1);
    call(agent, c -> code(call(agent, d -> OK)) == ErrorCode.CAPACITY_EXCEEDED ? LATE : OK);
    call(agent, c -> OK);
    assertThat(acts)
        .containsExactly(
            Act.PLACE_GIVEN,
            Act.PLACE_REFUSED,
            Act.TIMED_OUT,
            Act.CALL_FAILED,
            Act.PLACE_GIVEN,
            Act.CALL_REFUSED);
    acts.clear();
    pass(1_000);
    call(agent, c -> OK);
    assertThat(acts).containsExactly(Act.PLACE_GIVEN, Act.IN_TIME, Act.CALL_SUCCEEDED);
    acts.clear();
    call(agent(new GuardSettings(null, null, 0, 9, null, null), 2), c -> OK);
    assertThat(acts).isEmpty();
  }

  @Test
  void tellsHowItsPlacesAreTaken() {
    AgentRegistration agent = agent(new GuardSettings(null, 2, 1, null, null, null), 1);
    call(
        agent,
        c -> {
          assertThat(guards.places(agent)).isEqualTo(new Places(1, 0));
          return OK;
        });
    assertThat(guards.places(agent)).isEqualTo(new Places(0, 0));
    assertThat(guards.places(agent(null, 1))).isNull();
  }

  @Test
  void aClientInAHurryNeitherOpensACircuitNorProbesIt() {
    GuardSettings settings =
        new GuardSettings(1_000, null, 0, null, null, new Breaker(1, 1, 1_000, 1));
    AgentRegistration agent = agent(settings, 1);
    AgentCall hurried =
        new AgentCall(Fixtures.call(Json.object()).envelope(), "k", false, null, null, 10L);
    call(agent, hurried, c -> LATE);
    assertThat(guards.circuit(agent).state()).isEqualTo(State.CLOSED);
    call(agent, c -> LATE);
    pass(1_000);
    assertThat(code(call(agent, hurried, c -> OK))).isEqualTo(ErrorCode.CIRCUIT_OPEN);
    assertThat(guards.circuit(agent).state()).isEqualTo(State.HALF_OPEN);
    assertThat(call(agent, c -> OK)).isEqualTo(OK);
    assertThat(guards.circuit(agent).state()).isEqualTo(State.CLOSED);
  }

  @Test
  void limitsACallByWhateverIsLeast() {
    AgentRegistration agent = agent(new GuardSettings(1_000, null, 0, null, null, null), 1);
    List<Integer> limits = new ArrayList<>();
    Function<AgentCall, AgentOutcome> send =
        c -> {
          limits.add(c.ceilingMs(60_000));
          return OK;
        };
    var envelope = Fixtures.call(Json.object()).envelope();
    call(agent, send);
    call(agent, new AgentCall(envelope, "k", false, 200L, null, null), send);
    call(agent, new AgentCall(envelope, "k", false, null, null, 70L), send);
    assertThat(limits).containsExactly(1_000, 200, 70);
  }

  @Test
  void capsTheCallsOfAMinute() {
    AgentRegistration agent = agent(new GuardSettings(null, null, 0, 2, null, null), 1);
    call(agent, c -> OK);
    call(agent, c -> OK);
    AgentOutcome refused = call(agent, c -> OK);
    assertThat(code(refused)).isEqualTo(ErrorCode.RATE_LIMIT);
    assertThat(((AgentOutcome.Failed) refused).error().details().path("retryAfterMs").asLong())
        .isEqualTo(1_000);
    clock.move(Duration.ofSeconds(1));
    assertThat(call(agent, c -> OK)).isEqualTo(OK);
    assertThat(calls).isEqualTo(3);
  }

  @Test
  void anOlderRegistrationDoesNotBringOldSettingsBack() {
    AgentRegistration old = agent(breaker(1, 1, 1_000, 1), 1);
    AgentRegistration young = agent(breaker(100, 1, 1_000, 1), 2);
    call(young, c -> OK);
    call(old, c -> LATE);
    assertThat(guards.circuit(young).state()).isEqualTo(State.CLOSED);
  }

  @Test
  void settingsThatDoNotChangeTheCircuitKeepIt() {
    GuardSettings settings = breaker(1, 1, 1_000, 1);
    call(agent(settings, 1), c -> LATE);
    AgentRegistration slower =
        agent(new GuardSettings(50, null, 0, null, null, settings.circuitBreaker()), 2);
    assertThat(code(call(slower, c -> OK))).isEqualTo(ErrorCode.CIRCUIT_OPEN);
    AgentRegistration other = agent(breaker(2, 1, 1_000, 1), 3);
    assertThat(call(other, c -> OK)).isEqualTo(OK);
  }

  @Test
  void whoClosesACircuitWantsItsFailuresForgotten() {
    AgentRegistration agent = agent(breaker(1, 1, 1_000, 1), 1);
    call(agent, c -> LATE);
    guards.decided(Map.of("a", new ManualCircuit("a", false, 5, "user:admin", 1)));
    assertThat(guards.circuit(agent).state()).isEqualTo(State.CLOSED);
    assertThat(moves).extracting(CircuitChanged::to).containsExactly(State.OPEN, State.CLOSED);
    assertThat(call(agent, c -> OK)).isEqualTo(OK);
    call(agent, c -> LATE);
    guards.decided(Map.of("a", new ManualCircuit("a", false, 5, "user:admin", 1)));
    assertThat(guards.circuit(agent).state()).as("that was known").isEqualTo(State.OPEN);
  }

  @Test
  void theInstallationsLimitsAreForAgentsWithoutTheirOwn() {
    Settings settings =
        SettingsReader.read(
            key ->
                Optional.ofNullable(
                    Map.of(
                            "intentus.guards.timeout-ms", "700",
                            "intentus.guards.max-concurrent", "3")
                        .get(key)));
    GuardSettings defaults = AgentGuards.defaults(settings.guards());
    AgentGuards all =
        new AgentGuards(
            defaults, new AgentGuard.Time(clock, () -> nanos, 60_000), moves::add, event -> {});
    assertThat(all.of(agent(null, 1))).isNotNull();
    assertThat(all.settings(agent(null, 1)))
        .isEqualTo(new GuardSettings(700, 3, 0, null, null, null));
    assertThat(all.settings(agent(new GuardSettings(50, null, 0, 9, null, null), 1)))
        .isEqualTo(new GuardSettings(50, 3, 0, 9, null, null));
    assertThat(all.settings(agent(new GuardSettings(null, 5, 2, null, null, null), 1)))
        .isEqualTo(new GuardSettings(700, 5, 2, null, null, null));
  }

  @Test
  void forgetsAgentsThatAreGone() {
    AgentRegistration agent = agent(breaker(1, 1, 1_000, 1), 1);
    call(agent, c -> LATE);
    guards.retain(Set.of("b"));
    assertThat(guards.circuit(agent).state()).isEqualTo(State.CLOSED);
    assertThat(guards.openCircuits()).isZero();
  }

  @Test
  void testCallsGoAroundTheCircuitAndDoNotCount() {
    AgentRegistration agent = agent(breaker(1, 1, 1_000, 1), 1);
    AgentCall test = new AgentCall(Fixtures.call(Json.object()).envelope(), "k", true);
    call(agent, test, c -> LATE);
    assertThat(guards.circuit(agent).state()).isEqualTo(State.CLOSED);
    call(agent, c -> LATE);
    assertThat(call(agent, test, c -> OK)).isEqualTo(OK);
    assertThat(guards.circuit(agent).state()).isEqualTo(State.OPEN);
  }
}
