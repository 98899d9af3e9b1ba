package net.intentus.console;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import net.intentus.intent.Strategy;
import net.intentus.journal.ExecutionPage;
import net.intentus.journal.ExecutionStatus;
import net.intentus.journal.ExecutionSummary;
import net.intentus.journal.ExecutionTrait;
import net.intentus.journal.VerificationState;
import org.jspecify.annotations.Nullable;

/**
 * The list of executions.
 *
 * @param count such as {@code 50 of 10,000+}
 * @param values what the filter form holds, by name
 * @param chips the filters in force
 * @param views ready-made filters
 * @param problems what is wrong with the filters; nothing is listed then
 * @param first address of the first page, or null when this is it
 * @param next address of the next page, or null at the end
 * @param searchedTo how far back the search came before it stopped, so that the next page goes on
 *     with it; null when the page is full or nothing is left
 */
public record ExecutionsView(
    List<Row> rows,
    String count,
    Map<String, String> values,
    List<Chip> chips,
    List<Choice> views,
    List<String> problems,
    @Nullable String first,
    @Nullable String next,
    @Nullable Moment searchedTo) {

  /** One execution. */
  public record Row(
      String id,
      String url,
      String shortId,
      Mark mark,
      String intent,
      String version,
      String strategy,
      String agent,
      int attempts,
      String duration,
      Moment started,
      List<String> tags,
      String errorCode,
      Mark record) {}

  /** A filter in force, and the address without it. */
  public record Chip(String label, String value, String without) {}

  /** A link that sets one filter; current when that is so already. */
  public record Choice(String label, String url, boolean current) {}

  /** The choices of a select: value and what people call it. */
  public static Map<String, String> statuses() {
    Map<String, String> choices = new java.util.LinkedHashMap<>();
    for (ExecutionStatus status : ExecutionStatus.values()) {
      choices.put(status.wire(), Mark.of(status).word());
    }
    return choices;
  }

  /** The strategies as choices of a select. */
  public static Map<String, String> strategies() {
    Map<String, String> choices = new java.util.LinkedHashMap<>();
    for (Strategy strategy : Strategy.values()) {
      choices.put(strategy.wire(), strategy.wire());
    }
    return choices;
  }

  /** The time spans as choices of a select. */
  public static Map<String, String> spans() {
    return ExecutionQuery.SINCE;
  }

  /** The traits as choices of a select. */
  public static Map<String, String> traits() {
    return ExecutionQuery.IS;
  }

  /** Whether the more seldom filters are in use, so that they are shown unfolded. */
  public boolean more() {
    return java.util.stream.Stream.of(
            "is", "version", "errorCode", "tag", "traceId", "requestId", "tenant", "from", "to")
        .anyMatch(values::containsKey);
  }

  /**
   * A page.
   *
   * @param checked what the scheduled check found, by execution
   */
  static ExecutionsView of(
      ExecutionQuery query,
      ExecutionPage page,
      Map<String, VerificationState> checked,
      Instant now) {
    String next = page.nextCursor() == null ? null : query.url(page.nextCursor());
    return new ExecutionsView(
        page.items().stream()
            .map(row -> row(row, Mark.of(checked.get(row.executionId())), now))
            .toList(),
        count(page, query.cursor() != null),
        query.values(),
        chips(query),
        views(query),
        List.of(),
        query.cursor() == null ? null : query.url(),
        next,
        page.searchedTo() == null ? null : Moment.of(page.searchedTo(), now));
  }

  /** The page that says why nothing can be listed. */
  static ExecutionsView broken(ExecutionQuery query, List<String> problems) {
    return new ExecutionsView(
        List.of(),
        "",
        query.values(),
        chips(query),
        views(query),
        problems,
        query.url(),
        null,
        null);
  }

  private static Row row(ExecutionSummary summary, Mark record, Instant now) {
    String id = summary.executionId();
    return new Row(
        id,
        Url.execution(id),
        id.length() > 12 ? "…" + id.substring(id.length() - 12) : id,
        Mark.of(summary.status()),
        summary.intent().name(),
        summary.intent().version(),
        summary.strategy().wire(),
        summary.agent() == null ? "" : summary.agent(),
        summary.attempts(),
        summary.durationMs() == null ? "" : Moment.length(summary.durationMs()),
        Moment.of(summary.createdAt(), now),
        summary.tags(),
        summary.errorCode() == null ? "" : summary.errorCode(),
        record);
  }

  private static String count(ExecutionPage page, boolean later) {
    String total =
        String.format(Locale.ROOT, "%,d", page.count()) + (page.countIsExact() ? "" : "+");
    int rows = page.items().size();
    if (rows == 0) {
      return page.searchedTo() == null ? "none" : "none so far";
    }
    return (later ? rows + " more" : "1–" + rows) + " of " + total;
  }

  private static List<Chip> chips(ExecutionQuery query) {
    List<Chip> chips = new ArrayList<>();
    query
        .values()
        .forEach(
            (name, value) ->
                chips.add(
                    new Chip(
                        ExecutionQuery.NAMES.getOrDefault(name, name),
                        label(name, value),
                        query.with(name, null))));
    return chips;
  }

  private static String label(String name, String value) {
    return switch (name) {
      case "status" -> statuses().getOrDefault(value, value);
      case "since" -> ExecutionQuery.SINCE.getOrDefault(value, value);
      case "is" -> ExecutionQuery.IS.getOrDefault(value, value);
      default -> value;
    };
  }

  private static List<Choice> views(ExecutionQuery query) {
    List<Choice> views = new ArrayList<>();
    views.add(view(query, "All", null, null));
    for (ExecutionStatus status :
        List.of(
            ExecutionStatus.RUNNING,
            ExecutionStatus.SUCCEEDED,
            ExecutionStatus.FAILED,
            ExecutionStatus.UNKNOWN)) {
      views.add(view(query, Mark.of(status).word(), status, null));
    }
    for (ExecutionTrait trait : ExecutionTrait.values()) {
      views.add(view(query, label("is", trait.wire()), null, trait));
    }
    return views;
  }

  private static Choice view(
      ExecutionQuery query,
      String label,
      @Nullable ExecutionStatus status,
      @Nullable ExecutionTrait trait) {
    String url = query.view(status, trait);
    return new Choice(label, url, url.equals(query.url()));
  }
}
