package net.intentus.budget;

import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import net.intentus.budget.LedgerStep.Answer;
import net.intentus.budget.LedgerStep.Begin;
import net.intentus.budget.LedgerStep.Hold;
import net.intentus.budget.LedgerStep.Made;
import net.intentus.budget.LedgerStep.Settle;
import net.intentus.intent.Hashes;
import org.jspecify.annotations.Nullable;

/**
 * The steps of one transaction: first all their windows are locked, in one order, then what is
 * settled is, then one step is taken after the other. For one thread.
 */
final class LedgerStepStore {
  private static final int MOST_SPENDERS = 500;

  private final EntityManager entities;
  private final Map<String, BudgetWindowEntity> windows = new HashMap<>();
  private final Map<String, BudgetSpendEntity> spends = new HashMap<>();

  LedgerStepStore(EntityManager entities) {
    this.entities = entities;
  }

  List<Answer> apply(List<LedgerStep> steps) {
    lock(steps);
    Connection connection = entities.unwrap(Connection.class);
    try (PreparedStatement inserts = connection.prepareStatement(BudgetHoldEntity.INSERT);
        PreparedStatement settlements = connection.prepareStatement(BudgetHoldEntity.SETTLE)) {
      Map<String, Settle> ended = endedHere(steps);
      Iterator<Boolean> firsts = settle(settlements, steps, ended.keySet()).iterator();
      List<Answer> answers = new ArrayList<>();
      boolean holds = false;
      for (LedgerStep step : steps) {
        Answer answer = new Answer.Done();
        if (step instanceof Hold hold) {
          HoldResult result = hold(hold);
          answer = new Answer.Held(result);
          if (result instanceof HoldResult.Held held) {
            Made made = new Made(hold.claim(), held.parts(), hold.expiresAt().toEpochMilli());
            insert(inserts, made, ended);
            holds = true;
          }
        } else if (step instanceof Made made) {
          insert(inserts, made, ended);
          holds = true;
        } else if (step instanceof Begin begin) {
          begin(begin);
        } else {
          Settle settle = (Settle) step;
          for (HeldPart part : settle.parts()) {
            if (firsts.next()) {
              count(settle, part);
            }
          }
        }
        answers.add(answer);
      }
      if (holds) {
        inserts.executeBatch();
      }
      return answers;
    } catch (SQLException e) {
      throw new PersistenceException(e);
    }
  }

  private void lock(List<LedgerStep> steps) {
    Set<String> wanted = new TreeSet<>();
    for (LedgerStep step : steps) {
      if (step instanceof Hold hold) {
        hold.budgets().forEach(budget -> wanted.add(hold.window(budget)));
      } else if (step instanceof Begin begin) {
        wanted.add(begin.window());
      } else {
        List<HeldPart> parts = step instanceof Made made ? made.parts() : ((Settle) step).parts();
        parts.forEach(part -> wanted.add(part.window()));
      }
    }
    for (String id : wanted) {
      BudgetWindowEntity window =
          entities.find(BudgetWindowEntity.class, id, LockModeType.PESSIMISTIC_WRITE);
      if (window != null) {
        windows.put(id, window);
      }
    }
  }

  private void begin(Begin begin) {
    if (!windows.containsKey(begin.window())) {
      BudgetWindowEntity window =
          new BudgetWindowEntity(begin.window(), begin.budgetId(), begin.forgetAt());
      entities.persist(window);
      windows.put(begin.window(), window);
    }
  }

  /** What is held and settled by these very steps goes in as it ended: by the hold's id. */
  private static Map<String, Settle> endedHere(List<LedgerStep> steps) {
    Map<String, Settle> ended = new HashMap<>();
    Set<String> made = new HashSet<>();
    for (LedgerStep step : steps) {
      if (step instanceof Made one) {
        one.parts().forEach(part -> made.add(BudgetHoldEntity.id(one.claim(), part)));
      } else if (step instanceof Settle settle) {
        for (HeldPart part : settle.parts()) {
          String id = BudgetHoldEntity.id(settle.claim(), part);
          if (made.remove(id)) {
            ended.put(id, settle);
          }
        }
      }
    }
    return ended;
  }

  /** For each part of each settlement, in order, whether it is the one that counts. */
  private static List<Boolean> settle(
      PreparedStatement settlements, List<LedgerStep> steps, Set<String> endedHere)
      throws SQLException {
    List<Boolean> firsts = new ArrayList<>();
    Set<String> here = new HashSet<>(endedHere);
    int changing = 0;
    for (LedgerStep step : steps) {
      if (step instanceof Settle settle) {
        for (HeldPart part : settle.parts()) {
          boolean ends = here.remove(BudgetHoldEntity.id(settle.claim(), part));
          firsts.add(ends);
          if (!ends) {
            BudgetHoldEntity.bind(settlements, settle.claim(), part, settle.took());
            settlements.addBatch();
            changing++;
          }
        }
      }
    }
    if (changing > 0) {
      int[] changed = settlements.executeBatch();
      int next = 0;
      for (int i = 0; i < firsts.size(); i++) {
        if (!firsts.get(i)) {
          firsts.set(i, changed[next++] == 1);
        }
      }
    }
    return firsts;
  }

  private HoldResult hold(Hold step) {
    Map<String, Meter> meters = new HashMap<>();
    windows.forEach((id, window) -> meters.put(id, window.meter()));
    return Decision.of(step, meters);
  }

  private void insert(PreparedStatement inserts, Made made, Map<String, Settle> ended)
      throws SQLException {
    for (HeldPart part : made.parts()) {
      BudgetWindowEntity window = windows.get(part.window());
      if (window != null) {
        window.count(window.meter().hold(part.amount()));
      }
      Settle end = ended.get(BudgetHoldEntity.id(made.claim(), part));
      BudgetHoldEntity.bind(
          inserts, made.claim(), part, made.expiresAt(), end == null ? null : end.took());
      inserts.addBatch();
    }
  }

  private void count(Settle step, HeldPart part) {
    BudgetWindowEntity window = windows.get(part.window());
    if (window == null) {
      return; // it was forgotten meanwhile
    }
    Amount counted = step.counted();
    window.count(window.meter().settle(part.amount(), counted));
    if (counted.calls() > 0 && !window.id().endsWith("/" + step.claim().executionId())) {
      spend(window, step.claim().spender(), counted);
    }
  }

  private void spend(BudgetWindowEntity window, Spender spender, Amount took) {
    BudgetSpendEntity row = found(key(window, spender));
    if (row == null) {
      Spender told = window.oneMoreSpender(MOST_SPENDERS) ? spender : Spender.OTHERS;
      String id = key(window, told);
      row = found(id);
      if (row == null) {
        row = new BudgetSpendEntity(id, window.id(), told);
        entities.persist(row);
        spends.put(id, row);
      }
    }
    row.add(took);
  }

  private @Nullable BudgetSpendEntity found(String id) {
    BudgetSpendEntity row = spends.get(id);
    if (row == null) {
      row = entities.find(BudgetSpendEntity.class, id);
      if (row != null) {
        spends.put(id, row);
      }
    }
    return row;
  }

  private static String key(BudgetWindowEntity window, Spender spender) {
    String text = spender.tenant() + "\n" + spender.intent() + "\n" + spender.agent();
    byte[] digest = Hashes.sha256(text.getBytes(StandardCharsets.UTF_8));
    return window.id() + "/" + HexFormat.of().formatHex(digest, 0, 16);
  }
}
