package net.intentus.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.intentus.journal.ExecutionFilter;
import net.intentus.journal.ExecutionStatus;
import net.intentus.journal.ExecutionTrait;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotBlank;
import org.junit.jupiter.api.Test;

class ExecutionQueryTest {

  @Property
  void survivesTheWayThroughAUrl(@ForAll @NotBlank String agent, @ForAll String text) {
    ExecutionQuery query =
        query(Map.of("agent", wellFormed(agent), "q", wellFormed(text), "status", "failed"));

    assertThat(parse(query.url())).isEqualTo(query);
  }

  @Test
  void keepsFiltersWhenItTurnsThePage() {
    ExecutionQuery query = query(Map.of("status", "failed"));

    assertThat(parse(query.url("next cursor")))
        .isEqualTo(new ExecutionQuery(Map.of("status", "failed"), "next cursor"));
  }

  @Test
  void goesBackToTheFirstPageWhenAFilterIsRemoved() {
    ExecutionQuery query = new ExecutionQuery(Map.of("status", "failed", "tag", "a b"), "cursor");

    assertThat(query.with("status", null)).isEqualTo("/console/executions?tag=a%20b");
  }

  @Test
  void turnsWordsOfTheTextIntoFilters() {
    ExecutionQuery promoted =
        query(Map.of("q", "pump status:FAILED agent:\"search a\" odd:thing error:AGENT_TIMEOUT"))
            .promoted();

    assertThat(promoted.values())
        .containsExactly(
            Map.entry("status", "failed"),
            Map.entry("agent", "search a"),
            Map.entry("errorCode", "AGENT_TIMEOUT"),
            Map.entry("q", "pump odd:thing"));
    assertThat(promoted.promoted()).isEqualTo(promoted);
  }

  @Test
  void aViewIsAStatusOrATraitAndKeepsOtherFilters() {
    ExecutionQuery query = query(Map.of("status", "failed", "agent", "a"));

    assertThat(query.view(null, ExecutionTrait.MISMATCH))
        .isEqualTo("/console/executions?is=mismatch&agent=a");
    assertThat(query.view(ExecutionStatus.UNKNOWN, null))
        .isEqualTo("/console/executions?status=unknown&agent=a");
    assertThat(query(Map.of("is", "fell-back")).filter(Fixtures.ADMIN, Fixtures.NOW).trait())
        .isEqualTo(ExecutionTrait.FELL_BACK);
  }

  @Test
  void leavesAColonAfterAnUnknownWordInTheText() {
    assertThat(query(Map.of("q", "sha-256:ab http://x")).promoted().values())
        .isEqualTo(Map.of("q", "sha-256:ab http://x"));
  }

  @Test
  void confinesAUserToItsTenant() {
    ExecutionQuery query = query(Map.of("tenant", "other"));

    assertThat(query.filter(Fixtures.VIEWER, Fixtures.NOW).tenant()).isEqualTo("acme");
    assertThat(query.filter(Fixtures.ADMIN, Fixtures.NOW).tenant()).isEqualTo("other");
  }

  @Test
  void readsTimesAsUtc() {
    ExecutionFilter filter =
        query(Map.of("from", "2026-01-31T08:00", "to", "2026-02-01"))
            .filter(Fixtures.ADMIN, Fixtures.NOW);

    assertThat(filter.from()).isEqualTo(Instant.parse("2026-01-31T08:00:00Z"));
    assertThat(filter.to()).isEqualTo(Instant.parse("2026-02-01T00:00:00Z"));
    for (String since : ExecutionQuery.SINCE.keySet()) {
      assertThat(query(Map.of("since", since)).filter(Fixtures.ADMIN, Fixtures.NOW).from())
          .as(since)
          .isBefore(Fixtures.NOW);
    }
    assertThat(query(Map.of("since", "24h")).filter(Fixtures.ADMIN, Fixtures.NOW).from())
        .isEqualTo(Fixtures.NOW.minus(Duration.ofHours(24)));
  }

  @Test
  void saysWhatIsWrongInsteadOfIgnoringAFilter() {
    assertThat(
            query(
                    Map.of(
                        "status",
                        "broken",
                        "strategy",
                        "x",
                        "from",
                        "soon",
                        "since",
                        "9y",
                        "is",
                        "odd"))
                .problems())
        .hasSize(5);
    assertThat(query(Map.of("status", ExecutionStatus.FAILED.wire())).problems()).isEmpty();
  }

  private static ExecutionQuery query(Map<String, String> values) {
    return new ExecutionQuery(values, null);
  }

  /** A lone surrogate has no UTF-8, so no URL can carry it. */
  private static String wellFormed(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  private static ExecutionQuery parse(String url) {
    Map<String, List<String>> parameters = new LinkedHashMap<>();
    String query = URI.create(url).getRawQuery();
    for (String pair : query == null ? new String[0] : query.split("&")) {
      parameters.put(
          pair.substring(0, pair.indexOf('=')),
          List.of(
              URLDecoder.decode(pair.substring(pair.indexOf('=') + 1), StandardCharsets.UTF_8)));
    }
    return ExecutionQuery.of(parameters);
  }
}
