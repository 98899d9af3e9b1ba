package net.intentus.api;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import net.intentus.config.Settings;
import net.intentus.intent.ErrorCode;
import net.intentus.security.CallerContext;
import org.jspecify.annotations.Nullable;

/**
 * Answers 413 to a body over {@code intentus.limits.max-body-bytes}: without reading it when its
 * length is announced, else as soon as one byte too many was read; and 408 to one that takes longer
 * than {@code intentus.limits.max-body-seconds}. The server itself has no such limits.
 *
 * <p>Of those who have not said who they are only a few may send a form at the same time: each
 * holds a thread while it is read, and there must be threads left for the others.
 */
public class BodyLimitFilter extends HttpFilter {
  /** How many strangers may send a form at the same time. */
  static final int MAX_STRANGERS = 16;

  private static final long serialVersionUID = 1L;

  @Inject transient Settings settings;

  private final transient Semaphore strangers = new Semaphore(MAX_STRANGERS);

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    Settings.Limits limits = settings.limits();
    BodyBounds bounds = new BodyBounds(limits.maxBodyBytes(), limits.maxBodySeconds());
    boolean stranger = CallerContext.of(request).isEmpty();
    if (stranger) {
      bounds = bounds.ofStrangers();
    }
    if (request.getContentLengthLong() > bounds.bytes()) {
      ServletProblems.end(request, response, BodyProblems.tooLarge(bounds.bytes()));
      return;
    }
    try {
      BoundedRequest bounded = new BoundedRequest(request, response, bounds);
      if (stranger) {
        readForm(bounded);
      }
      chain.doFilter(bounded, response);
    } catch (IOException | ServletException | RuntimeException e) {
      ProblemException problem = problemIn(e);
      if (problem == null) {
        throw e;
      }
      ServletProblems.end(request, response, problem.problem());
    }
  }

  /** Before anything that needs its fields, so that no more than these wait for one. */
  private void readForm(BoundedRequest request) {
    if (!request.isForm()) {
      return; // nothing at the open addresses reads another body
    }
    if (!strangers.tryAcquire()) {
      throw new ProblemException(
          Problem.of(ErrorCode.CAPACITY_EXCEEDED, "Too many sign in at once.").retryAfter(1));
    }
    try {
      request.getParameterMap();
    } finally {
      strangers.release();
    }
  }

  /** Whatever was reading the body may have wrapped what ended it. */
  private static @Nullable ProblemException problemIn(Throwable thrown) {
    Throwable cause = thrown;
    for (int depth = 0; cause != null && depth < 10; depth++) {
      if (cause instanceof ProblemException problem) {
        return problem;
      }
      cause = cause.getCause();
    }
    return null;
  }
}
