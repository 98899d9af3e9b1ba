package net.intentus.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import net.intentus.intent.Json;
import net.intentus.journal.ExecutionDetail.Attempt;
import net.intentus.journal.ExecutionDetail.Candidate;
import net.intentus.journal.ExecutionDiff.Pair;
import org.jspecify.annotations.Nullable;

/**
 * What two decisions differ in, and what came of them.
 *
 * @param facts strategy, status, agent and error code, equal or not
 * @param candidates agents whose position, outcome or reason differs
 * @param attempts calls, by number, whose agent, outcome or error differs
 * @param policy agents that policy judged differently
 * @param circumstances hashes of routing table and policy: they may differ although nothing about
 *     this decision does, so they do not count for {@link #same()}
 */
public record DecisionDiff(
    Map<String, Pair> facts,
    List<Change> candidates,
    List<Change> attempts,
    List<Change> policy,
    Map<String, Pair> circumstances) {
  public DecisionDiff {
    candidates = List.copyOf(candidates);
    attempts = List.copyOf(attempts);
    policy = List.copyOf(policy);
  }

  /**
   * What is told of one agent or one attempt.
   *
   * @param a null when the one side knows nothing of it
   * @param b the same of the other side
   */
  public record Change(String name, @Nullable ObjectNode a, @Nullable ObjectNode b) {}

  /** Whether the same was decided, with the same outcome. */
  public boolean same() {
    return facts.values().stream().allMatch(Pair::same)
        && candidates.isEmpty()
        && attempts.isEmpty()
        && policy.isEmpty();
  }

  static DecisionDiff of(ExecutionRecord a, ExecutionRecord b) {
    ExecutionSummary one = a.summary();
    ExecutionSummary other = b.summary();
    Map<String, Pair> facts = new LinkedHashMap<>();
    facts.put("strategy", new Pair(one.strategy().wire(), other.strategy().wire()));
    facts.put("status", new Pair(one.status().wire(), other.status().wire()));
    facts.put("agent", new Pair(one.agent(), other.agent()));
    facts.put("errorCode", new Pair(one.errorCode(), other.errorCode()));
    Map<String, Pair> circumstances = new LinkedHashMap<>();
    circumstances.put(
        "routingTableHash", new Pair(one.routingTableHash(), other.routingTableHash()));
    circumstances.put("policyHash", new Pair(policyHash(a), policyHash(b)));
    return new DecisionDiff(
        facts,
        changes(candidates(a), candidates(b)),
        changes(attempts(a), attempts(b)),
        changes(policy(a), policy(b)),
        circumstances);
  }

  private static @Nullable String policyHash(ExecutionRecord record) {
    return record.policy().path("policyHash").textValue();
  }

  private static Map<String, ObjectNode> candidates(ExecutionRecord record) {
    Map<String, ObjectNode> rows = new LinkedHashMap<>();
    for (Candidate candidate : record.detail().candidates()) {
      ObjectNode row = Json.object();
      row.put("position", candidate.position());
      row.put("outcome", candidate.outcome());
      row.put("reason", candidate.reason());
      rows.put(candidate.agent(), row);
    }
    return rows;
  }

  private static Map<String, ObjectNode> attempts(ExecutionRecord record) {
    Map<String, ObjectNode> rows = new LinkedHashMap<>();
    for (Attempt attempt : record.detail().attempts()) {
      ObjectNode row = Json.object();
      row.put("agent", attempt.agent());
      row.put("status", attempt.status());
      row.put("errorCode", attempt.errorCode());
      rows.put(Integer.toString(attempt.index()), row);
    }
    return rows;
  }

  private static Map<String, ObjectNode> policy(ExecutionRecord record) {
    Map<String, ObjectNode> rows = new LinkedHashMap<>();
    for (JsonNode judged : record.policy().path("candidates")) {
      ObjectNode row = Json.object();
      row.set("action", judged.path("action"));
      row.set("ruleId", judged.path("ruleId"));
      rows.put(judged.path("agent").asText(), row);
    }
    return rows;
  }

  private static List<Change> changes(Map<String, ObjectNode> a, Map<String, ObjectNode> b) {
    Set<String> names = new LinkedHashSet<>(a.keySet());
    names.addAll(b.keySet());
    List<Change> changes = new ArrayList<>();
    for (String name : names) {
      if (!Objects.equals(a.get(name), b.get(name))) {
        changes.add(new Change(name, a.get(name), b.get(name)));
      }
    }
    return changes;
  }
}
