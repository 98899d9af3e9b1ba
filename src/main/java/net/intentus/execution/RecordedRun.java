package net.intentus.execution;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.intentus.intent.Strategy;
import net.intentus.journal.EventView;
import net.intentus.routing.Plan;
import org.jspecify.annotations.Nullable;

/**
 * What the record says of a run that has not been finished. Pure.
 *
 * @param plan as it was decided: agents, order and side effects; nodes and priorities, which have
 *     done their part, are not told
 * @param ended the attempts with an end, in launch order
 * @param open the attempts without one
 * @param superseded numbers of attempts in {@code ended} that are being made once more, so that
 *     they decide nothing
 * @param startedAt when the first attempt began, or null
 * @param recoveries how often somebody has tried to finish it
 * @param held what attempts cost for certain for which budgets hold something back, by number
 * @param retried how many attempts of an agent were to be made again by its guard, by agent
 */
public record RecordedRun(
    Plan plan,
    List<AttemptRecord> ended,
    List<OpenAttempt> open,
    Set<Integer> superseded,
    @Nullable Instant startedAt,
    int recoveries,
    Map<Integer, Long> held,
    Map<String, Integer> retried) {
  public RecordedRun {
    retried = Map.copyOf(retried);
    held = Map.copyOf(held);
    ended = List.copyOf(ended);
    open = List.copyOf(open);
    superseded = Set.copyOf(superseded);
  }

  /** An attempt that began and of which nothing more is known. */
  public record OpenAttempt(int index, String agent, String spanId, Instant at) {}

  /**
   * Reads the events of an execution; empty when they do not tell the whole plan.
   *
   * @param events in order, intact
   */
  public static Optional<RecordedRun> of(Strategy strategy, List<EventView> events) {
    return new RunReader(strategy).read(events);
  }

  /** The same, with every ambiguous attempt to be made once more. */
  public RecordedRun again() {
    Set<Integer> more = new HashSet<>(superseded);
    ended.stream()
        .filter(attempt -> attempt.outcome().equals("ambiguous"))
        .forEach(attempt -> more.add(attempt.index()));
    return new RecordedRun(plan, ended, open, more, startedAt, recoveries, held, retried);
  }

  /** The attempts that decide how the plan goes on. */
  List<AttemptRecord> counted() {
    return ended.stream().filter(attempt -> !superseded.contains(attempt.index())).toList();
  }

  /** The same with the answers that the record itself does not hold. */
  public RecordedRun with(Answers answers) {
    return new RecordedRun(
        plan,
        ended.stream()
            .map(
                attempt ->
                    answers
                        .of(attempt.index())
                        .map(
                            payload ->
                                new AttemptRecord(
                                    attempt.index(),
                                    attempt.agent(),
                                    attempt.outcome(),
                                    attempt.durationMs(),
                                    payload,
                                    attempt.error(),
                                    attempt.outputHash()))
                        .orElse(attempt))
            .toList(),
        open,
        superseded,
        startedAt,
        recoveries,
        held,
        retried);
  }

  /** Where the answers of earlier attempts are. */
  @FunctionalInterface
  public interface Answers {
    /** The answer of that attempt; empty when it gave none or it was not kept. */
    Optional<JsonNode> of(int attempt);
  }

  /** The number of the last attempt, 0 without one. */
  int last() {
    int last = 0;
    for (AttemptRecord attempt : ended) {
      last = Math.max(last, attempt.index());
    }
    for (OpenAttempt attempt : open) {
      last = Math.max(last, attempt.index());
    }
    return last;
  }
}
