package net.intentus.console;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.intentus.intent.Caller;
import net.intentus.intent.Strategy;
import net.intentus.journal.ExecutionFilter;
import net.intentus.journal.ExecutionStatus;
import net.intentus.journal.ExecutionTrait;
import org.jspecify.annotations.Nullable;

/**
 * What the URL of the list of executions asks for. The URL is the only place where filters live.
 *
 * @param values filter name → value, in the order of {@link #NAMES}; blank ones are absent
 * @param cursor where the page begins, or null for the first
 */
record ExecutionQuery(Map<String, String> values, @Nullable String cursor) {
  static final String PATH = "/console/executions";

  /** Parameter names and what people call them. */
  static final Map<String, String> NAMES = names();

  /** The choices of {@code since} and what people call them. */
  static final Map<String, String> SINCE = since();

  /** The choices of {@code is} and what people call them. */
  static final Map<String, String> IS = traits();

  private static final int PAGE = 50;

  ExecutionQuery {
    Map<String, String> ordered = new LinkedHashMap<>();
    for (String name : NAMES.keySet()) {
      String value = values.get(name);
      if (value != null && !value.isBlank()) {
        ordered.put(name, value.strip());
      }
    }
    values = ordered;
  }

  /** Reads the first value of each parameter; others are ignored. */
  static ExecutionQuery of(Map<String, List<String>> parameters) {
    Map<String, String> values = new LinkedHashMap<>();
    parameters.forEach((name, list) -> values.put(name, list.isEmpty() ? "" : list.get(0)));
    String cursor = values.get("cursor");
    return new ExecutionQuery(values, cursor == null || cursor.isBlank() ? null : cursor);
  }

  /** The same with {@code key:value} words of the query text moved to filters of their own. */
  ExecutionQuery promoted() {
    String text = values.get("q");
    if (text == null) {
      return this;
    }
    Map<String, String> all = new LinkedHashMap<>(values);
    all.put("q", QueryText.split(text, all));
    return new ExecutionQuery(all, cursor);
  }

  /** What is wrong with the values, in words; empty when they can be used. */
  List<String> problems() {
    List<String> problems = new ArrayList<>();
    value("status")
        .filter(v -> ExecutionStatus.find(v).isEmpty())
        .ifPresent(v -> problems.add("Status is one of the list: queued, running, …"));
    value("strategy")
        .filter(v -> Strategy.parse(v).isEmpty())
        .ifPresent(v -> problems.add("Strategy is direct, fallback, broadcast or parallel."));
    value("is")
        .filter(v -> ExecutionTrait.find(v).isEmpty())
        .ifPresent(v -> problems.add("Is is one of " + String.join(", ", IS.keySet()) + "."));
    value("since")
        .filter(v -> !SINCE.containsKey(v))
        .ifPresent(v -> problems.add("Since is one of " + String.join(", ", SINCE.keySet()) + "."));
    for (String name : List.of("from", "to")) {
      value(name)
          .filter(v -> Moment.read(v).isEmpty())
          .ifPresent(
              v -> problems.add(NAMES.get(name) + " is a UTC time such as 2026-01-31T08:00."));
    }
    return problems;
  }

  /** The filter of the read side, narrowed to what the caller may see. */
  ExecutionFilter filter(Caller caller, Instant now) {
    Instant from = value("from").flatMap(Moment::read).orElse(null);
    if (from == null) {
      from = value("since").map(v -> now.minus(Duration.parse(iso(v)))).orElse(null);
    }
    return new ExecutionFilter(
        values.get("intent"),
        values.get("version"),
        values.get("agent"),
        value("status").flatMap(ExecutionStatus::find).orElse(null),
        value("strategy").flatMap(Strategy::parse).map(Strategy::wire).orElse(null),
        values.get("errorCode"),
        caller.allTenants() ? values.get("tenant") : caller.tenant(),
        null,
        values.get("traceId"),
        values.get("requestId"),
        values.get("tag"),
        from,
        value("to").flatMap(Moment::read).orElse(null),
        value("is").flatMap(ExecutionTrait::find).orElse(null),
        values.get("q"),
        PAGE,
        cursor);
  }

  /** The address of the first page. */
  String url() {
    return Url.of(PATH, values);
  }

  /** The address of the page that begins there. */
  String url(String nextCursor) {
    Map<String, String> all = new LinkedHashMap<>(values);
    all.put("cursor", nextCursor);
    return Url.of(PATH, all);
  }

  /** The address of the first page with one filter changed; null removes it. */
  String with(String name, @Nullable String value) {
    Map<String, String> all = new LinkedHashMap<>(values);
    all.put(name, value == null ? "" : value);
    return new ExecutionQuery(all, null).url();
  }

  /** The address of the first page of a view, which is a status or a trait or neither. */
  String view(@Nullable ExecutionStatus status, @Nullable ExecutionTrait trait) {
    Map<String, String> all = new LinkedHashMap<>(values);
    all.put("status", status == null ? "" : status.wire());
    all.put("is", trait == null ? "" : trait.wire());
    return new ExecutionQuery(all, null).url();
  }

  Optional<String> value(String name) {
    return Optional.ofNullable(values.get(name));
  }

  private static String iso(String since) {
    return since.endsWith("d")
        ? "P" + since.toUpperCase(java.util.Locale.ROOT)
        : "PT" + since.toUpperCase(java.util.Locale.ROOT);
  }

  private static Map<String, String> names() {
    Map<String, String> names = new LinkedHashMap<>();
    names.put("status", "Status");
    names.put("is", "Is");
    names.put("intent", "Intent");
    names.put("version", "Version");
    names.put("agent", "Agent");
    names.put("strategy", "Strategy");
    names.put("errorCode", "Error");
    names.put("tag", "Tag");
    names.put("traceId", "Trace");
    names.put("requestId", "Request");
    names.put("tenant", "Tenant");
    names.put("since", "Since");
    names.put("from", "From");
    names.put("to", "To");
    names.put("q", "Text");
    return java.util.Collections.unmodifiableMap(names);
  }

  private static Map<String, String> traits() {
    Map<String, String> traits = new LinkedHashMap<>();
    traits.put(ExecutionTrait.FELL_BACK.wire(), "Fell back");
    traits.put(ExecutionTrait.MISMATCH.wire(), "Hash mismatch");
    return java.util.Collections.unmodifiableMap(traits);
  }

  private static Map<String, String> since() {
    Map<String, String> since = new LinkedHashMap<>();
    since.put("15m", "last 15 minutes");
    since.put("1h", "last hour");
    since.put("24h", "last 24 hours");
    since.put("7d", "last 7 days");
    return java.util.Collections.unmodifiableMap(since);
  }
}
