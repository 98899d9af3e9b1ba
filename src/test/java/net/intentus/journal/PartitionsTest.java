package net.intentus.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import net.intentus.config.Ids;
import org.junit.jupiter.api.Test;

class PartitionsTest {
  private static final Instant NOON = Instant.parse("2026-03-20T12:00:00Z");

  /** Remembers what it was asked to make. */
  private static class Memory extends PartitionStore {
    final List<DayPartition> there = new ArrayList<>();

    @Override
    public List<DayPartition> all() {
      return there;
    }

    @Override
    public boolean make(DayPartition wanted, boolean current) {
      assertThat(current).isEqualTo(wanted.holds(LocalDate.parse("2026-03-20")));
      return there.add(wanted);
    }
  }

  private final Memory store = new Memory();

  private List<DayPartition> after(boolean postgresql) {
    int known = store.there.size();
    new Partitions(store, postgresql, Clock.fixed(NOON, ZoneOffset.UTC)).makeAhead();
    return store.there.subList(known, store.there.size());
  }

  private static DayPartition between(String from, String to) {
    return DayPartition.of(LocalDate.parse(from), LocalDate.parse(to));
  }

  @Test
  void makesTodayAndSevenMoreDays() {
    assertThat(after(true))
        .hasSize(8)
        .startsWith(between("2026-03-20", "2026-03-21"))
        .endsWith(between("2026-03-27", "2026-03-28"));
    assertThat(after(true)).as("again").isEmpty();
  }

  @Test
  void leavesOutWhatIsThere() {
    store.there.add(new DayPartition("before", LocalDate.EPOCH, LocalDate.parse("2026-03-22")));
    store.there.add(between("2026-03-23", "2026-03-25"));
    assertThat(after(true))
        .startsWith(between("2026-03-22", "2026-03-23"), between("2026-03-25", "2026-03-26"))
        .hasSize(4);
  }

  @Test
  void takesMonthsWhereThereAreManyDays() {
    LocalDate first = LocalDate.parse("2025-01-01");
    for (int i = 0; i < Partitions.MOST_BY_DAY; i++) {
      store.there.add(DayPartition.of(first.plusDays(i), first.plusDays(i + 1)));
    }
    store.there.add(between("2026-03-26", "2026-03-27"));
    assertThat(after(true))
        .containsExactly(between("2026-03-20", "2026-03-26"), between("2026-03-27", "2026-04-01"));
  }

  @Test
  void makesTheDaysOfWhatComesBackUpToAMonth() {
    Partitions partitions = new Partitions(store, true, Clock.fixed(NOON, ZoneOffset.UTC));
    String first = id("2025-01-30T23:59:59Z");
    partitions.makeBack(first, id("2025-02-01T00:00:00Z"));
    assertThat(store.there)
        .containsExactly(
            between("2025-01-30", "2025-01-31"),
            between("2025-01-31", "2025-02-01"),
            between("2025-02-01", "2025-02-02"));
    partitions.makeBack(first, id("2025-12-01T00:00:00Z"));
    assertThat(store.there).hasSize(Partitions.BACK);
  }

  @Test
  void makesNoneOfTimesToComeOrForOtherIdentifiers() {
    Partitions partitions = new Partitions(store, true, Clock.fixed(NOON, ZoneOffset.UTC));
    String past = id("2025-01-30T23:59:59Z");
    partitions.makeBack(past, id("2026-03-21T00:00:00Z"));
    partitions.makeBack(past, "7f3c0000-0000-4000-8000-000000000000");
    partitions.makeBack("x", past);
    assertThat(store.there).isEmpty();
  }

  private static String id(String time) {
    return new Ids(Clock.fixed(Instant.parse(time), ZoneOffset.UTC)).next();
  }

  @Test
  void makesNoneOnH2() {
    assertThat(after(false)).isEmpty();
  }

  @Test
  void goesOnWhereADayCannotBeMade() {
    Memory refusing =
        new Memory() {
          @Override
          public boolean make(DayPartition wanted, boolean current) {
            return wanted.from().getDayOfMonth() % 2 == 0 && super.make(wanted, current);
          }
        };
    new Partitions(refusing, true, Clock.fixed(NOON, ZoneOffset.UTC)).makeAhead();
    assertThat(refusing.there).hasSize(4);
  }

  @Test
  void nothingFailsWhenTheDatabaseDoes() {
    Memory gone =
        new Memory() {
          @Override
          public List<DayPartition> all() {
            throw new IllegalStateException("the database is gone");
          }
        };
    Partitions partitions = new Partitions(gone, true, Clock.fixed(NOON, ZoneOffset.UTC));
    assertThatCode(partitions::makeAhead).doesNotThrowAnyException();
  }

  @Test
  void readsPartitionsAsTheDatabaseDescribesThem() {
    DayPartition day = between("2026-03-01", "2026-03-02");
    assertThat(
            DayPartition.parse(
                "execution_d20260301",
                "FOR VALUES FROM ('" + day.lower() + "') TO ('" + day.upper() + "')"))
        .contains(day);
    assertThat(
            DayPartition.parse(
                "execution_before", "FOR VALUES FROM (MINVALUE) TO ('" + day.upper() + "')"))
        .hasValueSatisfying(
            before -> {
              assertThat(before.droppable()).isFalse();
              assertThat(before.to()).isEqualTo("2026-03-02");
            });
    assertThat(DayPartition.parse("execution_default", "DEFAULT")).isEmpty();
  }
}
