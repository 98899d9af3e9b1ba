package net.intentus.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.intentus.audit.AuditFilter;
import net.intentus.audit.AuditView;
import org.jspecify.annotations.Nullable;

/**
 * One page of the audit trail.
 *
 * @param values of the filter, as typed
 * @param next address of the next page; empty for none
 */
public record AuditPage(
    List<Row> rows, Map<String, String> values, String first, String next, String export) {
  private static final String PATH = "/console/audit";
  private static final List<String> FIELDS =
      List.of("actor", "action", "object", "tenant", "from", "to");

  /**
   * One entry.
   *
   * @param facts what else is known, in words
   * @param place in the chain; empty while it has none
   */
  public record Row(
      Moment at,
      String actor,
      String tenant,
      String action,
      String object,
      String address,
      Mark result,
      List<String> facts,
      String place) {}

  /** What was typed into the filter. */
  static Map<String, String> typed(Map<String, List<String>> query) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String field : FIELDS) {
      String value = query.getOrDefault(field, List.of("")).get(0).strip().replace("\0", "");
      if (!value.isEmpty()) {
        values.put(field, value.length() > 512 ? value.substring(0, 512) : value);
      }
    }
    return values;
  }

  /** The times that cannot be read; nothing is listed then, so that nobody trusts the list. */
  static List<String> problems(Map<String, String> values) {
    return Stream.of("from", "to")
        .filter(name -> values.containsKey(name) && time(values.get(name)) == null)
        .map(name -> values.get(name) + " is no time; write it as 2026-01-31T08:00.")
        .toList();
  }

  /** The filter. */
  static AuditFilter filter(Map<String, String> values) {
    return new AuditFilter(
        values.get("tenant"),
        values.get("actor"),
        values.get("action"),
        values.get("object"),
        time(values.get("from")),
        time(values.get("to")));
  }

  static AuditPage of(
      List<AuditView> found, int limit, Map<String, String> values, boolean first, Instant now) {
    List<AuditView> shown = found.subList(0, Math.min(limit, found.size()));
    Map<String, String> more = new LinkedHashMap<>(values);
    if (!shown.isEmpty()) {
      more.put("after", shown.get(shown.size() - 1).id());
    }
    return new AuditPage(
        shown.stream().map(entry -> row(entry, now)).toList(),
        values,
        first ? "" : Url.of(PATH, values),
        found.size() > limit ? Url.of(PATH, more) : "",
        Url.of(PATH + "/export", values));
  }

  private static Row row(AuditView entry, Instant now) {
    ObjectNode json = entry.toJson();
    List<String> facts = new ArrayList<>();
    json.path("detail")
        .properties()
        .forEach(fact -> facts.add(fact.getKey() + " " + fact.getValue().asText()));
    return new Row(
        Moment.of(Instant.ofEpochMilli(entry.at()), now),
        entry.actor(),
        entry.tenant(),
        entry.action(),
        entry.objectId() == null ? entry.objectType() : entry.objectType() + " " + entry.objectId(),
        entry.address() == null ? "" : entry.address(),
        mark(entry.result()),
        facts,
        entry.seq() == null ? "" : Long.toString(entry.seq()));
  }

  private static Mark mark(String result) {
    return switch (result) {
      case "ok" -> new Mark("ok", "check", "Done");
      case "refused" -> new Mark("bad", "shield", "Refused");
      default -> new Mark("bad", "cross", "Failed");
    };
  }

  private static @Nullable Instant time(@Nullable String text) {
    return text == null ? null : Moment.read(text).orElse(null);
  }
}
