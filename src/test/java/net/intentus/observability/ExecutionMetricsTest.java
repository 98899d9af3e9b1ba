package net.intentus.observability;

import static net.intentus.observability.Fixtures.attempt;
import static net.intentus.observability.Fixtures.execution;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import net.intentus.agent.CircuitChanged;
import net.intentus.agent.CircuitReading;
import net.intentus.execution.ExecutionRecovered;
import net.intentus.journal.ExecutionStatus;
import net.intentus.journal.JournalCommitted;
import net.intentus.journal.RecordsVerified;
import net.intentus.submission.IntentRepeated;
import org.junit.jupiter.api.Test;

class ExecutionMetricsTest {
  private final FakeRegistry registry = new FakeRegistry();
  private final ExecutionMetrics metrics = new ExecutionMetrics(registry.meters());

  @Test
  void countsAndTimesExecutionsByIntentAndOutcome() {
    metrics.ended(execution("SearchIntent", ExecutionStatus.SUCCEEDED, null));
    metrics.ended(execution("SearchIntent", ExecutionStatus.SUCCEEDED, null));
    metrics.ended(execution("SearchIntent", ExecutionStatus.UNKNOWN, "AGENT_TIMEOUT"));

    assertThat(intents("SearchIntent", "succeeded")).isEqualTo(2);
    assertThat(intents("SearchIntent", "unknown")).isEqualTo(1);
    assertThat(intents("SearchIntent", "failed")).isZero();
    assertThat(registry.count("intentus_intent_duration{intent=SearchIntent}")).isEqualTo(3);
    assertThat(registry.nanos("intentus_intent_duration{intent=SearchIntent}"))
        .isEqualTo(6_000_000);
  }

  @Test
  void countsAttemptsByAgentAndOutcome() {
    for (String status : new String[] {"succeeded", "failed", "failed", "cancelled", "ambiguous"}) {
      metrics.ended(attempt("search-a", status));
    }

    assertThat(attempts("search-a", "succeeded")).isEqualTo(1);
    assertThat(attempts("search-a", "failed")).isEqualTo(2);
    assertThat(attempts("search-a", "cancelled")).isEqualTo(1);
    assertThat(attempts("search-a", "ambiguous")).isEqualTo(1);
  }

  @Test
  void countsRecoveriesByOutcome() {
    metrics.ended(new ExecutionRecovered("id", ExecutionStatus.UNKNOWN));

    assertThat(registry.count("intentus_recovered_total{outcome=unknown}")).isEqualTo(1);
    assertThat(registry.count("intentus_recovered_total{outcome=succeeded}")).isZero();
  }

  @Test
  void countsAppendsAndTimesCommits() {
    metrics.committed(new JournalCommitted(7, 1_500));
    metrics.committed(new JournalCommitted(1, 500));

    assertThat(registry.count("intentus_journal_appends_total")).isEqualTo(8);
    assertThat(registry.count("intentus_journal_commit")).isEqualTo(2);
    assertThat(registry.nanos("intentus_journal_commit")).isEqualTo(2_000);
  }

  @Test
  void countsRecordsThatWereCheckedAgain() {
    metrics.verified(new RecordsVerified(7, 1));
    metrics.verified(new RecordsVerified(3, 0));

    assertThat(registry.count("intentus_records_verified_total{result=ok}")).isEqualTo(10);
    assertThat(registry.count("intentus_records_verified_total{result=mismatch}")).isEqualTo(1);
  }

  @Test
  void countsHowOftenCircuitsMove() {
    metrics.moved(new CircuitChanged("a", CircuitReading.State.OPEN));
    metrics.moved(new CircuitChanged("a", CircuitReading.State.HALF_OPEN));
    metrics.moved(new CircuitChanged("a", CircuitReading.State.OPEN));

    assertThat(registry.count("intentus_circuit_moves_total{agent=a,to=open}")).isEqualTo(2);
    assertThat(registry.count("intentus_circuit_moves_total{agent=a,to=half_open}")).isEqualTo(1);
    assertThat(registry.count("intentus_circuit_moves_total{agent=a,to=closed}")).isZero();
  }

  @Test
  void countsRepeatsByWhatTheyWereAnswered() {
    metrics.repeated(new IntentRepeated(IntentRepeated.Outcome.REPLAYED));
    metrics.repeated(new IntentRepeated(IntentRepeated.Outcome.REPLAYED));
    metrics.repeated(new IntentRepeated(IntentRepeated.Outcome.CONFLICT));

    assertThat(registry.count("intentus_repeats_total{outcome=replayed}")).isEqualTo(2);
    assertThat(registry.count("intentus_repeats_total{outcome=conflict}")).isEqualTo(1);
    assertThat(registry.count("intentus_repeats_total{outcome=running}")).isZero();
  }

  @Test
  void keepsTheFirstNamesAndCallsTheRestOther() {
    for (int i = 0; i < 300; i++) {
      metrics.ended(execution("intent-" + i, ExecutionStatus.FAILED, "AGENT_ERROR"));
      metrics.ended(attempt("agent-" + i, "failed"));
    }
    metrics.ended(execution("intent-0", ExecutionStatus.FAILED, "AGENT_ERROR"));

    assertThat(intents("intent-0", "failed")).isEqualTo(2);
    assertThat(intents("intent-99", "failed")).isEqualTo(1);
    assertThat(intents("intent-100", "failed")).isEqualTo(-1);
    assertThat(intents("other", "failed")).isEqualTo(200);
    assertThat(attempts("agent-199", "failed")).isEqualTo(1);
    assertThat(attempts("agent-200", "failed")).isEqualTo(-1);
    assertThat(attempts("other", "failed")).isEqualTo(100);
  }

  @Test
  void doesNotLetInventedIntentsUseTheNamesUp() {
    for (int i = 0; i < 300; i++) {
      metrics.ended(execution("made-up-" + i, ExecutionStatus.FAILED, "CAPABILITY_NOT_FOUND"));
    }
    metrics.ended(execution("SearchIntent", ExecutionStatus.SUCCEEDED, null));
    metrics.ended(execution("x".repeat(129), ExecutionStatus.SUCCEEDED, null));

    assertThat(registry.ids()).noneMatch(id -> id.contains("made-up"));
    assertThat(intents("other", "failed")).isEqualTo(300);
    assertThat(intents("SearchIntent", "succeeded")).isEqualTo(1);
    assertThat(intents("other", "succeeded")).isEqualTo(1);
  }

  @Test
  void asksTheRegistryOncePerName() {
    metrics.ended(execution("SearchIntent", ExecutionStatus.SUCCEEDED, null));
    metrics.ended(attempt("search-a", "succeeded"));
    long before = registry.lookUps.get();

    for (int i = 0; i < 1_000; i++) {
      metrics.ended(execution("SearchIntent", ExecutionStatus.SUCCEEDED, null));
      metrics.ended(attempt("search-a", "succeeded"));
    }

    assertThat(registry.lookUps.get()).isEqualTo(before);
    assertThat(intents("SearchIntent", "succeeded")).isEqualTo(1_001);
  }

  @Test
  void carriesNoIdTenantOrSubject() {
    metrics.ended(execution("SearchIntent", ExecutionStatus.SUCCEEDED, null));
    metrics.ended(attempt("search-a", "failed"));

    assertThat(String.join(" ", registry.ids()))
        .doesNotContain("execution-1", "trace-1", "request-1", "span-1", "tenant-1");
  }

  @Test
  void losesNothingWhenManyThreadsRaceForTheLastNames() throws Exception {
    int threads = 8;
    CyclicBarrier start = new CyclicBarrier(threads);
    Callable<Boolean> race =
        () -> {
          start.await();
          for (int i = 0; i < 500; i++) {
            metrics.ended(execution("intent-" + i, ExecutionStatus.SUCCEEDED, null));
          }
          return true;
        };
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    for (Future<Boolean> done : pool.invokeAll(Collections.nCopies(threads, race))) {
      assertThat(done.get()).isTrue();
    }
    pool.shutdown();

    long values =
        registry.ids().stream()
            .filter(id -> id.startsWith("intentus_intents_total") && id.contains("=succeeded"))
            .count();
    long total =
        registry.ids().stream()
            .filter(id -> id.startsWith("intentus_intents_total") && id.contains("=succeeded"))
            .mapToLong(registry::count)
            .sum();
    assertThat(values).isEqualTo(ExecutionMetrics.MAX_INTENTS + 1);
    assertThat(total).isEqualTo(threads * 500L);
  }

  private long intents(String intent, String outcome) {
    return registry.count("intentus_intents_total{intent=" + intent + ",outcome=" + outcome + "}");
  }

  private long attempts(String agent, String outcome) {
    return registry.count("intentus_attempts_total{agent=" + agent + ",outcome=" + outcome + "}");
  }
}
