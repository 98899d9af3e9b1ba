package net.intentus.observability;

import java.util.logging.Formatter;
import java.util.logging.LogRecord;
import net.intentus.config.LogContext;
import net.intentus.intent.Times;
import net.intentus.privacy.LogMask;
import org.jspecify.annotations.Nullable;

/**
 * One record, one line: JSON for machines or text for people. Thread-safe.
 *
 * <p>Thread name and {@link LogContext} are those of the formatting thread, which is the logging
 * one for handlers that write at once, as Payara Micro's console handler does.
 */
final class LineFormatter extends Formatter {
  private final boolean json;
  private final LogMask mask;

  LineFormatter(boolean json, LogMask mask) {
    this.json = json;
    this.mask = mask;
  }

  @Override
  public String format(LogRecord record) {
    String text = formatMessage(record);
    String message = LogText.clean(text == null ? "" : text, LogText.MAX_MESSAGE, mask);
    Throwable thrown = record.getThrown();
    String exception = thrown == null ? null : LogText.describe(thrown, mask);
    return json ? jsonLine(record, message, exception) : plainLine(record, message, exception);
  }

  private String jsonLine(LogRecord record, String message, @Nullable String exception) {
    StringBuilder out = new StringBuilder(256 + message.length());
    out.append("{\"ts\":\"").append(Times.format(record.getInstant())).append('"');
    field(out, "level", record.getLevel().getName());
    field(out, "logger", record.getLoggerName());
    field(out, "thread", threadName(record));
    field(out, "message", message);
    LogContext context = LogContext.current();
    field(out, "executionId", context.executionId());
    field(out, "traceId", label(context.traceId()));
    field(out, "requestId", label(context.requestId()));
    field(out, "exception", exception);
    return out.append("}\n").toString();
  }

  /** Clients choose them. */
  private @Nullable String label(@Nullable String text) {
    return text == null ? null : mask.mask(text);
  }

  private static void field(StringBuilder out, String name, @Nullable String value) {
    if (value != null) {
      out.append(",\"").append(name).append("\":\"");
      LogText.appendJson(out, value);
      out.append('"');
    }
  }

  private String plainLine(LogRecord record, String message, @Nullable String exception) {
    StringBuilder out = new StringBuilder(160 + message.length());
    out.append(Times.format(record.getInstant())).append(' ');
    out.append(record.getLevel().getName()).append(' ');
    LogText.appendPlain(out, shortName(record.getLoggerName()));
    out.append(": ");
    LogText.appendPlain(out, message);
    LogContext context = LogContext.current();
    remark(out, "execution", context.executionId());
    remark(out, "trace", label(context.traceId()));
    remark(out, "request", label(context.requestId()));
    if (exception != null) {
      out.append(" | ");
      LogText.appendPlain(out, exception.replace("\n", " | "));
    }
    return out.append('\n').toString();
  }

  private static void remark(StringBuilder out, String name, @Nullable String value) {
    if (value != null) {
      out.append(' ').append(name).append('=');
      LogText.appendPlain(out, value);
    }
  }

  private static String shortName(@Nullable String logger) {
    return logger == null ? "-" : logger.substring(logger.lastIndexOf('.') + 1);
  }

  private static String threadName(LogRecord record) {
    Thread thread = Thread.currentThread();
    return thread.getId() == record.getLongThreadID()
        ? thread.getName()
        : "#" + record.getLongThreadID();
  }
}
