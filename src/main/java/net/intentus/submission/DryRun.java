package net.intentus.submission;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.intentus.config.Settings;
import net.intentus.journal.ExecutionFilter;
import net.intentus.journal.ExecutionPage;
import net.intentus.journal.ExecutionReader;
import net.intentus.journal.ExecutionRecord;
import net.intentus.journal.ExecutionSummary;
import net.intentus.journal.RecordReader;
import net.intentus.policy.PolicyDocument;
import net.intentus.routing.RouterLimits;
import org.jspecify.annotations.Nullable;

/**
 * Asks what a policy would have decided of recent executions, by what is recorded of them. Calls
 * nobody, counts and stores nothing; rate limits are not asked. Thread-safe.
 */
@Singleton
public class DryRun {
  /** How many executions are looked at. */
  public static final int MOST = 500;

  private final ExecutionReader executions;
  private final RecordReader records;
  private final RouterLimits limits;

  @Inject
  DryRun(ExecutionReader executions, RecordReader records, Settings settings) {
    this.executions = executions;
    this.records = records;
    this.limits = new RouterLimits(settings.requireDeterminism(), settings.limits().maxFanout());
  }

  /** Looks at the newest executions of all tenants. */
  public DryRunReport run(PolicyDocument policy) {
    List<DryRunReport.Change> changes = new ArrayList<>();
    List<DryRunReport.Untold> untold = new ArrayList<>();
    int looked = 0;
    String cursor = null;
    do {
      ExecutionPage page = executions.page(filter(cursor, MOST - looked));
      for (ExecutionSummary summary : page.items()) {
        Optional<ExecutionRecord> record = records.find(summary.executionId());
        record
            .map(RecordedDecision::new)
            .ifPresent(decision -> decision.under(policy, limits).addTo(changes, untold));
      }
      looked += page.items().size();
      cursor = page.nextCursor();
    } while (cursor != null && looked < MOST);
    int same = looked - changes.size() - untold.size();
    return new DryRunReport(looked, cursor == null, same, changes, untold);
  }

  private static ExecutionFilter filter(@Nullable String cursor, int limit) {
    return new ExecutionFilter(
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        Math.min(limit, ExecutionFilter.MAX_LIMIT),
        cursor);
  }
}
