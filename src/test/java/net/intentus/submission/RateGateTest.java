package net.intentus.submission;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.intentus.agent.AgentSnapshot;
import net.intentus.config.SettingsReader;
import net.intentus.intent.EnvelopeReader;
import net.intentus.intent.ErrorCode;
import net.intentus.intent.IntentEnvelope;
import net.intentus.intent.Json;
import net.intentus.intent.Reading;
import net.intentus.intent.SideEffect;
import net.intentus.policy.PolicyDocument;
import net.intentus.policy.PolicySnapshot;
import net.intentus.policy.RateDemand;
import net.intentus.policy.RateReading;
import net.intentus.policy.RateSource;
import net.intentus.routing.Candidate;
import net.intentus.routing.Eligibility;
import net.intentus.routing.RoutableAgent;
import net.intentus.routing.Router;
import net.intentus.routing.RouterLimits;
import net.intentus.routing.RoutingDecision;
import net.intentus.routing.RoutingTable;
import org.junit.jupiter.api.Test;

class RateGateTest {
  private final Map<String, Long> used = new HashMap<>();
  private final List<String> asked = new ArrayList<>();
  private final RateSource counters =
      new RateSource(null) {
        @Override
        public Map<String, RateReading> count(Collection<RateDemand> demands) {
          Map<String, RateReading> readings = new HashMap<>();
          for (RateDemand demand : demands) {
            asked.add(demand.key());
            long before = used.getOrDefault(demand.key(), 0L);
            boolean room = before < demand.limit();
            used.put(demand.key(), room ? before + 1 : before);
            readings.put(
                demand.key(),
                new RateReading(demand.key(), demand.limit(), used.get(demand.key()), 1_000, room));
          }
          return readings;
        }
      };
  private final RateGate gate =
      new RateGate(counters, new Decider(null, null, SettingsReader.read(key -> Optional.empty())));

  private static IntentEnvelope envelope(String strategy) {
    var json = Json.object();
    json.putObject("intent").put("name", "Search");
    json.putObject("routing").put("strategy", strategy);
    Reading reading =
        EnvelopeReader.read(
            Json.bytes(json),
            new EnvelopeReader.Defaults(Instant.EPOCH, "request", null, () -> "id"));
    return ((Reading.Accepted) reading).envelope();
  }

  private static Decision decision(String strategy, Map<String, RateDemand> demands) {
    List<RoutableAgent> agents =
        List.of("a", "b", "c").stream()
            .map(n -> new RoutableAgent(n, null, 100, null, SideEffect.READ_ONLY, List.of()))
            .toList();
    return new Decision(
        new AgentSnapshot(1, RoutingTable.of(List.of()), Map.of()),
        new PolicySnapshot(0, PolicyDocument.EMPTY, "hash"),
        Router.decide(
            agents,
            envelope(strategy).routing(),
            agent -> new Eligibility(true, "allow", "r"),
            new RouterLimits(true, 32)),
        demands,
        List.of(),
        List.of());
  }

  private Decision pass(String strategy, Map<String, RateDemand> demands) {
    return gate.pass(decision(strategy, demands), envelope(strategy));
  }

  private static List<String> steps(Decision decision) {
    return decision.steps().stream().map(RoutableAgent::name).toList();
  }

  private static RateDemand demand(String key, int limit) {
    return new RateDemand("r", key, limit);
  }

  @Test
  void asksNoCounterWhereNothingIsLimited() {
    Decision decision = decision("fallback", Map.of());
    assertThat(gate.pass(decision, envelope("fallback"))).isSameAs(decision);
    assertThat(asked).isEmpty();
  }

  @Test
  void countsOnceForAllAgentsUnderOneKey() {
    RateDemand shared = demand("acme", 5);
    Decision passed = pass("fallback", Map.of("a", shared, "b", shared, "c", shared));
    assertThat(asked).containsExactly("acme");
    assertThat(steps(passed)).containsExactly("a", "b", "c");
    assertThat(passed.rates()).extracting(RateReading::used).containsExactly(1L);
  }

  @Test
  void filtersWhoHasNoRoomLeftAndKeepsTheOthers() {
    used.put("b", 1L);
    Decision passed = pass("fallback", Map.of("a", demand("a", 1), "b", demand("b", 1)));
    assertThat(steps(passed)).containsExactly("a", "c");
    assertThat(passed.candidates())
        .extracting(Candidate::eligibility)
        .extracting(Eligibility::action)
        .containsExactly("allow", "rate_limit", "allow");
    assertThat(passed.policyEvent().path("rateLimits")).hasSize(2);
  }

  @Test
  void countsOnlyWhoWouldBeCalled() {
    used.put("a", 1L);
    Decision passed =
        pass("direct", Map.of("a", demand("a", 1), "b", demand("b", 1), "c", demand("c", 1)));
    assertThat(steps(passed)).containsExactly("b");
    assertThat(asked).containsExactly("a", "b");
  }

  @Test
  void refusesForTheRateWhenNobodyIsLeft() {
    used.put("acme", 2L);
    RateDemand shared = demand("acme", 2);
    Decision passed = pass("direct", Map.of("a", shared, "b", shared, "c", shared));
    assertThat(passed.routing())
        .isInstanceOfSatisfying(
            RoutingDecision.Refused.class,
            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.RATE_LIMIT));
    assertThat(asked).containsExactly("acme");
  }

  @Test
  void holdsEachOfTwoLimitsUnderOneKeyAgainstTheSameCounter() {
    used.put("acme", 1L);
    Decision passed = pass("broadcast", Map.of("a", demand("acme", 1), "b", demand("acme", 9)));
    assertThat(steps(passed)).containsExactly("b", "c");
    assertThat(used).containsEntry("acme", 2L);
  }
}
