package net.intentus.observability;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import net.intentus.config.LogContext;
import net.intentus.config.SettingsReader;
import net.intentus.intent.Json;
import net.intentus.privacy.LogMask;
import org.junit.jupiter.api.Test;

class LineFormatterTest {
  private static final LogMask MASK =
      new LogMask(SettingsReader.read(key -> Optional.empty()).redaction());

  private static final String MADE_UP_KEY = "ink_abc123_" + "s3cr3t".repeat(4);

  @Test
  void writesOneJsonObjectPerLine() throws IOException {
    String line = json(record("ready in {0} s", 3));

    assertThat(line).endsWith("}\n").containsOnlyOnce("\n");
    JsonNode node = parse(line);
    assertThat(node.get("ts").textValue()).isEqualTo("2026-01-02T03:04:05.678Z");
    assertThat(node.get("level").textValue()).isEqualTo("WARNING");
    assertThat(node.get("logger").textValue()).isEqualTo("net.intentus.x.Y");
    assertThat(node.get("thread").textValue()).isEqualTo(Thread.currentThread().getName());
    assertThat(node.get("message").textValue()).isEqualTo("ready in 3 s");
    assertThat(node.has("executionId")).isFalse();
    assertThat(node.has("exception")).isFalse();
  }

  @Test
  void carriesWhatTheThreadWorksOnAndOnlyMeanwhile() throws IOException {
    try (LogContext.Scope outer = LogContext.with(null, "trace-1", "request-1")) {
      try (LogContext.Scope inner = LogContext.with("execution-1", "trace-1", "request-1")) {
        JsonNode node = parse(json(record("in")));
        assertThat(node.get("executionId").textValue()).isEqualTo("execution-1");
        assertThat(node.get("traceId").textValue()).isEqualTo("trace-1");
        assertThat(node.get("requestId").textValue()).isEqualTo("request-1");
      }
      assertThat(parse(json(record("between"))).has("executionId")).isFalse();
      assertThat(parse(json(record("between"))).get("requestId").textValue())
          .isEqualTo("request-1");
    }
    assertThat(parse(json(record("out"))).has("requestId")).isFalse();
  }

  @Test
  void cannotBeMadeToForgeOrHideALine() throws IOException {
    String nasty = "a\r\n{\"level\":\"SEVERE\"}\u001b[2J\u0085\u2028\u202e\ud800\"\\ z";

    String json = json(record(nasty));
    assertThat(json.strip().chars()).noneMatch(c -> c < 0x20 || c == 0x85 || c == 0x2028);
    assertThat(json).doesNotContain("\u202e").doesNotContain("\ud800");
    assertThat(parse(json).get("message").textValue()).isEqualTo(nasty);

    String plain = plain(record(nasty));
    assertThat(plain.stripTrailing().chars()).noneMatch(c -> c < 0x20 || c == 0x85 || c == 0x2028);
    assertThat(plain).contains("a\\r\\n").contains("\\u001b[2J").contains("\\u202e");
  }

  @Test
  void keepsTextOfEveryLanguage() throws IOException {
    assertThat(parse(json(record("Größe 漢字 😀"))).get("message").textValue())
        .isEqualTo("Größe 漢字 😀");
    assertThat(plain(record("Größe 漢字 😀"))).contains("Größe 漢字 😀");
  }

  @Test
  void masksCredentialsInMessagesAndExceptions() {
    LogRecord record = record("got " + MADE_UP_KEY + " and BEARER abc.def.ghi, then on");
    record.setThrown(
        new IllegalStateException("x", new IOException("Authorization: Bearer " + MADE_UP_KEY)));

    for (String line : new String[] {json(record), plain(record)}) {
      assertThat(line).doesNotContain("s3cr3t").doesNotContain("abc.def");
      assertThat(line).contains("got ink_abc123_[redacted:api-key] and Bearer ***, then on");
      assertThat(line).contains("java.io.IOException: Authorization: [redacted]");
    }
    assertThat(plain(record("think_of_me and drink_a_lot")))
        .contains("think_of_me and drink_a_lot");
  }

  @Test
  void boundsMessagesAndExceptions() throws IOException {
    LogRecord record = record("m".repeat(100_000));
    Throwable deep = new IllegalStateException("n".repeat(50_000));
    for (int i = 0; i < 200; i++) {
      deep = new IllegalStateException("layer " + i, deep);
    }
    record.setThrown(deep);

    JsonNode node = parse(json(record));
    assertThat(node.get("message").textValue()).hasSize(LogText.MAX_MESSAGE + 1);
    assertThat(node.get("exception").textValue()).hasSize(LogText.MAX_EXCEPTION + 1);
  }

  @Test
  void survivesAThrowableThatCausesItself() throws IOException {
    IOException a = new IOException("a");
    IOException b = new IOException("b", a);
    a.initCause(b);
    LogRecord record = record("loop");
    record.setThrown(a);

    assertThat(parse(json(record)).get("exception").textValue())
        .startsWith("java.io.IOException: a")
        .containsOnlyOnce("caused by: java.io.IOException: b");
  }

  @Test
  void writesReadableLinesForPeople() {
    try (LogContext.Scope scope = LogContext.with("e1", "t1", "r1")) {
      LogRecord record = record("hello");
      record.setThrown(new IllegalStateException("no"));
      assertThat(plain(record))
          .startsWith(
              "2026-01-02T03:04:05.678Z WARNING Y: hello execution=e1 trace=t1 request=r1 | ")
          .contains("java.lang.IllegalStateException: no |   at net.intentus")
          .containsOnlyOnce("\n");
    }
  }

  @Test
  void acceptsARecordWithoutLoggerOrMessage() throws IOException {
    LogRecord record = new LogRecord(Level.INFO, null);
    assertThat(parse(json(record)).get("message").textValue()).isEmpty();
    assertThat(plain(record)).contains(" INFO -: ");
  }

  private static LogRecord record(String message, Object... parameters) {
    LogRecord record = new LogRecord(Level.WARNING, message);
    record.setLoggerName("net.intentus.x.Y");
    record.setInstant(Instant.parse("2026-01-02T03:04:05.678901Z"));
    record.setParameters(parameters);
    return record;
  }

  private static String json(LogRecord record) {
    return new LineFormatter(true, MASK).format(record);
  }

  private static String plain(LogRecord record) {
    return new LineFormatter(false, MASK).format(record);
  }

  private static JsonNode parse(String line) throws IOException {
    return Json.read(line.getBytes(StandardCharsets.UTF_8));
  }
}
