package net.intentus.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.intentus.agent.AgentRegistration;
import net.intentus.agent.CircuitReading;
import net.intentus.agent.GuardSettings;
import net.intentus.agent.Places;
import net.intentus.intent.Caller;
import net.intentus.intent.IntentRef;
import net.intentus.intent.Json;
import net.intentus.intent.SideEffect;
import net.intentus.intent.Strategy;
import net.intentus.journal.EventType;
import net.intentus.journal.EventView;
import net.intentus.journal.ExecutionDetail;
import net.intentus.journal.ExecutionDetail.Attempt;
import net.intentus.journal.ExecutionDetail.Candidate;
import net.intentus.journal.ExecutionPage;
import net.intentus.journal.ExecutionStatus;
import net.intentus.journal.ExecutionSummary;
import net.intentus.journal.Kept;
import net.intentus.journal.SweepProgress;
import net.intentus.journal.VerificationState;
import net.intentus.journal.VerifyReport;
import net.intentus.journal.VerifyReport.Check;
import net.intentus.journal.VerifyReport.Result;
import net.intentus.routing.IntentPattern;

/** Records as the rooms below would give them. */
final class Fixtures {
  static final Instant NOW = Instant.parse("2026-03-04T09:15:00Z");
  static final Caller ADMIN = new Caller("user:admin", "*", Set.of("admin"), null, null);
  static final Caller VIEWER = new Caller("user:vera", "acme", Set.of("viewer"), null, null);
  private static final String HASH =
      "sha-256:6f1c0e57b8a3d24e9915cc0a7be1f8d0437ab6629f50e1dcb8aa4d6310f27e9b";

  private Fixtures() {}

  static JsonNode json(String text) {
    try {
      return Json.read(text.getBytes(StandardCharsets.UTF_8));
    } catch (java.io.IOException e) {
      throw new IllegalArgumentException(e);
    }
  }

  static ExecutionSummary summary(
      int number, ExecutionStatus status, String intent, Strategy strategy, String agent) {
    boolean open = !status.terminal();
    boolean failed = status == ExecutionStatus.FAILED || status == ExecutionStatus.UNKNOWN;
    Instant created = NOW.minusSeconds(number * 47L + 3).plusMillis(number * 13L % 1000);
    long took = 9 + number * 211L % 4_300;
    return new ExecutionSummary(
        "0195603e-9a10-7c3d-8f00-%012x".formatted(0x9b3c51d0a2f4L + number * 0x1f35d7L),
        status,
        new IntentRef(intent, "1.0"),
        strategy,
        agent,
        "acme",
        "key:batch",
        created,
        created,
        open ? null : created.plusMillis(took),
        open ? null : took,
        open ? 1 : 1 + number % 3,
        "4bf92f3577b34da6a3ce929d0e0e4736",
        "req-7f3a" + number,
        number % 4 == 0 ? List.of("nightly") : List.of(),
        HASH,
        open ? null : HASH,
        open ? null : HASH,
        HASH,
        HASH,
        failed ? "AGENT_TIMEOUT" : null,
        number % 2);
  }

  /** What a sweep left of the first executions of {@link #page}. */
  static Map<String, VerificationState> checked() {
    List<ExecutionSummary> items = page().items();
    String bad = items.get(3).executionId();
    String good = items.get(4).executionId();
    return Map.of(
        bad,
        new VerificationState(bad, VerificationState.State.MISMATCH, NOW, "hash-chain", 3),
        good,
        new VerificationState(good, VerificationState.State.OK, NOW, null, null));
  }

  static SweepView sweep(List<VerificationState> mismatches) {
    SweepProgress progress =
        new SweepProgress(false, NOW.minusSeconds(7_200), NOW.minusSeconds(60), 12_345, 1);
    return SweepView.of(progress, mismatches, true, NOW);
  }

  static VerificationState mismatch() {
    return checked().get(page().items().get(3).executionId());
  }

  static ExecutionPage page() {
    List<ExecutionSummary> items = new ArrayList<>();
    ExecutionStatus[] states = ExecutionStatus.values();
    for (int i = 0; i < 18; i++) {
      ExecutionStatus status = i < 2 ? ExecutionStatus.RUNNING : states[(i * 5 + 3) % 7];
      if (i % 3 == 2) {
        status = ExecutionStatus.SUCCEEDED;
      }
      String agent = status.terminal() ? i % 2 == 0 ? "search-b" : "maintenance-east" : null;
      items.add(
          summary(
              i,
              status,
              i % 2 == 0 ? "SearchIntent" : "ScheduleMaintenance",
              i % 2 == 0 ? Strategy.FALLBACK : Strategy.DIRECT,
              agent));
    }
    return new ExecutionPage(items, "abc", 10_000, false, null);
  }

  static ExecutionDetail detail() {
    Instant start = NOW.minusSeconds(190);
    ExecutionSummary made =
        new ExecutionSummary(
            "0195603e-9a10-7c3d-8f00-9b3c51d0a2f4",
            ExecutionStatus.SUCCEEDED,
            new IntentRef("SearchIntent", "1.0"),
            Strategy.FALLBACK,
            "search-b",
            "acme",
            "key:batch",
            start,
            start,
            start.plusMillis(2_412),
            2_412L,
            2,
            "4bf92f3577b34da6a3ce929d0e0e4736",
            "req-7f3a90",
            List.of("nightly", "acme-portal"),
            HASH,
            HASH,
            HASH,
            HASH,
            HASH,
            null,
            2);
    return new ExecutionDetail(
        made,
        List.of(
            new Candidate("cctv-search", 0, "filtered", "protect-cctv", null),
            new Candidate("search-a", 1, "failed", "AGENT_TIMEOUT", 2_003L),
            new Candidate("search-b", 2, "succeeded", null, 388L),
            new Candidate("search-archive", 3, "not_reached", null, null)),
        List.of(
            new Attempt(
                1,
                "00f067aa0ba902b7",
                "search-a",
                "failed",
                start.plusMillis(6),
                2_003L,
                "AGENT_TIMEOUT",
                "The agent did not answer within 2000 ms."),
            new Attempt(
                2,
                "53995c3f42cd8ad8",
                "search-b",
                "succeeded",
                start.plusMillis(2_012),
                388L,
                null,
                null)),
        null,
        null,
        Kept.FULL,
        Kept.FULL);
  }

  static List<EventView> events() {
    Instant start = detail().summary().createdAt();
    return List.of(
        event(1, EventType.INTENT_RECEIVED, start, "{\"strategy\":\"fallback\",\"tags\":[]}"),
        event(
            2,
            EventType.POLICY_DECISION,
            start.plusMillis(1),
            "{\"candidates\":[{\"agent\":\"cctv-search\",\"ruleId\":\"protect-cctv\"}]}"),
        event(
            3,
            EventType.AGENT_ATTEMPT_START,
            start.plusMillis(6),
            "{\"agent\":\"search-a\",\"attempt\":1}"),
        event(
            4,
            EventType.AGENT_ATTEMPT_END,
            start.plusMillis(2_009),
            "{\"agent\":\"search-a\",\"attempt\":1,\"outcome\":\"failed\","
                + "\"error\":{\"code\":\"AGENT_TIMEOUT\"}}"),
        event(
            5,
            EventType.FINAL_RESPONSE,
            start.plusMillis(2_412),
            "{\"status\":\"success\",\"agent\":\"search-b\"}"));
  }

  static JsonNode envelope() {
    return json(
        """
        {"version":"1.0","intent":{"name":"SearchIntent","version":"1.0"},
         "payload":{"query":"pumps with <script>alert(1)</script>","limit":25,"exact":false,
           "credentials":{"user":"batch","password":{"$redacted":"field:password",
             "digest":"hmac-sha-256:2f7c9a10d5e8b3467f"}},
           "a/b":{"c~d":[1,2.5,null,{"deep":"value"}]}},
         "context":{"sourceAgent":"portal","priority":"normal","tags":["nightly"]},
         "routing":{"strategy":"fallback","targetAgent":null,"fallbackAgents":[]}}
        """);
  }

  static VerifyReport verified(boolean valid) {
    return new VerifyReport(
        List.of(
            new Check("sequence", Result.OK, null, "5 events, contiguous from 1"),
            new Check(
                "hash chain",
                valid ? Result.OK : Result.FAILED,
                valid ? null : 4,
                valid ? "every hash follows from its event" : "the hash does not fit the event"),
            new Check("head", Result.OK, null, "the last event is the head of the record"),
            new Check("envelope hash", Result.OK, null, "computed again from the stored envelope"),
            new Check("response hash", Result.OK, null, "computed again from the stored answer"),
            new Check("signature", Result.NOT_CHECKABLE, null, "signing is not switched on")));
  }

  /** A circuit that an operator has opened. */
  static final CircuitReading HELD_OPEN =
      new CircuitReading(CircuitReading.State.OPEN, true, 0, "user:admin", NOW);

  /** The guards of an agent whose circuit is held open. */
  static CircuitView circuit(boolean operable) {
    GuardSettings guards = new GuardSettings(2_000, 8, 4, null, null, null);
    Places places = new Places(8, 3);
    return CircuitView.of(
        agent("search-b", "node-2", 20, true), HELD_OPEN, guards, places, operable);
  }

  static AgentRegistration agent(String name, String node, int priority, boolean enabled) {
    boolean local = node == null;
    return new AgentRegistration(
        name,
        "1.0",
        node,
        priority,
        enabled,
        "id-" + name,
        null,
        List.of(
            new AgentRegistration.Capability(new IntentPattern("SearchIntent", "*"), null, null)),
        new AgentRegistration.Endpoint(
            local ? AgentRegistration.EndpointType.LOCAL : AgentRegistration.EndpointType.HTTP,
            local ? null : "https://agents.example.org/" + Url.encode(name)),
        new AgentRegistration.RuntimeInfo("java", "production", "manual"),
        local ? SideEffect.READ_ONLY : SideEffect.IRREVERSIBLE,
        Map.of("team", "search"),
        null,
        local,
        3,
        AgentRegistration.Cost.NONE);
  }

  private static EventView event(int seq, EventType type, Instant at, String payload) {
    return new EventView(seq, type, at, json(payload), HASH, HASH);
  }
}
