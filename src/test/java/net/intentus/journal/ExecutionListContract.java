package net.intentus.journal;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.sql.Connection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import net.intentus.JpaDatabase;
import net.intentus.journal.ListQuery.Stretch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a list reads of many executions, whatever the database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ExecutionListContract {
  private static final int EXECUTIONS = 4_000;
  static final int BUDGET = 500;

  /** What almost all rows have in common may be read off the primary key instead of its index. */
  private static final int MOST = 2 * BUDGET;

  private static final Instant END = Instant.parse("2026-03-01T10:00:00Z");
  private JpaDatabase database;
  private List<ExecutionSummary> all;

  abstract JpaDatabase open();

  /** The ways that have an index. */
  abstract Set<Walk> walks();

  /** Has statements of this transaction planned as if there were a million rows. */
  void likeALargeTable(EntityManager entities) {
    // as a rule the plan does not depend on it
  }

  /** Makes the database know how many rows have which values. */
  abstract String analyze();

  /** How many rows the plan of a carried-out statement says were read. */
  abstract long visited(List<String> plan);

  /** The word that has a statement carried out and its plan told. */
  abstract String explain();

  @BeforeAll
  void fill() {
    database = open();
    database.inTransaction(
        entities -> {
          try {
            LoadExecutions.executions(entities.unwrap(Connection.class), EXECUTIONS, END);
          } catch (Exception e) {
            throw new AssertionError(e);
          }
          return entities.createNativeQuery(analyze()).executeUpdate();
        });
    all = follow(filter(""), 100_000, 100_000);
    assertThat(all).hasSize(EXECUTIONS);
  }

  @AfterAll
  void close() {
    database.close();
  }

  <T> T lists(int budget, Function<ExecutionListStore, T> work) {
    return database.inTransaction(
        entities -> work.apply(new ExecutionListStore(entities, walks(), budget, budget)));
  }

  /** All pages of a list, as a client reads them. */
  private List<ExecutionSummary> follow(ExecutionFilter filter, int budget, int pages) {
    List<ExecutionSummary> seen = new ArrayList<>();
    String before = null;
    for (int page = 0; page < pages; page++) {
      String from = before;
      ExecutionListStore.Found found = lists(budget, store -> store.page(filter, from));
      boolean more = found.rows().size() > filter.limit();
      List<ExecutionSummary> rows = more ? found.rows().subList(0, filter.limit()) : found.rows();
      seen.addAll(rows);
      before = more ? rows.get(rows.size() - 1).executionId() : found.floor();
      if (before == null) {
        return seen;
      }
    }
    throw new AssertionError("there is no end");
  }

  /** A filter from words such as {@code status=FAILED}. */
  static ExecutionFilter filter(String words) {
    Map<String, String> is = new HashMap<>();
    for (String word : words.isEmpty() ? new String[0] : words.split(" ")) {
      is.put(word.substring(0, word.indexOf('=')), word.substring(word.indexOf('=') + 1));
    }
    return new ExecutionFilter(
        is.get("intent"),
        null,
        is.get("agent"),
        is.containsKey("status") ? ExecutionStatus.valueOf(is.get("status")) : null,
        is.get("strategy"),
        is.get("errorCode"),
        is.get("tenant"),
        null,
        is.get("traceId"),
        is.get("requestId"),
        is.get("tag"),
        is.containsKey("from") ? Instant.parse(is.get("from")) : null,
        is.containsKey("to") ? Instant.parse(is.get("to")) : null,
        is.containsKey("is") ? ExecutionTrait.valueOf(is.get("is")) : null,
        is.get("q"),
        50,
        null);
  }

  /** What the same filter means, said a second time. */
  private static boolean meant(ExecutionFilter filter, ExecutionSummary row) {
    return same(filter.intent(), row.intent().name())
        && same(filter.agent(), row.agent())
        && (filter.status() == null || filter.status() == row.status())
        && same(filter.strategy(), row.strategy().wire())
        && same(filter.errorCode(), row.errorCode())
        && same(filter.tenant(), row.tenant())
        && same(filter.requestId(), row.requestId())
        && (filter.tag() == null || row.tags().contains(filter.tag()))
        && (filter.from() == null || !row.createdAt().isBefore(filter.from()))
        && (filter.to() == null || row.createdAt().isBefore(filter.to()))
        && (filter.trait() == null
            || (row.strategy().wire().equals("fallback") && row.attempts() > 1))
        && (filter.text() == null || text(row).contains(filter.text()));
  }

  private static boolean same(String wanted, String found) {
    return wanted == null
        || (wanted.endsWith("*")
            ? found.startsWith(wanted.substring(0, wanted.length() - 1))
            : wanted.equals(found));
  }

  private static String text(ExecutionSummary row) {
    return (row.intent().name()
            + "\n"
            + row.agent()
            + "\n"
            + row.requestId()
            + "\n"
            + row.tags()
            + "\n"
            + row.errorCode())
        .toLowerCase(Locale.ROOT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "status=FAILED",
        "status=RUNNING",
        "status=SUCCEEDED agent=archivist",
        "intent=IntentARequest",
        "intent=archivist",
        "intent=IntentB* status=FAILED",
        "agent=agent-A1 intent=IntentARequest",
        "agent=nobody",
        "errorCode=EMCL_FAILURE",
        "errorCode=AGENT_TIMEOUT status=FAILED",
        "strategy=broadcast",
        "tenant=acme status=UNKNOWN",
        "requestId=req-7",
        "tag=nightly intent=IntentTRequest",
        "tag=archivist",
        "q=archivist",
        "q=agent_timeout status=FAILED",
        "q=zzzz",
        "is=FELL_BACK",
        "from=2026-02-10T00:00:00Z to=2026-02-12T00:00:00Z",
        "from=2026-02-10T00:00:00Z to=2026-02-12T00:00:00Z status=FAILED",
        "to=2020-01-01T00:00:00Z"
      })
  void pagesShowWhatReadingEverythingWould(String words) {
    ExecutionFilter filter = filter(words);
    List<ExecutionSummary> wanted = all.stream().filter(row -> meant(filter, row)).toList();

    assertThat(follow(filter, BUDGET, EXECUTIONS / BUDGET + wanted.size() / 50 + 2))
        .containsExactlyElementsOf(wanted);
    ExecutionListStore.Counted whole = lists(100_000, store -> store.count(filter));
    assertThat(whole).isEqualTo(new ExecutionListStore.Counted(wanted.size(), true));
    ExecutionListStore.Counted part = lists(BUDGET, store -> store.count(filter));
    assertThat(part.rows()).isLessThanOrEqualTo(wanted.size());
    assertThat(part.exact() ? wanted.size() : part.rows()).isEqualTo(part.rows());
  }

  @Test
  void aWholeIdentifierIsFoundHoweverOldItIs() {
    ExecutionSummary oldest = all.get(all.size() - 1);
    for (String text : List.of(oldest.executionId(), oldest.traceId())) {
      ExecutionListStore.Found found = lists(10, store -> store.page(filter("q=" + text), null));
      assertThat(found).isEqualTo(new ExecutionListStore.Found(List.of(oldest), null));
    }
    ExecutionFilter open = filter("q=" + oldest.executionId() + " status=RUNNING");
    List<ExecutionSummary> none = lists(10, store -> store.page(open, null).rows());
    assertThat(none).isEmpty();
  }

  @Test
  void listsTheRecordsThatDidNotHold() {
    List<String> bad = List.of(all.get(17).executionId(), all.get(3_000).executionId());
    database.inTransaction(
        entities -> {
          for (int i = 0; i < 200; i++) {
            found(entities, all.get(i * 10 + 1).executionId(), "OK");
          }
          bad.forEach(id -> found(entities, id, "MISMATCH"));
          return null;
        });
    ExecutionListStore.Found page = lists(BUDGET, store -> store.page(filter("is=MISMATCH"), null));
    assertThat(page.rows()).extracting(ExecutionSummary::executionId).isEqualTo(bad);
    assertThat(page.floor()).isNull();
    long count = lists(BUDGET, store -> store.count(filter("is=MISMATCH"))).rows();
    assertThat(count).isEqualTo(2);
    ExecutionFilter other = filter("is=MISMATCH status=RUNNING");
    List<ExecutionSummary> none = lists(BUDGET, store -> store.page(other, null).rows());
    assertThat(none).isEmpty();
  }

  private static void found(EntityManager entities, String id, String state) {
    entities
        .createNativeQuery(
            "INSERT INTO execution_verification (execution_id, state, verified_at)"
                + " VALUES (?1, ?2, 0)")
        .setParameter(1, id)
        .setParameter(2, state)
        .executeUpdate();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "status=SUCCEEDED",
        "status=RUNNING",
        "agent=agent-A1",
        "agent=nobody",
        "intent=IntentARequest",
        "errorCode=AGENT_TIMEOUT",
        "traceId=nowhere",
        "status=SUCCEEDED agent=agent-A1 intent=IntentARequest",
      })
  void readsNoMoreThanTheStretchItChose(String words) {
    ExecutionFilter named = filter(words);
    ExecutionFilter nothing = filter((words + " requestId=nobody").strip());
    for (Walk walk : walks()) {
      String value = walk.value(named);
      if (value == null && walk != Walk.ALL) {
        continue;
      }
      Stretch stretch = new Stretch(walk, value, null, all.get(100).executionId());
      ListQuery mark = ListQuery.mark(stretch, BUDGET);
      List<?> ids = run(mark, "");
      assertThat(visited(mark)).as("%s", mark).isLessThanOrEqualTo(MOST);
      Stretch bounded = stretch.down(ids.size() < 2 ? null : (String) ids.get(0));
      for (ListQuery query :
          List.of(
              ListQuery.rows(bounded, nothing, 51), ListQuery.count(bounded, nothing, 10_001))) {
        assertThat(visited(query)).as("%s", query).isLessThanOrEqualTo(MOST);
      }
    }
  }

  private long visited(ListQuery query) {
    List<String> plan = new ArrayList<>();
    run(query, explain()).forEach(line -> plan.add(String.valueOf(line)));
    return visited(plan);
  }

  private List<?> run(ListQuery query, String before) {
    return database.inTransaction(
        entities -> {
          likeALargeTable(entities);
          Query statement = entities.createNativeQuery(before + query.sql());
          for (int i = 0; i < query.values().size(); i++) {
            statement.setParameter(i + 1, query.values().get(i));
          }
          return statement.getResultList();
        });
  }
}
