package net.intentus.execution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import net.intentus.agent.Cancellation;
import net.intentus.intent.IntentEnvelope;
import net.intentus.intent.IntentError;
import net.intentus.intent.IntentRef;
import net.intentus.intent.Json;
import net.intentus.intent.Priority;
import net.intentus.intent.Routing;
import net.intentus.intent.SideEffect;
import net.intentus.intent.Strategy;
import net.intentus.routing.Plan;
import net.intentus.routing.RoutableAgent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TurnTest {
  private static final RecordPrivacy UNREAD =
      new RecordPrivacy() {
        @Override
        public JsonNode redact(JsonNode document) {
          return document;
        }

        @Override
        public IntentError redact(IntentError error) {
          return error;
        }
      };
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final RoutableAgent FIRST = agent("a", SideEffect.READ_ONLY);
  private static final RoutableAgent SECOND = agent("b", SideEffect.REVERSIBLE);
  private static final RoutableAgent LAST = agent("c", SideEffect.READ_ONLY);
  private static final RoutableAgent FINAL = agent("d", SideEffect.IRREVERSIBLE);

  private static RoutableAgent agent(String name, SideEffect sideEffect) {
    return new RoutableAgent(name, null, 100, null, sideEffect, List.of());
  }

  private static @Nullable Long left(
      RoutableAgent agent, long afterMs, @Nullable Instant deadline, RoutableAgent... steps) {
    IntentEnvelope envelope =
        new IntentEnvelope(
            new IntentRef("I", "1.0"),
            Json.object(),
            new IntentEnvelope.Context(null, NOW, Priority.NORMAL, List.of()),
            new IntentEnvelope.Metadata("r", null, NOW, "t", List.of()),
            Routing.DEFAULT);
    RunRequest request =
        new RunRequest(
            "e",
            new Plan(Strategy.FALLBACK, List.of(), List.of(steps), List.of(), Map.of()),
            envelope,
            "",
            Map.of(),
            null,
            UNREAD,
            new Cancellation(),
            "default",
            deadline);
    return Turn.of(request, agent, Clock.fixed(NOW.plusMillis(afterMs), ZoneOffset.UTC)).leftMs();
  }

  @Test
  void whatIsLeftIsSharedByThoseThatAreStillToCome() {
    Instant deadline = NOW.plusSeconds(9);
    assertThat(left(FIRST, 0, deadline, FIRST, SECOND, LAST)).isEqualTo(3_000);
    assertThat(left(SECOND, 1_000, deadline, FIRST, SECOND, LAST)).isEqualTo(4_000);
    assertThat(left(LAST, 5_000, deadline, FIRST, SECOND, LAST)).isEqualTo(4_000);
    assertThat(left(FIRST, 0, deadline, FIRST)).isEqualTo(9_000);
  }

  @Test
  void nobodyIsHurriedWithoutADeadline() {
    assertThat(left(FIRST, 0, null, FIRST, SECOND)).isNull();
  }

  @Test
  void aCallThatCannotBeUndoneIsNotCutShortForOthers() {
    assertThat(left(FINAL, 0, NOW.plusSeconds(9), FINAL, LAST)).isEqualTo(9_000);
  }
}
