package net.intentus.budget;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All budgets as they were at some time, found by whom they count. Immutable. */
public final class BudgetSnapshot {
  /** Nobody is held to anything. */
  public static final BudgetSnapshot NONE = new BudgetSnapshot(0, List.of());

  private final long version;
  private final TreeMap<String, Budget> byId = new TreeMap<>();
  private final Map<Scope, Map<String, List<Budget>>> byScope = new HashMap<>();
  private final boolean degrades;
  private final boolean watchesLatency;

  BudgetSnapshot(long version, Collection<Budget> budgets) {
    this.version = version;
    boolean any = false;
    boolean watching = false;
    for (Budget budget : budgets) {
      byId.put(budget.id(), budget);
      byScope
          .computeIfAbsent(budget.scope(), scope -> new HashMap<>())
          .computeIfAbsent(key(budget.scopeId()), name -> new ArrayList<>())
          .add(budget);
      any |= budget.degrades();
      watching |= budget.watchesLatency();
    }
    this.degrades = any;
    this.watchesLatency = watching;
  }

  private static String key(@Nullable String scopeId) {
    return scopeId == null ? "" : scopeId;
  }

  long version() {
    return version;
  }

  /** Whether there is no budget at all. */
  public boolean isEmpty() {
    return byId.isEmpty();
  }

  /** Whether some budget changes an order when it is low. */
  public boolean degrades() {
    return degrades;
  }

  /** Whether some budget wants to know what calls usually take. */
  public boolean watchesLatency() {
    return watchesLatency;
  }

  /** The budget of that id, or null. */
  public @Nullable Budget find(String id) {
    return byId.get(id);
  }

  /** All of them, by id. */
  public List<Budget> all() {
    return List.copyOf(byId.values());
  }

  /** Those that count a call of that agent, by id. */
  public List<Budget> matching(String tenant, String intent, String agent) {
    List<Budget> found = new ArrayList<>();
    add(Scope.GLOBAL, "", found);
    add(Scope.TENANT, tenant, found);
    add(Scope.INTENT, intent, found);
    add(Scope.AGENT, agent, found);
    found.sort(Comparator.comparing(Budget::id));
    return found;
  }

  private void add(Scope scope, String name, List<Budget> found) {
    Map<String, List<Budget>> named = byScope.get(scope);
    if (named != null) {
      found.addAll(named.getOrDefault(name, List.of()));
    }
  }
}
