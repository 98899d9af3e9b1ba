package net.intentus.submission;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import net.intentus.agent.AgentSnapshot;
import net.intentus.config.Settings;
import net.intentus.config.SettingsChanged;
import net.intentus.config.SettingsReader;
import net.intentus.intent.EnvelopeReader;
import net.intentus.intent.ErrorCode;
import net.intentus.intent.IntentEnvelope;
import net.intentus.intent.Json;
import net.intentus.intent.Reading;
import net.intentus.intent.SideEffect;
import net.intentus.policy.PolicyDocument;
import net.intentus.policy.PolicySnapshot;
import net.intentus.routing.Candidate;
import net.intentus.routing.Eligibility;
import net.intentus.routing.RoutableAgent;
import net.intentus.routing.RoutingDecision;
import net.intentus.routing.RoutingTable;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is recorded, and that nothing but the trace id decides about what may be left out. */
class SamplingTest {
  private static final Decision READ_ONLY = decision(agent(SideEffect.READ_ONLY, true));

  private static Sampling sampling(double rate, boolean enabled) {
    Map<String, String> values =
        Map.of(
            "intentus.recording.enabled", Boolean.toString(enabled),
            "intentus.recording.sample-rate", Double.toString(rate));
    Settings settings = SettingsReader.read(key -> Optional.ofNullable(values.get(key)));
    return new Sampling(settings);
  }

  private static IntentEnvelope envelope(String traceId, String payload) {
    var json = Json.object();
    json.putObject("intent").put("name", "SearchIntent");
    json.putObject("payload").put("text", payload);
    json.putObject("metadata").put("traceId", traceId);
    Reading reading =
        EnvelopeReader.read(
            Json.bytes(json),
            new EnvelopeReader.Defaults(
                java.time.Instant.EPOCH, "request", null, () -> UUID.randomUUID().toString()));
    return ((Reading.Accepted) reading).envelope();
  }

  private static Candidate agent(SideEffect effect, boolean eligible) {
    return new Candidate(
        new RoutableAgent(effect.wire(), null, 100, null, effect, List.of()),
        0,
        new Eligibility(eligible, eligible ? "allow" : "deny", null));
  }

  private static Decision decision(Candidate... candidates) {
    return new Decision(
        new AgentSnapshot(1, RoutingTable.of(List.of()), Map.of()),
        new PolicySnapshot(0, PolicyDocument.lenient(Json.object()), "hash"),
        new RoutingDecision.Refused(
            ErrorCode.ROUTING_ERROR, "nobody", List.of(candidates), List.of()),
        Map.of(),
        List.of(),
        List.of());
  }

  @Property(tries = 300)
  void everyPartOfATraceIsDecidedAlikeOnEveryInstance(
      @ForAll @StringLength(min = 1, max = 64) String trace,
      @ForAll @DoubleRange(max = 1) double rate) {
    String traceId = "t" + Integer.toHexString(trace.hashCode());
    Sampling one = sampling(rate, true);
    Sampling other = sampling(rate, true);
    assertThat(one.records(envelope(traceId, "first part"), READ_ONLY, false))
        .isEqualTo(one.records(envelope(traceId, "another"), READ_ONLY, false))
        .isEqualTo(other.records(envelope(traceId, "third"), READ_ONLY, false));
  }

  @Property(tries = 200)
  void aHigherRateRecordsWhatALowerOneDoes(
      @ForAll long seed,
      @ForAll @DoubleRange(max = 1) double low,
      @ForAll @DoubleRange(max = 1) double more) {
    IntentEnvelope envelope = envelope("trace-" + seed, "");
    double high = Math.min(1, low + more);
    if (sampling(low, true).records(envelope, READ_ONLY, false)) {
      assertThat(sampling(high, true).records(envelope, READ_ONLY, false)).isTrue();
    }
  }

  @Test
  void theShareIsTheRate() {
    for (double rate : List.of(0.0, 0.01, 0.1, 0.5, 0.9, 1.0)) {
      Sampling sampling = sampling(rate, true);
      int recorded = 0;
      int all = 20_000;
      for (int i = 0; i < all; i++) {
        recorded += sampling.records(envelope("trace-" + i, ""), READ_ONLY, false) ? 1 : 0;
      }
      double deviation = 4 * Math.sqrt(rate * (1 - rate) / all);
      assertThat((double) recorded / all).isBetween(rate - deviation, rate + deviation);
    }
  }

  @Test
  void neighbouringTraceIdsAreDecidedIndependently() {
    Sampling half = sampling(0.5, true);
    Set<String> patterns = new HashSet<>();
    for (int i = 0; i < 200; i++) {
      StringBuilder pattern = new StringBuilder();
      for (int j = 0; j < 3; j++) {
        boolean recorded = half.records(envelope("n-" + (3 * i + j), ""), READ_ONLY, false);
        pattern.append(recorded ? '1' : '0');
      }
      patterns.add(pattern.toString());
    }
    assertThat(patterns).hasSize(8);
  }

  @ParameterizedTest
  @EnumSource(
      value = SideEffect.class,
      names = {"REVERSIBLE", "IRREVERSIBLE"})
  void workThatMayChangeSomethingIsAlwaysRecorded(SideEffect effect) {
    Decision mixed = decision(agent(SideEffect.READ_ONLY, true), agent(effect, true));
    for (Sampling sampling : List.of(sampling(0, true), sampling(1, false))) {
      assertThat(sampling.records(envelope("t", ""), mixed, false)).isTrue();
    }
    assertThat(Sampling.mayBeLost(mixed, false)).isFalse();
  }

  @Test
  void whoeverPolicyFiltersOutDoesNotCount() {
    Decision filtered =
        decision(agent(SideEffect.READ_ONLY, true), agent(SideEffect.IRREVERSIBLE, false));
    assertThat(sampling(0, true).records(envelope("t", ""), filtered, false)).isFalse();
  }

  @Test
  void whatNobodyMayDoIsAlwaysRecorded() {
    Decision denied = decision(agent(SideEffect.READ_ONLY, false));
    assertThat(sampling(1, false).records(envelope("t", ""), denied, false)).isTrue();
    assertThat(sampling(1, false).records(envelope("t", ""), decision(), false)).isTrue();
  }

  @Test
  void workWithAnIdempotencyKeyIsAlwaysRecorded() {
    for (Sampling sampling : List.of(sampling(0, true), sampling(1, false))) {
      assertThat(sampling.records(envelope("t", ""), READ_ONLY, true)).isTrue();
      assertThat(sampling.records(envelope("t", ""), READ_ONLY, false)).isFalse();
    }
    assertThat(Sampling.mayBeLost(READ_ONLY, true)).isFalse();
    assertThat(Sampling.mayBeLost(READ_ONLY, false)).isTrue();
  }

  @Test
  void theShareCanChangeWhileItRuns() {
    Sampling sampling = sampling(1, true);
    IntentEnvelope envelope = envelope("0af7651916cd43dd8448eb211c80319c", "x");
    assertThat(sampling.records(envelope, READ_ONLY, false)).isTrue();
    Settings none =
        SettingsReader.read(
            key -> Optional.of("0").filter(zero -> key.equals("intentus.recording.sample-rate")));
    sampling.changed(new SettingsChanged(none));
    assertThat(sampling.records(envelope, READ_ONLY, false)).isFalse();
  }
}
