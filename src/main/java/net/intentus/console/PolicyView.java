package net.intentus.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import net.intentus.policy.PolicyDocument;
import net.intentus.policy.PolicyVersion;
import org.jspecify.annotations.Nullable;

/**
 * A policy with the versions there were.
 *
 * @param version the one that is shown; 0 when none was ever saved
 * @param about who made it, when and why; null when none was ever saved
 * @param fallback what becomes of what no rule matches
 * @param rules in the order in which they count
 * @param versions newest first
 * @param older address of the page with older versions, or null at the end
 */
public record PolicyView(
    long version,
    @Nullable Version about,
    String fallback,
    List<Rule> rules,
    JsonTree document,
    List<Version> versions,
    @Nullable String older) {
  static final String PATH = "/console/policy";

  /** A rule in words. */
  public record Rule(
      String id, Mark mark, String priority, String who, String what, String limits) {}

  /** A version; {@code restored} is empty unless it brought another one back. */
  public record Version(
      long number, String url, Moment made, String by, String reason, String restored) {}

  static PolicyView of(
      long version,
      @Nullable PolicyVersion about,
      PolicyDocument policy,
      List<PolicyVersion> versions,
      int limit,
      Instant now) {
    JsonNode json = policy.toJson();
    boolean more = versions.size() > limit;
    List<PolicyVersion> shown = more ? versions.subList(0, limit) : versions;
    return new PolicyView(
        version,
        about == null ? null : version(about, now),
        policy.allowsByDefault() ? "allowed" : "denied",
        rules(json),
        JsonTree.of(json, "policy"),
        shown.stream().map(one -> version(one, now)).toList(),
        more ? PATH + "?before=" + shown.get(limit - 1).version() : null);
  }

  static String url(long version) {
    return PATH + "/versions/" + version;
  }

  static Version version(PolicyVersion version, Instant now) {
    return new Version(
        version.version(),
        url(version.version()),
        Moment.of(version.createdAt(), now),
        version.createdBy(),
        version.reason() == null ? "" : version.reason(),
        version.restoredFrom() == null ? "" : "brought back version " + version.restoredFrom());
  }

  private static List<Rule> rules(JsonNode policy) {
    List<JsonNode> ordered = new ArrayList<>();
    policy.path("rules").forEach(ordered::add);
    ordered.sort(Comparator.comparingLong((JsonNode rule) -> rule.path("priority").asLong()));
    return ordered.stream().map(PolicyView::rule).toList();
  }

  private static Rule rule(JsonNode rule) {
    List<String> what = new ArrayList<>();
    list(what, "intents", rule.path("intents"));
    list(what, "agents", rule.path("agents"));
    for (Map.Entry<String, JsonNode> pattern : rule.path("payload_regex").properties()) {
      what.add(pattern.getKey() + " ~ " + pattern.getValue().asText());
    }
    List<String> who = new ArrayList<>();
    list(who, "tenants", rule.path("tenants"));
    list(who, "roles", rule.path("roles"));
    return new Rule(
        rule.path("id").asText("unnamed"),
        mark(rule.path("action").asText().toLowerCase(Locale.ROOT)),
        rule.path("priority").asText("0"),
        who.isEmpty() ? "everybody" : String.join("; ", who),
        what.isEmpty() ? "everything" : String.join("; ", what),
        limits(rule));
  }

  private static void list(List<String> words, String name, JsonNode entries) {
    List<String> names = new ArrayList<>();
    entries.forEach(entry -> names.add(entry.asText()));
    if (!names.isEmpty() && !names.contains("*")) {
      words.add(name + " " + String.join(", ", names));
    }
  }

  private static String limits(JsonNode rule) {
    List<String> limits = new ArrayList<>();
    if (rule.has("rate_limit_per_minute")) {
      limits.add(
          rule.path("rate_limit_per_minute").asText()
              + " a minute under "
              + rule.path("rate_limit_key_template").asText(rule.path("id").asText()));
    }
    if (rule.has("max_timeout_ms")) {
      limits.add(rule.path("max_timeout_ms").asText() + " ms a call");
    }
    return String.join("; ", limits);
  }

  static Mark mark(String action) {
    return switch (action) {
      case "allow" -> new Mark("ok", "check", "Allow");
      case "require_approval" -> new Mark("wait", "stop", "Needs approval");
      default -> new Mark("bad", "cross", "Deny");
    };
  }
}
