package net.intentus.console;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import net.intentus.journal.DriftPage;
import org.jspecify.annotations.Nullable;

/**
 * Requests that were the same and went differently.
 *
 * @param values what the filter form holds, by name
 * @param scope what was looked at, in words
 * @param older address of the report about what lies before, or null when all was looked at
 * @param next address of the next page, or null at the end
 */
public record DriftView(
    List<Group> groups,
    Map<String, String> values,
    List<String> problems,
    String scope,
    @Nullable String older,
    @Nullable String next) {
  static final String PATH = "/console/drift";

  /** One request. */
  public record Group(
      String intent,
      String version,
      String tenant,
      String envelopeHash,
      long kinds,
      List<Course> courses) {}

  /**
   * One way it went.
   *
   * @param compare where its last execution is compared with that of the course before it, or null
   *     for the first
   */
  public record Course(
      String fingerprint,
      long count,
      String shortId,
      String url,
      Moment last,
      @Nullable String compare) {}

  static DriftView of(DriftPage page, Map<String, String> values, Instant now) {
    String from = Moment.of(page.from(), now).utc();
    String scope =
        String.format(Locale.ROOT, "%,d", page.scanned())
            + (page.scanned() == 1 ? " execution since " : " executions since ")
            + from
            + (page.windowIsComplete() ? "" : ", as many as one report looks at");
    return new DriftView(
        page.items().stream().map(group -> group(group, now)).toList(),
        values,
        List.of(),
        scope,
        page.windowIsComplete() ? null : with(values, "to", page.from().toString()),
        page.nextCursor() == null ? null : with(values, "cursor", page.nextCursor()));
  }

  static DriftView broken(Map<String, String> values, List<String> problems) {
    return new DriftView(List.of(), values, problems, "", null, null);
  }

  private static String with(Map<String, String> values, String name, String value) {
    Map<String, String> all = new java.util.LinkedHashMap<>(values);
    all.put(name, value);
    return Url.of(PATH, all);
  }

  private static Group group(DriftPage.Group group, Instant now) {
    List<Course> courses = new ArrayList<>();
    String newer = null;
    for (DriftPage.Course course : group.fingerprints()) {
      String id = course.lastExecutionId();
      courses.add(
          new Course(
              course.fingerprint(),
              course.count(),
              "…" + id.substring(Math.max(0, id.length() - 12)),
              Url.execution(id),
              Moment.of(course.lastAt(), now),
              newer == null ? null : CompareResource.url(id, newer)));
      newer = id;
    }
    return new Group(
        group.intent().name(),
        group.intent().version(),
        group.tenant(),
        group.envelopeHash(),
        group.kinds(),
        courses);
  }
}
