package net.intentus.config;

import org.jspecify.annotations.Nullable;

/**
 * What the current thread is working on, for the lines it logs meanwhile.
 *
 * <pre>{@code
 * try (LogContext.Scope scope = LogContext.with(executionId, traceId, requestId)) {
 *   ...
 * }
 * }</pre>
 *
 * <p>Bound to the thread: work that is handed to another thread takes {@link #current()} along.
 */
public record LogContext(
    @Nullable String executionId, @Nullable String traceId, @Nullable String requestId) {

  /** What a thread has that works on nothing. */
  public static final LogContext NONE = new LogContext(null, null, null);

  private static final ThreadLocal<LogContext> CURRENT = new ThreadLocal<>();

  /** Puts back what was there before. Close it on the thread that opened it. */
  public interface Scope extends AutoCloseable {
    @Override
    void close();
  }

  /** What this thread is working on, {@link #NONE} when nothing was said. */
  public static LogContext current() {
    LogContext context = CURRENT.get();
    return context == null ? NONE : context;
  }

  /** Says what this thread is working on until the scope is closed. Null is unknown. */
  public static Scope with(
      @Nullable String executionId, @Nullable String traceId, @Nullable String requestId) {
    return new LogContext(executionId, traceId, requestId).open();
  }

  /** Makes this the context of the current thread until the scope is closed. */
  public Scope open() {
    LogContext before = CURRENT.get();
    CURRENT.set(this);
    return () -> {
      if (before == null) {
        CURRENT.remove();
      } else {
        CURRENT.set(before);
      }
    };
  }
}
