package net.intentus.execution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import net.intentus.agent.AgentOutcome;
import net.intentus.agent.AgentRegistration;
import net.intentus.budget.AgentReport;
import net.intentus.budget.Amount;
import net.intentus.budget.Budget;
import net.intentus.budget.BudgetSnapshot;
import net.intentus.budget.BudgetSource;
import net.intentus.budget.Claim;
import net.intentus.budget.HoldResult;
import net.intentus.budget.LatencySource;
import net.intentus.budget.LedgerSource;
import net.intentus.budget.Limits;
import net.intentus.budget.PriceTable;
import net.intentus.budget.ReportedCall;
import net.intentus.budget.Usage;
import net.intentus.intent.ErrorCode;
import net.intentus.intent.IntentError;
import net.intentus.intent.Json;
import net.intentus.intent.Times;
import net.intentus.journal.EventType;
import net.intentus.journal.ExecutionLog;
import org.jspecify.annotations.Nullable;

/**
 * What the calls of a run use, and whether the budgets have room for it. Asks nobody while there
 * are no budgets. Thread-safe but for what it writes into the log of a request.
 */
@Singleton
public class Spending {
  private static final Logger LOG = Logger.getLogger(Spending.class.getName());

  private final BudgetSource budgets;
  private final LedgerSource ledger;
  private final PriceTable prices;
  private final LatencySource latencies;
  private final Clock clock;

  @Inject
  Spending(
      BudgetSource budgets,
      LedgerSource ledger,
      PriceTable prices,
      LatencySource latencies,
      Clock clock) {
    this.latencies = latencies;
    this.budgets = budgets;
    this.ledger = ledger;
    this.prices = prices;
    this.clock = clock;
  }

  /** Holds back what the attempt may take, before anybody is called. */
  Grant reserve(RunRequest request, AttemptLog.Begun attempt) {
    BudgetSnapshot known = budgets.current();
    if (known.isEmpty()) {
      return Grant.FREE;
    }
    String intent = request.envelope().intent().name();
    List<Budget> matching = known.matching(request.tenant(), intent, attempt.agent());
    if (matching.isEmpty()) {
      return Grant.FREE;
    }
    long certain = perCall(request, attempt.agent());
    HoldResult result;
    try {
      result =
          ledger.hold(
              matching,
              new Claim(
                  request.id(),
                  attempt.index(),
                  request.tenant(),
                  intent,
                  attempt.agent(),
                  certain));
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "a budget could not be asked", e);
      return Grant.refused(
          IntentError.of(
              ErrorCode.STORAGE_UNAVAILABLE, "The budgets cannot be asked at the moment."));
    }
    return result instanceof HoldResult.Held held
        ? granted(request, attempt, held, certain)
        : Grant.refused(exceeded((HoldResult.Exceeded) result));
  }

  private Grant granted(
      RunRequest request, AttemptLog.Begun attempt, HoldResult.Held held, long certain) {
    ExecutionLog log = request.log();
    if (log != null) {
      ObjectNode json = about(attempt.agent(), attempt.index());
      ArrayNode rows = json.putArray("budgets");
      for (HoldResult.Share share : held.shares()) {
        ObjectNode row = rows.addObject();
        row.put("budget", share.budgetId());
        Amount amount = share.part().amount();
        row.put("heldMicros", amount.micros()).put("heldTokens", amount.tokens());
        row.set("left", left(share.left()));
        row.put("window", share.part().window());
      }
      json.put("certainMicros", certain);
      log.add(EventType.BUDGET_RESERVED, clock.instant(), json);
    }
    Limits left = held.left();
    return new Grant(held, left == null ? null : left(left), null);
  }

  private static ObjectNode left(Limits left) {
    ObjectNode json = Json.object();
    json.put("remainingCalls", left.calls());
    json.put("remainingMicros", left.micros());
    return json.put("remainingTokens", left.tokens());
  }

  private IntentError exceeded(HoldResult.Exceeded exceeded) {
    Budget budget = exceeded.budget();
    Instant now = clock.instant();
    Instant resets = budget.period().end(now);
    IntentError error =
        IntentError.of(
                ErrorCode.BUDGET_EXCEEDED,
                "The budget " + budget.id() + " has no " + exceeded.what() + " left for this call.")
            .with("budget", budget.id())
            .with("limit", exceeded.what())
            .with("period", budget.period().wire());
    return resets == null
        ? error
        : error
            .with("resetsAt", Times.format(resets))
            .with("retryAfterSeconds", resets.getEpochSecond() - now.getEpochSecond());
  }

  /** Writes down how an attempt ended and what it used, and settles that. */
  void end(
      RunRequest request,
      AttemptLog log,
      AttemptLog.Begun attempt,
      Grant grant,
      AgentOutcome outcome,
      String word,
      @Nullable IntentError error,
      OptionalLong retryInMs) {
    boolean stopped = error != null && error.code() == ErrorCode.WORKFLOW_ABORTED;
    if (outcome.reached() && !stopped && budgets.current().watchesLatency()) {
      long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - attempt.nanos());
      latencies.note(attempt.agent(), took - outcome.waitedMs());
    }
    Spent spent = used(request, attempt, outcome);
    JsonNode answer = outcome instanceof AgentOutcome.Succeeded done ? done.payload() : null;
    log.end(attempt, word, answer, error, retryInMs, spent, outcome.waitedMs());
    settle(request, attempt, grant, outcome, spent);
  }

  /** Null when there is nothing to tell; the calls that the agent tells of are written down. */
  private @Nullable Spent used(RunRequest request, AttemptLog.Begun attempt, AgentOutcome outcome) {
    AgentReport report =
        outcome.reached()
            ? AgentReport.of(outcome.told(), prices, perCall(request, attempt.agent()))
            : null;
    if (report == null) {
      return null;
    }
    ExecutionLog log = request.log();
    if (log != null) {
      for (ReportedCall call : report.calls()) {
        ObjectNode json = about(attempt.agent(), attempt.index());
        json.setAll(call.named(word -> masked(request, word)).toJson());
        log.add(call.tool() ? EventType.TOOL_CALL : EventType.MODEL_CALL, clock.instant(), json);
      }
    }
    return new Spent(report.usage(), recorded(request, report));
  }

  private ObjectNode recorded(RunRequest request, AgentReport report) {
    ObjectNode json = report.usage().named(word -> masked(request, word)).toJson();
    json.put("priceTable", prices.hash());
    if (report.more() > 0) {
      json.put("moreCalls", report.more());
    }
    if (report.unreadable()) {
      json.put("unreadable", true);
    }
    return json;
  }

  /** An agent's words may be a secret. */
  private static String masked(RunRequest request, String word) {
    return request.privacy().redact(Json.object().put("name", word)).path("name").asText();
  }

  /** Counts what the attempt used, and releases what is held back beyond that. */
  private void settle(
      RunRequest request,
      AttemptLog.Begun attempt,
      Grant grant,
      AgentOutcome outcome,
      @Nullable Spent spent) {
    HoldResult.Held held = grant.held();
    if (held == null) {
      return;
    }
    if (!outcome.reached()) {
      ledger.release(held);
      settled(request, attempt.agent(), attempt.index(), null, "released");
      return;
    }
    Usage usage = spent == null ? Usage.NONE : spent.usage();
    String how = ledger.settle(held, usage) ? "settled" : "overdue";
    settled(request, attempt.agent(), attempt.index(), usage, how);
  }

  /** Gives back what is held for a call that is not made. */
  void release(Grant grant) {
    HoldResult.Held held = grant.held();
    if (held != null) {
      ledger.release(held);
    }
  }

  private void settled(
      RunRequest request, String agent, int attempt, @Nullable Usage usage, String how) {
    ExecutionLog log = request.log();
    if (log != null) {
      ObjectNode json = about(agent, attempt);
      json.put("calls", usage == null ? 0 : 1);
      json.put("costMicros", usage == null ? 0 : usage.costMicros());
      json.put("how", how);
      json.put("tokens", usage == null ? 0 : usage.ofOneCall().tokens());
      log.add(EventType.BUDGET_SETTLED, clock.instant(), json);
    }
  }

  /**
   * Settles the attempts of an interrupted run that have no end: at what was settled already, else
   * at what they cost for certain.
   *
   * @return what each used, by its number
   */
  Map<Integer, Usage> lost(RunRequest request, RecordedRun past) {
    Map<Integer, Usage> lost = new HashMap<>();
    for (RecordedRun.OpenAttempt attempt : past.open()) {
      Long certain = past.held().get(attempt.index());
      if (certain != null) {
        Optional<Usage> known = ledger.lost(request.id(), attempt.index());
        lost.put(attempt.index(), known.orElseGet(() -> new Usage(0, 0, certain, null)));
      }
    }
    return lost;
  }

  /** Writes down what {@link #lost} settled, after the end of the attempt. */
  void settledLost(RunRequest request, RecordedRun.OpenAttempt attempt, Usage usage) {
    settled(request, attempt.agent(), attempt.index(), usage, "interrupted");
  }

  private static ObjectNode about(String agent, int attempt) {
    return Json.object().put("agent", agent).put("attempt", attempt);
  }

  private static long perCall(RunRequest request, String agent) {
    AgentRegistration registration = request.agents().get(agent);
    return registration == null ? 0 : registration.cost().perCallMicros();
  }
}
