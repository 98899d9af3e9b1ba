package net.intentus.budget;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import net.intentus.intent.Json;
import net.intentus.intent.Violation;
import net.intentus.intent.Violations;

/**
 * Budgets as a compiled plan carries them: by id, every field written down. What was used under
 * them is no part of it. Pure.
 */
public final class PlannedBudgets {
  private PlannedBudgets() {}

  /** The normal form of a list of budgets; what is wrong is left out and noted under {@code at}. */
  public static ArrayNode normal(JsonNode given, String at, Violations violations) {
    Map<String, ObjectNode> byId = new TreeMap<>();
    if (!given.isArray() || given.size() > BudgetStore.MOST) {
      violations.add(at, "must be an array of up to " + BudgetStore.MOST + " budgets");
      return array(byId.values());
    }
    for (int i = 0; i < given.size(); i++) {
      String here = at + "/" + i;
      Optional<Budget> read = read(given.get(i), here, violations);
      if (read.isPresent() && byId.put(read.get().id(), read.get().toJson()) != null) {
        violations.add(here + "/id", "is the id of an earlier budget");
      }
    }
    return array(byId.values());
  }

  private static Optional<Budget> read(JsonNode document, String at, Violations violations) {
    BudgetReader.Reading reading = BudgetReader.read(document.path("id").asText(), document);
    if (reading instanceof BudgetReader.Reading.Accepted accepted) {
      return Optional.of(accepted.budget());
    }
    if (reading instanceof BudgetReader.Reading.Invalid invalid) {
      for (Violation wrong : invalid.violations()) {
        violations.add(at + wrong.pointer(), wrong.message());
      }
    } else {
      violations.add(at + "/onHard", "can only be deny: this version has no approvals");
    }
    return Optional.empty();
  }

  /** The budgets of a normal form, in order. */
  public static List<Budget> read(JsonNode normal) {
    Violations none = new Violations();
    List<Budget> budgets =
        StreamSupport.stream(normal.spliterator(), false)
            .flatMap(document -> read(document, "", none).stream())
            .toList();
    if (!none.isEmpty()) {
      throw new IllegalArgumentException("no normal form");
    }
    return budgets;
  }

  /** The normal form of those budgets. */
  public static ArrayNode of(Collection<Budget> budgets) {
    Map<String, ObjectNode> byId = new TreeMap<>();
    budgets.forEach(budget -> byId.put(budget.id(), budget.toJson()));
    return array(byId.values());
  }

  private static ArrayNode array(Collection<ObjectNode> documents) {
    ArrayNode array = Json.object().arrayNode();
    documents.forEach(array::add);
    return array;
  }
}
