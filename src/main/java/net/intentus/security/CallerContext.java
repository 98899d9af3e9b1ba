package net.intentus.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.Optional;
import java.util.function.Supplier;
import net.intentus.intent.Caller;

/**
 * Who makes the current request. Kept in request attributes rather than in a request-scoped bean,
 * which costs a third of the throughput of a small resource.
 */
public final class CallerContext {
  /** The request attribute that holds the {@link Caller}. */
  public static final String CALLER = "net.intentus.caller";

  /** The request attribute that holds the {@link ConsoleSession}. */
  public static final String SESSION = "net.intentus.session";

  /** The request attribute that holds the {@link ApiKey} that the request came with. */
  public static final String KEY = "net.intentus.key";

  private CallerContext() {}

  /** The caller; empty when the request carries no good credentials. */
  public static Optional<Caller> of(HttpServletRequest request) {
    return Optional.ofNullable((Caller) request.getAttribute(CALLER));
  }

  /** The caller; JAX-RS properties are the servlet's request attributes. */
  public static Optional<Caller> of(ContainerRequestContext request) {
    return Optional.ofNullable((Caller) request.getProperty(CALLER));
  }

  /**
   * The caller of a request that has passed the access filter and a declared role.
   *
   * @throws IllegalStateException when there is none, which is a bug in the filter chain
   */
  public static Caller require(HttpServletRequest request) {
    return of(request).orElseThrow(() -> new IllegalStateException("nobody is calling"));
  }

  /**
   * The same, who must be one of all tenants.
   *
   * @param refusal what is thrown when the caller is of one tenant
   */
  public static Caller requireAllTenants(
      HttpServletRequest request, Supplier<? extends RuntimeException> refusal) {
    Caller caller = require(request);
    if (!caller.allTenants()) {
      throw refusal.get();
    }
    return caller;
  }

  /** The API key; empty for console sessions and strangers. */
  public static Optional<ApiKey> key(HttpServletRequest request) {
    return Optional.ofNullable((ApiKey) request.getAttribute(KEY));
  }

  /** The console session; empty for API keys and strangers. */
  public static Optional<ConsoleSession> session(HttpServletRequest request) {
    return Optional.ofNullable((ConsoleSession) request.getAttribute(SESSION));
  }
}
