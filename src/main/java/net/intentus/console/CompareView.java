package net.intentus.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.intentus.intent.Hashes;
import net.intentus.journal.DecisionDiff;
import net.intentus.journal.ExecutionDiff;
import net.intentus.journal.ExecutionDiff.Pair;
import net.intentus.journal.ExecutionRecord;
import net.intentus.journal.ExecutionSummary;
import net.intentus.journal.StoredDocument.Absence;
import org.jspecify.annotations.Nullable;

/**
 * Two executions side by side; what is the same is not shown.
 *
 * @param same whether nothing that counts differs
 * @param unchanged names of what is the same
 * @param notes what cannot be told
 */
public record CompareView(
    Side a,
    Side b,
    boolean same,
    String headline,
    List<Line> decision,
    List<Line> envelope,
    List<Line> response,
    List<String> unchanged,
    List<String> notes) {
  private static final int MAX_TEXT = 1_000;

  /** One of the two. */
  public record Side(
      String id, String url, Mark mark, String intent, String version, Moment started) {}

  /**
   * One difference.
   *
   * @param name what differs; a JSON pointer inside its document
   */
  public record Line(String name, Cell a, Cell b) {}

  /**
   * What stands on one side.
   *
   * @param kind {@code absent|redacted|json|text}; a hash is shown as JSON is
   */
  public record Cell(String kind, String text) {}

  static CompareView of(ExecutionRecord a, ExecutionRecord b, Instant now) {
    ExecutionDiff diff = ExecutionDiff.of(a, b);
    List<Line> decision = decision(diff);
    List<String> unchanged = new ArrayList<>();
    List<Line> envelope = fields(diff, "/envelope");
    List<Line> response = fields(diff, "/response");
    unchanged(diff, unchanged, envelope, response);
    return new CompareView(
        side(a.summary(), now),
        side(b.summary(), now),
        diff.same(),
        headline(diff, decision, envelope, response),
        decision,
        envelope,
        response,
        unchanged,
        notes(diff));
  }

  private static Side side(ExecutionSummary summary, Instant now) {
    return new Side(
        summary.executionId(),
        Url.execution(summary.executionId()),
        Mark.of(summary.status()),
        summary.intent().name(),
        summary.intent().version(),
        Moment.of(summary.createdAt(), now));
  }

  private static String headline(
      ExecutionDiff diff, List<Line> decision, List<Line> envelope, List<Line> response) {
    if (diff.same()) {
      return decision.isEmpty()
          ? "The same request, decision and answer."
          : "The same request, decision and answer, although the surroundings changed.";
    }
    List<String> parts = new ArrayList<>();
    if (!diff.decision().same()) {
      parts.add("decision");
    }
    if (!envelope.isEmpty()) {
      parts.add("request");
    }
    if (!response.isEmpty()) {
      parts.add("answer");
    }
    return parts.isEmpty()
        ? "They are not the same, but what differs is not stored."
        : "They differ in " + String.join(" and ", parts) + ".";
  }

  private static List<Line> decision(ExecutionDiff diff) {
    List<Line> lines = new ArrayList<>();
    diff.decision().facts().forEach((name, pair) -> add(lines, label(name), pair));
    changes(lines, "Attempt ", diff.decision().attempts());
    changes(lines, "Candidate ", diff.decision().candidates());
    changes(lines, "Policy for ", diff.decision().policy());
    add(lines, "Fingerprint", diff.fingerprint());
    diff.decision().circumstances().forEach((name, pair) -> add(lines, label(name), pair));
    return lines;
  }

  private static void add(List<Line> lines, String name, Pair pair) {
    if (!pair.same()) {
      lines.add(new Line(name, cell(pair.a()), cell(pair.b())));
    }
  }

  private static void changes(List<Line> lines, String prefix, List<DecisionDiff.Change> changes) {
    for (DecisionDiff.Change change : changes) {
      lines.add(new Line(prefix + change.name(), cell(words(change.a())), cell(words(change.b()))));
    }
  }

  /** The values of a row in words, such as {@code position 1, failed, AGENT_TIMEOUT}. */
  private static @Nullable String words(@Nullable ObjectNode row) {
    if (row == null) {
      return null;
    }
    return row.properties().stream()
        .filter(field -> !field.getValue().isNull() && !field.getValue().isMissingNode())
        .map(CompareView::word)
        .collect(Collectors.joining(", "));
  }

  private static String word(Map.Entry<String, JsonNode> field) {
    String value = field.getValue().asText();
    return switch (field.getKey()) {
      case "position" -> "place " + (field.getValue().asInt() + 1);
      case "outcome", "status" -> value.replace('_', ' ');
      case "ruleId" -> "rule " + value;
      default -> value;
    };
  }

  private static Cell cell(@Nullable String text) {
    if (text == null) {
      return new Cell("absent", "none");
    }
    return new Cell(text.startsWith(Hashes.PREFIX) ? "json" : "text", text);
  }

  private static String label(String name) {
    return switch (name) {
      case "errorCode" -> "Error code";
      case "routingTableHash" -> "Routing table";
      case "policyHash" -> "Policy";
      default -> name.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + name.substring(1);
    };
  }

  private static List<Line> fields(ExecutionDiff diff, String document) {
    return diff.fields().stream()
        .filter(field -> field.pointer().startsWith(document))
        .map(
            field -> {
              String pointer = field.pointer().substring(document.length());
              return new Line(
                  pointer.isEmpty() ? "whole document" : pointer, json(field.a()), json(field.b()));
            })
        .toList();
  }

  static Cell json(@Nullable JsonNode node) {
    if (node == null) {
      return new Cell("absent", "nothing");
    }
    if (node.path("$redacted").isTextual()) {
      return new Cell("redacted", "redacted by " + node.path("$redacted").asText());
    }
    String text = node.toString();
    return new Cell(
        "json",
        text.length() <= MAX_TEXT
            ? text
            : text.substring(0, MAX_TEXT) + "… (" + text.length() + " characters)");
  }

  private static void unchanged(
      ExecutionDiff diff, List<String> names, List<Line> envelope, List<Line> response) {
    diff.decision().facts().forEach((name, pair) -> keep(names, label(name), pair.same()));
    keep(names, "Attempts", diff.decision().attempts().isEmpty());
    keep(names, "Candidates", diff.decision().candidates().isEmpty());
    keep(names, "Policy for each", diff.decision().policy().isEmpty());
    keep(names, "Fingerprint", diff.fingerprint().same());
    keep(names, "Envelope", envelope.isEmpty() && told(diff, "envelope"));
    keep(names, "Response", response.isEmpty() && told(diff, "response"));
  }

  private static boolean told(ExecutionDiff diff, String document) {
    return diff.notComparable().stream().noneMatch(one -> one.document().equals(document));
  }

  private static void keep(List<String> names, String name, boolean same) {
    if (same) {
      names.add(name);
    }
  }

  private static List<String> notes(ExecutionDiff diff) {
    List<String> notes = new ArrayList<>();
    for (ExecutionDiff.NotComparable one : diff.notComparable()) {
      Absence why = one.a() == null ? one.b() : one.a();
      notes.add(
          "The "
              + one.document()
              + "s cannot be compared by field: "
              + (one.a() == null ? "that of B " : "that of A ")
              + reason(why)
              + (one.sameHash() ? " Their hashes are the same." : " Their hashes differ."));
    }
    if (diff.truncated()) {
      notes.add("Only the first " + ExecutionDiff.MAX_FIELDS + " differences are shown.");
    }
    return notes;
  }

  private static String reason(@Nullable Absence why) {
    if (why == Absence.NOT_YET) {
      return "does not exist yet.";
    }
    return why == Absence.NOT_STORED
        ? "is not stored; only its hash is."
        : "is shortened or damaged.";
  }
}
