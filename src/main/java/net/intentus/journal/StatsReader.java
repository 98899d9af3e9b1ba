package net.intentus.journal;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import net.intentus.config.Settings;
import net.intentus.journal.Expiry.Candidate;
import net.intentus.journal.Expiry.Part;
import net.intentus.journal.Stats.Due;
import net.intentus.journal.Stats.Forecast;
import net.intentus.journal.Stats.Table;
import org.jspecify.annotations.Nullable;

/** Figures about what is recorded, bounded however much that is. Thread-safe. */
@Singleton
public class StatsReader {
  private static final int SHOWN = 20;
  private static final int PAGES = 20;
  private static final Duration FORECAST_FROM = Duration.ofDays(7);
  private static final Duration SHORTEST = Duration.ofHours(1);
  private static final long OTHER_ROW_BYTES = 256;

  private final StatsStore store;
  private final RetentionStore retention;
  private final Settings settings;
  private final Clock clock;

  @Inject
  StatsReader(StatsStore store, RetentionStore retention, Settings settings, Clock clock) {
    this.store = store;
    this.retention = retention;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Counts of that tenant, or of all, over the time before now. At most the newest 100,000
   * executions are counted; the answer says so.
   */
  public Stats window(Duration window, @Nullable String tenant) {
    Instant now = clock.instant();
    Instant from = now.minus(window);
    String fromId = Expiry.idAt(from);
    StatsStore.Extent extent = store.extent(fromId);
    boolean complete = extent.count() < StatsStore.MOST;
    List<StatsStore.Group> groups = store.groups(fromId, tenant);
    return new Stats(
        complete || extent.oldestId() == null ? from : timeOf(extent.oldestId()),
        now,
        complete,
        groups.stream().mapToLong(StatsStore.Group::count).sum(),
        counts(groups, group -> group.status().toLowerCase(Locale.ROOT)),
        counts(groups, StatsStore.Group::intent),
        counts(groups, StatsStore.Group::agent),
        counts(groups, StatsStore.Group::error),
        store.latency(fromId, tenant));
  }

  /** The largest first; what is beyond the first 20 is {@code other}. */
  private static Map<String, Long> counts(
      List<StatsStore.Group> groups, Function<StatsStore.Group, @Nullable String> key) {
    Map<String, Long> sums = new LinkedHashMap<>();
    for (StatsStore.Group group : groups) {
      String name = key.apply(group);
      if (name != null) {
        sums.merge(name, group.count(), Long::sum);
      }
    }
    List<Map.Entry<String, Long>> sorted = new ArrayList<>(sums.entrySet());
    sorted.sort(
        Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
            .thenComparing(Map.Entry.comparingByKey()));
    Map<String, Long> shown = new LinkedHashMap<>();
    for (int i = 0; i < sorted.size(); i++) {
      Map.Entry<String, Long> entry = sorted.get(i);
      shown.merge(i < SHOWN ? entry.getKey() : "other", entry.getValue(), Long::sum);
    }
    return shown;
  }

  /** What the database takes, how it grows, and what would be freed now. */
  public Stats.Storage storage() {
    long[] averages = store.averages();
    boolean postgresql = settings.database().postgresql();
    List<Table> tables =
        postgresql
            ? store.tablesOnPostgresql()
            : store.tablesOnH2().stream().map(table -> estimated(table, averages)).toList();
    Long bytes = store.databaseBytes(postgresql);
    Map<String, Map<Part, Long>> due = new LinkedHashMap<>();
    boolean whole = count(Part.METADATA, due);
    boolean payloads = count(Part.PAYLOAD, due);
    return new Stats.Storage(
        bytes,
        tables,
        forecast(bytesOfAll(averages), bytes == null ? 0 : bytes),
        due.entrySet().stream().map(rule -> due(rule.getKey(), rule.getValue(), averages)).toList(),
        whole && payloads);
  }

  private static long bytesOfAll(long[] averages) {
    return RetentionStore.EXECUTION_ROW_BYTES + averages[0] + averages[1];
  }

  private static Due due(String rule, Map<Part, Long> counts, long[] averages) {
    long payloads = counts.getOrDefault(Part.PAYLOAD, 0L);
    long executions = counts.getOrDefault(Part.METADATA, 0L);
    return new Due(
        rule, payloads, executions, payloads * averages[1] + executions * bytesOfAll(averages));
  }

  private static Table estimated(Table table, long[] averages) {
    long row =
        switch (table.name()) {
          case "execution" -> RetentionStore.EXECUTION_ROW_BYTES;
          case "journal_block" -> averages[0];
          case "execution_payload" -> averages[1];
          default -> OTHER_ROW_BYTES;
        };
    return new Table(table.name(), table.rows(), table.rows() * row);
  }

  private boolean count(Part part, Map<String, Map<Part, Long>> due) {
    Expiry expiry = new Expiry(settings.retention(), clock.instant());
    String before = expiry.horizon(part).orElse(null);
    String after = "";
    for (int i = 0; before != null && i < PAGES; i++) {
      List<Candidate> page = retention.candidates(part, after, before, RetentionPass.PAGE);
      if (page.isEmpty()) {
        return true;
      }
      after = page.get(page.size() - 1).id();
      for (Candidate candidate : page) {
        if (!candidate.held() && expiry.expires(part, candidate)) {
          due.computeIfAbsent(expiry.rule(candidate), rule -> new EnumMap<>(Part.class))
              .merge(part, 1L, Long::sum);
        }
      }
    }
    return before == null;
  }

  private Forecast forecast(long bytesPerExecution, long used) {
    Instant now = clock.instant();
    StatsStore.Extent week = store.extent(Expiry.idAt(now.minus(FORECAST_FROM)));
    Duration span =
        week.oldestId() == null ? FORECAST_FROM : Duration.between(timeOf(week.oldestId()), now);
    long millis = Math.max(span.toMillis(), SHORTEST.toMillis());
    long perDay = week.count() * Duration.ofDays(1).toMillis() / millis;
    long bytesPerDay = perDay * bytesPerExecution;
    long limit = settings.retention().storageLimitBytes();
    return new Forecast(
        perDay,
        bytesPerExecution,
        bytesPerDay,
        limit,
        limit == 0 || bytesPerDay == 0 ? null : Math.max(0, limit - used) / bytesPerDay);
  }

  /** When a UUIDv7 was made. */
  private static Instant timeOf(String id) {
    return Instant.ofEpochMilli(Long.parseLong(id.substring(0, 8) + id.substring(9, 13), 16));
  }
}
