package net.intentus.budget;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Logger;
import net.intentus.budget.LedgerStep.Begin;
import net.intentus.budget.LedgerStep.Hold;
import net.intentus.budget.LedgerStep.Made;
import net.intentus.budget.LedgerStep.Settle;
import net.intentus.wal.WriteAheadLog;

/**
 * The ledger of the one process that has the database open (ADR 0027): decides in memory, and what
 * it did is in a log, which survives the end of the process, when it returns. The database gets it
 * later, many steps to a transaction.
 */
final class LocalLedger implements Ledger {
  private static final Logger LOG = Logger.getLogger(LocalLedger.class.getName());

  /** Steps to a transaction. */
  private static final int TOGETHER = 512;

  /** From so many steps on that the database does not have, whoever comes stores some first. */
  private static final int MOST_UNSAVED = 50_000;

  /** So many windows may be in memory that nothing is to be stored of. */
  private static final int MOST_WINDOWS = 1_000;

  private final LedgerStore store;
  private final WriteAheadLog log;
  private final ReentrantLock turn = new ReentrantLock();
  private final ReentrantLock saving = new ReentrantLock();

  /** Of each window that something is to be stored of, and of some others. */
  private final Map<String, Meter> windows = new HashMap<>();

  /** What was held by this process and is not settled. */
  private final Set<String> open = new HashSet<>();

  /** What is settled and not stored. */
  private final Set<String> ended = new HashSet<>();

  private final ArrayDeque<Logged> unsaved = new ArrayDeque<>();
  private boolean doubtful;

  private record Logged(LedgerStep step, long segment) {}

  LocalLedger(LedgerStore store, WriteAheadLog log) {
    this.store = store;
    this.log = log;
  }

  /**
   * Stores what an earlier process left. Before anything else.
   *
   * @throws IOException when its log cannot be read
   */
  void start() throws IOException {
    List<LedgerStep> left = new ArrayList<>();
    for (byte[] record : log.pending()) {
      left.add(LedgerStepCodec.decode(record));
    }
    for (int from = 0; from < left.size(); from += TOGETHER) {
      store.save(left.subList(from, Math.min(from + TOGETHER, left.size())), true);
    }
    if (!left.isEmpty()) {
      LOG.info(() -> left.size() + " steps of budgets read back from their log");
    }
    log.clear();
  }

  /** Stores what is left to store, and leaves to the next start what cannot be. */
  void stop() throws IOException {
    try {
      catchUp();
    } finally {
      turn.lock();
      try {
        if (unsaved.isEmpty()) {
          log.clear();
        } else {
          log.close();
        }
      } finally {
        turn.unlock();
      }
    }
  }

  @Override
  public HoldResult hold(Hold step) {
    makeRoom();
    turn.lock();
    try {
      List<LedgerStep> steps = new ArrayList<>();
      Map<String, Meter> meters = known(step.budgets().stream().map(step::window).toList());
      for (Budget budget : step.budgets()) {
        if (meters.putIfAbsent(step.window(budget), Meter.EMPTY) == null) {
          steps.add(step.begin(budget));
        }
      }
      HoldResult result = Decision.of(step, meters);
      if (result instanceof HoldResult.Held held) {
        steps.add(new Made(step.claim(), held.parts(), step.expiresAt().toEpochMilli()));
        write(steps);
        windows.putAll(meters);
        for (HeldPart part : held.parts()) {
          windows.computeIfPresent(part.window(), (id, meter) -> meter.hold(part.amount()));
          open.add(BudgetHoldEntity.id(step.claim(), part));
        }
      }
      return result;
    } finally {
      turn.unlock();
    }
  }

  /** Of the windows that have begun. */
  private Map<String, Meter> known(Collection<String> ids) {
    Map<String, Meter> found = new HashMap<>();
    List<String> elsewhere = new ArrayList<>();
    for (String id : ids) {
      Meter meter = windows.get(id);
      if (meter == null) {
        elsewhere.add(id);
      } else {
        found.put(id, meter);
      }
    }
    if (!elsewhere.isEmpty()) {
      found.putAll(store.meters(elsewhere));
    }
    return found;
  }

  @Override
  public void settle(Settle step) {
    turn.lock();
    try {
      Set<String> old = new HashSet<>();
      List<HeldPart> parts = new ArrayList<>();
      for (HeldPart part : step.parts()) {
        String id = BudgetHoldEntity.id(step.claim(), part);
        if (open.contains(id)) {
          parts.add(part);
        } else if (!ended.contains(id)) {
          old.add(id);
        }
      }
      if (!old.isEmpty()) {
        Set<String> unsettled = store.unsettled(old);
        step.parts().stream()
            .filter(part -> unsettled.contains(BudgetHoldEntity.id(step.claim(), part)))
            .forEach(parts::add);
      }
      if (!parts.isEmpty()) {
        settle(step, parts);
      }
    } finally {
      turn.unlock();
    }
  }

  private void settle(Settle step, List<HeldPart> parts) {
    Map<String, Meter> meters = known(parts.stream().map(HeldPart::window).toList());
    write(List.of(new Settle(step.claim(), parts, step.took(), step.counted())));
    windows.putAll(meters);
    for (HeldPart part : parts) {
      windows.computeIfPresent(
          part.window(), (id, meter) -> meter.settle(part.amount(), step.counted()));
      String id = BudgetHoldEntity.id(step.claim(), part);
      open.remove(id);
      ended.add(id);
    }
  }

  private void write(List<LedgerStep> steps) {
    try {
      long segment = log.write(steps.stream().map(LedgerStepCodec::encode).toList());
      steps.forEach(step -> unsaved.add(new Logged(step, segment)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Map<String, Meter> meters(Collection<String> ids) {
    turn.lock();
    try {
      return known(ids);
    } finally {
      turn.unlock();
    }
  }

  /** What waits for the database is bounded: when it cannot take it, nothing more is held. */
  private void makeRoom() {
    if (count() < MOST_UNSAVED) {
      return;
    }
    saving.lock();
    try {
      if (count() >= MOST_UNSAVED) {
        var unused = save(TOGETHER);
      }
    } finally {
      saving.unlock();
    }
  }

  @Override
  public void catchUp() {
    saving.lock();
    try {
      int left = count();
      while (left > 0) {
        left -= save(Math.min(left, TOGETHER));
      }
    } finally {
      saving.unlock();
    }
  }

  private int count() {
    turn.lock();
    try {
      return unsaved.size();
    } finally {
      turn.unlock();
    }
  }

  /** Stores the oldest of them; nobody else does at the same time. */
  private int save(int most) {
    List<Logged> batch;
    turn.lock();
    try {
      batch = unsaved.stream().limit(most).toList();
    } finally {
      turn.unlock();
    }
    boolean again = doubtful;
    doubtful = true; // until it is known to have worked: a failed commit may have come through
    store.save(batch.stream().map(Logged::step).toList(), again);
    doubtful = false;
    turn.lock();
    try {
      batch.forEach(this::saved);
      tidy();
    } finally {
      turn.unlock();
    }
    return batch.size();
  }

  private void saved(Logged one) {
    unsaved.remove();
    log.stored(one.segment(), 1);
    if (one.step() instanceof Settle settle) {
      settle.parts().forEach(part -> ended.remove(BudgetHoldEntity.id(settle.claim(), part)));
    }
  }

  /** How many windows are in memory. */
  int remembered() {
    turn.lock();
    try {
      return windows.size();
    } finally {
      turn.unlock();
    }
  }

  private void tidy() {
    if (unsaved.isEmpty()) {
      log.rest();
    }
    if (windows.size() > MOST_WINDOWS) {
      Set<String> used = new HashSet<>();
      for (Logged one : unsaved) {
        if (one.step() instanceof Begin begin) {
          used.add(begin.window());
        } else {
          List<HeldPart> parts =
              one.step() instanceof Made made ? made.parts() : ((Settle) one.step()).parts();
          parts.forEach(part -> used.add(part.window()));
        }
      }
      windows.keySet().retainAll(used);
    }
  }
}
