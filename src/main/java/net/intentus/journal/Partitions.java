package net.intentus.journal;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import net.intentus.config.Settings;

/**
 * Makes partitions ahead of time, on PostgreSQL, so that a day's executions can be dropped at once
 * when they have expired. Nothing waits for it: what has no partition goes to the default one.
 * Thread-safe, and safe with any number of instances.
 */
@Singleton
public class Partitions {
  /** How often to look whether a day is missing. */
  public static final long EVERY_MS = 600_000;

  /** How many days there are behind the day that it is (UTC). */
  static final int AHEAD = 7;

  /** How many days of what comes back are made at once. */
  static final int BACK = 31;

  /**
   * With so many partitions, new ones take a month: a list locks each of them with its indexes, and
   * PostgreSQL's table of locks has, as it is delivered, room for 6,400 tables and indexes.
   */
  static final int MOST_BY_DAY = 100;

  private static final Logger LOG = Logger.getLogger(Partitions.class.getName());

  private final PartitionStore store;
  private final boolean postgresql;
  private final Clock clock;

  @Inject
  Partitions(PartitionStore store, Settings settings, Clock clock) {
    this(store, settings.database().postgresql(), clock);
  }

  Partitions(PartitionStore store, boolean postgresql, Clock clock) {
    this.store = store;
    this.postgresql = postgresql;
    this.clock = clock;
  }

  /** Makes what is missing from today on. Never fails: what could not be made is tried again. */
  public void makeAhead() {
    make(today(), today().plusDays(AHEAD));
  }

  /**
   * Makes what is missing between two executions that come back, so that they can be dropped again;
   * beyond the first {@value #BACK} days they go to the default partition. Never fails.
   */
  void makeBack(String first, String last) {
    Optional<LocalDate> from = DayPartition.dayOf(first);
    Optional<LocalDate> to = DayPartition.dayOf(last);
    if (from.isPresent() && to.isPresent() && !to.get().isAfter(today())) {
      LocalDate most = from.get().plusDays(BACK - 1L);
      make(from.get(), to.get().isBefore(most) ? to.get() : most);
    }
  }

  private LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }

  private void make(LocalDate first, LocalDate last) {
    if (!postgresql) {
      return;
    }
    try {
      makeMissing(first, last);
    } catch (PartitionStore.Busy e) {
      LOG.log(Level.INFO, "a day partition was not made: {0}", e.getMessage());
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "day partitions could not be made", e);
    }
  }

  /** Those that can be dropped, oldest first. */
  List<DayPartition> droppable() {
    return postgresql ? store.all().stream().filter(DayPartition::droppable).toList() : List.of();
  }

  private void makeMissing(LocalDate first, LocalDate last) {
    List<DayPartition> all = new ArrayList<>(store.all());
    LocalDate day = first;
    while (!day.isAfter(last)) {
      LocalDate here = day;
      Optional<DayPartition> there = all.stream().filter(known -> known.holds(here)).findFirst();
      DayPartition next = there.orElseGet(() -> next(all, here));
      if (there.isPresent()) {
        day = next.to();
      } else if (store.make(next, next.holds(today()))) {
        LOG.log(Level.FINE, "made the partition {0}", next.suffix());
        all.add(next);
        day = next.to();
      } else {
        day = day.plusDays(1);
      }
    }
  }

  /** From that day to the next midnight, month or partition. */
  private static DayPartition next(List<DayPartition> all, LocalDate from) {
    LocalDate end =
        all.size() < MOST_BY_DAY ? from.plusDays(1) : from.withDayOfMonth(1).plusMonths(1);
    LocalDate to =
        all.stream()
            .map(DayPartition::from)
            .filter(start -> start.isAfter(from) && start.isBefore(end))
            .min(LocalDate::compareTo)
            .orElse(end);
    return DayPartition.of(from, to);
  }
}
