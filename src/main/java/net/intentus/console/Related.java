package net.intentus.console;

import java.time.Instant;
import java.util.List;
import net.intentus.journal.ExecutionSummary;
import org.jspecify.annotations.Nullable;

/**
 * What has to do with an execution.
 *
 * @param parent what it repeats, or null
 * @param replays what repeats it, newest first
 * @param cut whether there may be more of them
 */
public record Related(@Nullable Link parent, List<Link> replays, boolean cut) {

  /**
   * Another execution.
   *
   * @param mark null when only its id is known
   * @param compare where the two are compared
   */
  public record Link(
      String id, String url, @Nullable Mark mark, @Nullable Moment started, String compare) {}

  static Related of(
      String id, @Nullable String parent, List<ExecutionSummary> replays, int most, Instant now) {
    return new Related(
        parent == null
            ? null
            : new Link(parent, Url.execution(parent), null, null, CompareResource.url(parent, id)),
        replays.stream().map(child -> link(id, child, now)).toList(),
        replays.size() >= most);
  }

  private static Link link(String id, ExecutionSummary child, Instant now) {
    return new Link(
        child.executionId(),
        Url.execution(child.executionId()),
        Mark.of(child.status()),
        Moment.of(child.createdAt(), now),
        CompareResource.url(id, child.executionId()));
  }
}
