package net.intentus.observability;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import net.intentus.SettableClock;
import net.intentus.config.SettingsReader;
import net.intentus.intent.Json;
import net.intentus.journal.ExecutionStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class ExecutionHistoryTest {
  @TempDir Path directory;
  private final FakeRegistry registry = new FakeRegistry();

  private ExecutionHistory history(String... more) {
    Map<String, String> values = new HashMap<>();
    values.put("intentus.data.dir", directory.toString());
    for (int i = 0; i < more.length; i += 2) {
      values.put(more[i], more[i + 1]);
    }
    return new ExecutionHistory(
        SettingsReader.read(key -> Optional.ofNullable(values.get(key))),
        registry.meters(),
        new SettableClock());
  }

  private static void submit(ExecutionHistory history, int from, int to) {
    for (int i = from; i < to; i++) {
      history.ended(Fixtures.execution("Intent-" + i, ExecutionStatus.SUCCEEDED, null));
    }
  }

  private Path file(String suffix) {
    return directory.resolve("execution_history.jsonl" + suffix);
  }

  private long dropped(String reason) {
    return registry.count("intentus_history_dropped_total{reason=" + reason + "}");
  }

  private static List<JsonNode> lines(Path file) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      lines.add(Json.trusted(line));
    }
    return lines;
  }

  @Test
  void mirrorsEveryOutcomeOnALineOfItsOwn() throws IOException {
    ExecutionHistory history = history();
    history.start(Executors.defaultThreadFactory());
    history.ended(Fixtures.execution("Search\nIntent", ExecutionStatus.SUCCEEDED, null));
    history.ended(Fixtures.execution("Pay", ExecutionStatus.FAILED, "POLICY_DENIED"));
    history.ended(Fixtures.execution("Pay", ExecutionStatus.UNKNOWN, "AGENT_TIMEOUT"));
    history.stop();

    List<JsonNode> lines = lines(file(""));
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0).toString())
        .isEqualTo(
            "{\"executionId\":\"execution-1\",\"status\":\"succeeded\","
                + "\"intent\":\"Search\\nIntent\",\"version\":\"1.0\",\"strategy\":\"direct\","
                + "\"agent\":\"agent-1\",\"tenant\":\"tenant-1\",\"errorCode\":null,"
                + "\"attempts\":1,\"createdAt\":\"2026-03-01T10:00:00.123Z\","
                + "\"completedAt\":\"2026-03-01T10:00:00.125Z\",\"durationMs\":2,"
                + "\"traceId\":\"trace-1\",\"requestId\":\"request-1\","
                + "\"envelopeHash\":\"sha-256:envelope\",\"journalHead\":\"sha-256:head\"}");
    assertThat(lines.get(1).path("errorCode").asText()).isEqualTo("POLICY_DENIED");
    assertThat(lines.get(2).path("status").asText()).isEqualTo("unknown");
  }

  @Test
  void staysWithinItsFilesAndKeepsTheNewest() throws IOException {
    ExecutionHistory history =
        history("intentus.history.max-bytes", "65536", "intentus.history.files", "3");
    history.start(Executors.defaultThreadFactory());
    submit(history, 0, 2_000);
    history.stop();

    List<JsonNode> all = new ArrayList<>(lines(file(".2")));
    all.addAll(lines(file(".1")));
    all.addAll(lines(file("")));
    assertThat(file(".3")).doesNotExist();
    for (String suffix : List.of("", ".1", ".2")) {
      assertThat(Files.size(file(suffix))).isBetween(1L, 65_536L);
    }
    assertThat(Files.size(file(".1"))).as("filled before the next").isGreaterThan(60_000);
    int first = 2_000 - all.size();
    assertThat(first).isPositive();
    for (int i = 0; i < all.size(); i++) {
      assertThat(all.get(i).path("intent").asText()).isEqualTo("Intent-" + (first + i));
    }
    assertThat(dropped("full") + dropped("failed")).isZero();
  }

  @Test
  void oneFileAloneIsBoundedToo() throws IOException {
    ExecutionHistory history =
        history("intentus.history.max-bytes", "65536", "intentus.history.files", "1");
    history.start(Executors.defaultThreadFactory());
    submit(history, 0, 500);
    history.stop();
    assertThat(Files.size(file(""))).isBetween(1L, 65_536L);
    assertThat(file(".1")).doesNotExist();
    List<JsonNode> lines = lines(file(""));
    assertThat(lines.get(lines.size() - 1).path("intent").asText()).isEqualTo("Intent-499");
  }

  @Test
  void goesOnWhereItStoppedAndRemovesThePieceThatACrashLeft() throws IOException {
    ExecutionHistory first = history();
    first.start(Executors.defaultThreadFactory());
    submit(first, 0, 3);
    first.stop();
    Files.writeString(file(""), "{\"executionId\":\"hal", StandardOpenOption.APPEND);

    ExecutionHistory second = history();
    second.start(Executors.defaultThreadFactory());
    submit(second, 3, 5);
    second.stop();
    assertThat(lines(file("")))
        .extracting(line -> line.path("intent").asText())
        .containsExactly("Intent-0", "Intent-1", "Intent-2", "Intent-3", "Intent-4");
  }

  @Test
  void dropsAndCountsWhatCannotBeWrittenAndRecovers() throws Exception {
    Files.createDirectories(file(""));
    ExecutionHistory history = history();
    history.start(Executors.defaultThreadFactory());
    submit(history, 0, 10);
    for (int i = 0; i < 2_000 && dropped("failed") < 10; i++) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
    assertThat(dropped("failed")).isEqualTo(10);
    Files.delete(file(""));
    submit(history, 10, 12);
    history.stop();
    assertThat(lines(file(""))).hasSize(2);
  }

  @Test
  void neverWaitsWhenNothingIsWritten() {
    ExecutionHistory history = history();
    submit(history, 0, ExecutionHistory.QUEUE + 7);
    assertThat(dropped("full")).isEqualTo(7);
  }

  @Test
  void leavesOutWhatIsNotRecordedAndWritesNothingWhenSwitchedOff() {
    ExecutionHistory off = history("intentus.history.enabled", "false");
    off.start(Executors.defaultThreadFactory());
    submit(off, 0, 5);
    off.stop();
    assertThat(file("")).doesNotExist();
    assertThat(dropped("full")).isZero();
  }
}
