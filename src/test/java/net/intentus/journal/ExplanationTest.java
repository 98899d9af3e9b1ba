package net.intentus.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import net.intentus.intent.IntentRef;
import net.intentus.intent.Strategy;
import net.intentus.journal.ExecutionDetail.Attempt;
import net.intentus.journal.ExecutionDetail.Candidate;
import org.junit.jupiter.api.Test;

class ExplanationTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void namesTheFailureThatAFallbackRecoveredFrom() {
    Explanation explanation =
        Explanation.of(
            detail(
                ExecutionStatus.SUCCEEDED,
                Strategy.FALLBACK,
                "search-b",
                null,
                new Candidate("search-a", 0, "failed", "AGENT_TIMEOUT", 20L),
                new Candidate("search-b", 1, "succeeded", null, 11L),
                new Candidate("search-c", 2, "not_reached", null, null)));

    assertThat(explanation.headline())
        .isEqualTo(
            "search-b succeeded after search-a failed (AGENT_TIMEOUT): fallback tries agents in"
                + " order until one succeeds.");
    assertThat(explanation.lines())
        .extracting(Explanation.Line::why)
        .containsExactly(
            "Called; failed after 20 ms: AGENT_TIMEOUT, it did not answer in time.",
            "Called; answered after 11 ms. Its answer is the result.",
            "Not reached: search-b had already succeeded.");
  }

  @Test
  void namesThePolicyRuleThatFilteredAnAgent() {
    Explanation explanation =
        Explanation.of(
            detail(
                ExecutionStatus.SUCCEEDED,
                Strategy.DIRECT,
                "lights",
                null,
                new Candidate("cctv", 0, "filtered", "protect-cctv", null),
                new Candidate("lights", 1, "succeeded", null, 3L)));

    assertThat(explanation.headline())
        .isEqualTo("lights was the first candidate left after filtering and succeeded.");
    assertThat(explanation.lines().get(0).why())
        .isEqualTo("Not called: policy rule “protect-cctv” does not allow it.");
  }

  @Test
  void doesNotCallARateLimitAPolicyRule() {
    Explanation explanation =
        Explanation.of(
            detail(
                ExecutionStatus.FAILED,
                Strategy.DIRECT,
                null,
                "RATE_LIMIT",
                new Candidate("a", 0, "filtered", "RATE_LIMIT", null)));

    assertThat(explanation.headline()).contains("every one was filtered out");
    assertThat(explanation.lines().get(0).why())
        .isEqualTo("Not called: RATE_LIMIT, the rate limit is used up.");
  }

  @Test
  void tellsWhoCouldNotBeCalled() {
    Explanation moved =
        Explanation.of(
            detail(
                ExecutionStatus.SUCCEEDED,
                Strategy.FALLBACK,
                "b",
                null,
                new Candidate("a", 0, "skipped", "CIRCUIT_OPEN", null),
                new Candidate("b", 1, "succeeded", null, 3L)));
    assertThat(moved.headline())
        .isEqualTo("b was the first candidate that could be called and succeeded.");
    assertThat(moved.lines().get(0).why()).isEqualTo("Skipped: CIRCUIT_OPEN, its circuit is open.");

    Explanation late =
        Explanation.of(
            detail(
                ExecutionStatus.FAILED,
                Strategy.FALLBACK,
                "fallback",
                "AGENT_TIMEOUT",
                new Candidate("a", 0, "failed", "AGENT_ERROR", 3L),
                new Candidate("b", 1, "skipped", "AGENT_TIMEOUT", null)));
    assertThat(late.headline())
        .isEqualTo("a failed, and no other agent could be called (AGENT_TIMEOUT).");
    assertThat(late.lines().get(1).why())
        .isEqualTo("Skipped: the deadline of the execution had passed.");
  }

  @Test
  void saysThatTheRequestItselfPutATargetFirst() {
    Explanation explanation =
        Explanation.of(
            detail(
                ExecutionStatus.SUCCEEDED,
                Strategy.DIRECT,
                "b",
                null,
                new Candidate("a", 0, "not_reached", null, null),
                new Candidate("b", 1, "succeeded", null, 3L)));

    assertThat(explanation.headline())
        .isEqualTo("b was put first by the request’s own routing and succeeded.");
  }

  @Test
  void saysThatTheRequestedTargetWasFiltered() {
    Explanation explanation =
        Explanation.of(
            detail(
                ExecutionStatus.FAILED,
                Strategy.DIRECT,
                null,
                "POLICY_DENIED",
                new Candidate("cctv", 0, "filtered", "protect-cctv", null),
                new Candidate("lights", 1, "not_reached", null, null)));

    assertThat(explanation.headline())
        .isEqualTo(
            "The request’s own routing names only agents that were filtered out, so none was"
                + " called.");
    assertThat(explanation.lines().get(1).why())
        .isEqualTo("Not reached: the request’s own routing names other agents.");
  }

  @Test
  void saysThatNothingWasTriedAfterAnAmbiguousCall() {
    ExecutionDetail unknown =
        detail(
            ExecutionStatus.UNKNOWN,
            Strategy.FALLBACK,
            null,
            "AGENT_TIMEOUT",
            new Candidate("pay", 0, "failed", "AGENT_TIMEOUT", 900L),
            new Candidate("pay-2", 1, "not_reached", null, null));
    Explanation explanation =
        Explanation.of(
            new ExecutionDetail(
                unknown.summary(),
                unknown.candidates(),
                List.of(new Attempt(1, "s", "pay", "ambiguous", START, 900L, "AGENT_TIMEOUT", "m")),
                null));

    assertThat(explanation.headline()).startsWith("pay was sent the request").contains("no other");
    assertThat(explanation.lines().get(0).why())
        .endsWith("Nobody knows whether its work was done.");
    assertThat(explanation.lines().get(1).why())
        .isEqualTo("Not reached: the plan stopped at pay, whose outcome is unknown.");
  }

  @Test
  void explainsThatNobodyCanDoIt() {
    assertThat(
            Explanation.of(
                    detail(ExecutionStatus.FAILED, Strategy.DIRECT, null, "CAPABILITY_NOT_FOUND"))
                .headline())
        .isEqualTo("No enabled agent has a capability for SearchIntent@1.0, so none was called.");
  }

  @Test
  void countsWhatABroadcastCalled() {
    Explanation explanation =
        Explanation.of(
            detail(
                ExecutionStatus.SUCCEEDED,
                Strategy.BROADCAST,
                "b",
                null,
                new Candidate("a", 0, "succeeded", null, 1L),
                new Candidate("b", 1, "succeeded", null, 2L),
                new Candidate("c", 2, "failed", "PROTOCOL_ERROR", 2L)));

    assertThat(explanation.headline())
        .isEqualTo("Broadcast called 3 agents in order; the last success is b’s.");
    assertThat(explanation.lines().get(0).why()).endsWith("Another agent’s answer is the result.");
  }

  @Test
  void saysThatDirectTriesNoOther() {
    assertThat(
            Explanation.of(
                    detail(
                        ExecutionStatus.FAILED,
                        Strategy.DIRECT,
                        "a",
                        "PROTOCOL_ERROR",
                        new Candidate("a", 0, "failed", "PROTOCOL_ERROR", 2L),
                        new Candidate("b", 1, "not_reached", null, null)))
                .headline())
        .isEqualTo("a failed (PROTOCOL_ERROR); direct tries no other agent.");
  }

  private static ExecutionDetail detail(
      ExecutionStatus status,
      Strategy strategy,
      String agent,
      String errorCode,
      Candidate... candidates) {
    return new ExecutionDetail(
        new ExecutionSummary(
            "id",
            status,
            new IntentRef("SearchIntent", "1.0"),
            strategy,
            agent,
            "default",
            "key:a",
            START,
            START,
            START,
            31L,
            1,
            "trace",
            "request",
            List.of(),
            "sha-256:0",
            null,
            null,
            "sha-256:0",
            "sha-256:0",
            errorCode,
            0),
        List.of(candidates),
        List.of(),
        null);
  }

  @Test
  void saysHowOftenAnAgentMayBeCalledAndHowOftenItWas() {
    ExecutionDetail plain =
        detail(
            ExecutionStatus.FAILED,
            Strategy.DIRECT,
            null,
            "RATE_LIMIT",
            new Candidate("a", 0, "filtered", "RATE_LIMIT", null));
    ExecutionDetail counted =
        new ExecutionDetail(
            plain.summary(),
            plain.candidates(),
            plain.attempts(),
            plain.error(),
            null,
            Kept.FULL,
            null,
            java.util.List.of(new ExecutionDetail.Rate("a", "busy", "acme", 2, 2)));
    assertThat(Explanation.of(counted).lines().get(0).why())
        .isEqualTo(
            "Not called: RATE_LIMIT, policy rule “busy” lets 2 calls a minute through under"
                + " “acme”, and 2 had been counted.");
  }

  @Test
  void readsRateLimitsOutOfTheRecord() {
    var event = net.intentus.intent.Json.object();
    var rows = event.putArray("candidates");
    rows.addObject().put("agent", "free");
    rows.addObject()
        .put("agent", "a")
        .put("ruleId", "busy")
        .put("rateLimitKey", "acme")
        .put("rateLimitPerMinute", 2);
    rows.addObject().put("agent", "b").put("rateLimitKey", "not asked");
    event.putArray("rateLimits").addObject().put("key", "acme").put("used", 2);
    assertThat(RateReader.rates(event))
        .containsExactly(new ExecutionDetail.Rate("a", "busy", "acme", 2, 2));
  }
}
