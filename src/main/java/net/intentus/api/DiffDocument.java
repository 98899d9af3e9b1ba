package net.intentus.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import net.intentus.intent.Json;
import net.intentus.journal.DecisionDiff;
import net.intentus.journal.ExecutionDiff;
import net.intentus.journal.ExecutionDiff.Pair;
import net.intentus.journal.StoredDocument.Absence;
import org.jspecify.annotations.Nullable;

/** A diff as the contract's document. A side where nothing stands has no member. */
final class DiffDocument {
  private DiffDocument() {}

  static ObjectNode of(ExecutionDiff diff) {
    ObjectNode json = Json.object();
    json.put("same", diff.same());
    ArrayNode fields = json.putArray("fields");
    for (ExecutionDiff.Field field : diff.fields()) {
      sides(fields.addObject().put("pointer", field.pointer()), field.a(), field.b());
    }
    json.put("truncated", diff.truncated());
    ArrayNode untold = json.putArray("notComparable");
    for (ExecutionDiff.NotComparable one : diff.notComparable()) {
      ObjectNode row = untold.addObject();
      row.put("document", one.document());
      row.put("a", word(one.a()));
      row.put("b", word(one.b()));
      row.put("sameHash", one.sameHash());
    }
    json.set("decision", decision(diff.decision()));
    json.set("fingerprint", pair(diff.fingerprint()));
    return json;
  }

  private static ObjectNode decision(DecisionDiff decision) {
    ObjectNode json = Json.object();
    json.put("same", decision.same());
    for (Map.Entry<String, Pair> fact : decision.facts().entrySet()) {
      json.set(fact.getKey(), pair(fact.getValue()));
    }
    changes(json.putArray("candidates"), "agent", decision.candidates());
    changes(json.putArray("attempts"), "attempt", decision.attempts());
    changes(json.putArray("policy"), "agent", decision.policy());
    for (Map.Entry<String, Pair> fact : decision.circumstances().entrySet()) {
      json.set(fact.getKey(), pair(fact.getValue()));
    }
    return json;
  }

  private static void changes(ArrayNode rows, String name, List<DecisionDiff.Change> changes) {
    for (DecisionDiff.Change change : changes) {
      sides(rows.addObject().put(name, change.name()), change.a(), change.b());
    }
  }

  private static void sides(ObjectNode row, @Nullable JsonNode a, @Nullable JsonNode b) {
    if (a != null) {
      row.set("a", a);
    }
    if (b != null) {
      row.set("b", b);
    }
  }

  private static ObjectNode pair(Pair pair) {
    ObjectNode json = Json.object();
    json.put("same", pair.same());
    json.put("a", pair.a());
    json.put("b", pair.b());
    return json;
  }

  private static @Nullable String word(@Nullable Absence absence) {
    return absence == null ? null : absence.name().toLowerCase(Locale.ROOT);
  }
}
