package net.intentus.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import net.intentus.intent.Strategy;
import net.intentus.journal.ExecutionDetail;
import net.intentus.journal.ExecutionDetail.Attempt;
import net.intentus.journal.ExecutionStatus;
import net.intentus.journal.ExecutionSummary;
import org.junit.jupiter.api.Test;

class WaterfallTest {

  @Test
  void placesAttemptsWhereTheyHappened() {
    Waterfall drawing = Waterfall.of(Fixtures.detail(), Fixtures.NOW);

    Waterfall.Bar first = drawing.bars().get(0);
    Waterfall.Bar second = drawing.bars().get(1);
    assertThat(first.x()).isEqualTo("0.25%"); // 6 of 2412 ms
    assertThat(first.width()).isEqualTo("83.04%"); // 2003 of 2412 ms
    assertThat(second.x()).isEqualTo("83.42%");
    assertThat(second.y()).isGreaterThan(first.y());
    assertThat(drawing.height()).isGreaterThan(second.y());
  }

  @Test
  void saysInWordsWhatItDraws() {
    assertThat(Waterfall.of(Fixtures.detail(), Fixtures.NOW).description())
        .isEqualTo(
            "Whole execution: 2.41 s. Attempt 1, search-a, started at +6 ms: failed after 2.00 s,"
                + " AGENT_TIMEOUT. Attempt 2, search-b, started at +2.01 s: succeeded after 388"
                + " ms.");
  }

  @Test
  void saysHowLongWasWaitedBeforeTheNextTry() {
    Attempt first =
        new Attempt(1, "s", "a", "failed", Fixtures.NOW, 5L, "AGENT_UNAVAILABLE", "gone", 120L, 0);
    Waterfall.Bar bar = only(first, 300L);
    assertThat(bar.pause()).isEqualTo("120 ms");
    assertThat(bar.pausing()).isEqualTo(new Waterfall.Stretch("1.67%", "40.00%"));
    assertThat(only(attempt(0, 5L, "failed"), 300L).pause()).isEmpty();
    assertThat(only(attempt(0, 5L, "failed"), 300L).pausing()).isNull();
  }

  @Test
  void saysHowLongWasWaitedForAPlace() {
    Attempt queued =
        new Attempt(1, "s", "a", "succeeded", Fixtures.NOW, 200L, null, null, null, 150L);
    Waterfall drawing = waterfall(queued, 300L);
    Waterfall.Bar bar = drawing.bars().get(0);
    assertThat(bar.queued()).isEqualTo("150 ms");
    assertThat(bar.waiting()).isEqualTo(new Waterfall.Stretch("0.00%", "50.00%"));
    assertThat(drawing.description()).contains("after 200 ms, of which 150 ms for a place");
    assertThat(only(attempt(0, 5L, "failed"), 300L).waiting()).isNull();
  }

  @Test
  void drawsAnInstantAttemptWideEnoughToSeeAndInsideTheDrawing() {
    Waterfall.Bar bar = only(attempt(10, 0L, "succeeded"), 10L);

    assertThat(percent(bar.width())).isPositive();
    assertThat(percent(bar.x()) + percent(bar.width())).isLessThanOrEqualTo(100.001);
  }

  @Test
  void drawsWhatStillRunsUpToNow() {
    ExecutionSummary open =
        Fixtures.summary(0, ExecutionStatus.RUNNING, "I", Strategy.DIRECT, null);
    Instant start = open.createdAt();
    Waterfall drawing =
        Waterfall.of(
            new ExecutionDetail(
                open,
                List.of(),
                List.of(new Attempt(1, "s", "a", "running", start, null, null, null)),
                null),
            start.plusMillis(400));

    assertThat(drawing.bars().get(0).width()).isEqualTo("100.00%");
    assertThat(drawing.bars().get(0).length()).isEmpty();
    assertThat(drawing.total()).isEqualTo("still open");
  }

  @Test
  void keepsTheAxisReadableWhateverTheSpan() {
    for (long span : new long[] {1, 9, 85, 2_412, 59_000, 3_700_000}) {
      List<Waterfall.Tick> ticks = waterfall(attempt(0, span, "succeeded"), span).ticks();
      assertThat(ticks).as("%d ms", span).hasSizeBetween(2, 6);
      assertThat(ticks.get(0).label()).isEqualTo("0");
    }
  }

  private static double percent(String text) {
    return Double.parseDouble(text.replace("%", ""));
  }

  private static Waterfall.Bar only(Attempt attempt, long total) {
    return waterfall(attempt, total).bars().get(0);
  }

  private static Attempt attempt(long offset, Long duration, String status) {
    return new Attempt(1, "s", "a", status, Fixtures.NOW.plusMillis(offset), duration, null, null);
  }

  private static Waterfall waterfall(Attempt attempt, long total) {
    ExecutionSummary like = Fixtures.detail().summary();
    ExecutionSummary summary =
        new ExecutionSummary(
            like.executionId(),
            like.status(),
            like.intent(),
            like.strategy(),
            like.agent(),
            like.tenant(),
            like.subject(),
            Fixtures.NOW,
            Fixtures.NOW,
            Fixtures.NOW.plusMillis(total),
            total,
            1,
            like.traceId(),
            like.requestId(),
            List.of(),
            like.envelopeHash(),
            null,
            null,
            like.journalHead(),
            like.routingTableHash(),
            null,
            0);
    return Waterfall.of(
        new ExecutionDetail(summary, List.of(), List.of(attempt), null),
        Fixtures.NOW.plusMillis(total));
  }
}
