package net.intentus.security;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.CallerPrincipal;
import jakarta.security.enterprise.authentication.mechanism.http.HttpAuthenticationMechanism;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import net.intentus.intent.Caller;
import net.intentus.intent.Role;
import org.jspecify.annotations.Nullable;

/**
 * Establishes who is calling, and refuses nobody: that is the access filter's part, which runs
 * where request ids and headers are set and can answer in the form of the address.
 *
 * <p>Pages take the session cookie, everything else an API key or a token; never the other way
 * round, so that a foreign page cannot make a browser call the API.
 */
@ApplicationScoped
public class RequestAuthentication implements HttpAuthenticationMechanism {
  /** The request attribute that is set when credentials could not be checked. */
  public static final String UNAVAILABLE = "net.intentus.authenticationUnavailable";

  /** The request attribute that holds the {@link KeyResult.Reason} why the key is no good. */
  public static final String REFUSED = "net.intentus.keyRefused";

  private static final Logger LOG = Logger.getLogger(RequestAuthentication.class.getName());
  private static final String BEARER = "bearer ";

  @Inject ApiKeys keys;
  @Inject Sessions sessions;
  @Inject Tokens tokens;

  @Override
  public AuthenticationStatus validateRequest(
      HttpServletRequest request, HttpServletResponse response, HttpMessageContext context) {
    try {
      Optional<Caller> caller =
          switch (Area.of(request)) {
            case OPEN -> Optional.empty();
            case CONSOLE -> bySession(request);
            case API -> byKey(request);
          };
      if (caller.isPresent()) {
        request.setAttribute(CallerContext.CALLER, caller.get());
        return context.notifyContainerAboutLogin(
            new CallerPrincipal(caller.get().subject()), groups(caller.get()));
      }
    } catch (RuntimeException e) {
      // What the persistence provider throws without a database is not one type of the standard's.
      LOG.log(Level.WARNING, "credentials cannot be checked", e);
      request.setAttribute(UNAVAILABLE, true);
    }
    return context.doNothing();
  }

  private Optional<Caller> byKey(HttpServletRequest request) {
    String presented = presented(request);
    if (presented == null) {
      return Optional.empty();
    }
    String address = request.getRemoteAddr();
    if (tokens.takes(presented)) {
      return byToken(request, tokens.authenticate(presented, address));
    }
    KeyResult result = keys.authenticate(presented, address);
    if (result instanceof KeyResult.Accepted accepted) {
      request.setAttribute(CallerContext.KEY, accepted.key());
      return Optional.of(accepted.key().caller(address));
    }
    request.setAttribute(REFUSED, ((KeyResult.Refused) result).reason());
    return Optional.empty();
  }

  private static Optional<Caller> byToken(HttpServletRequest request, Tokens.Result result) {
    if (result instanceof Tokens.Result.Known known) {
      return Optional.of(known.caller());
    }
    if (result instanceof Tokens.Result.Refused refused) {
      request.setAttribute(REFUSED, refused.reason());
    } else {
      request.setAttribute(UNAVAILABLE, true);
    }
    return Optional.empty();
  }

  private Optional<Caller> bySession(HttpServletRequest request) {
    Optional<ConsoleSession> session = SessionCookie.read(request).flatMap(sessions::find);
    session.ifPresent(found -> request.setAttribute(CallerContext.SESSION, found));
    return session.map(found -> found.caller(request.getRemoteAddr()));
  }

  /** The bearer token (RFC 6750, the scheme in any case), else the header of older clients. */
  private static @Nullable String presented(HttpServletRequest request) {
    String authorization = request.getHeader("Authorization");
    if (authorization == null) {
      return request.getHeader("X-API-Key");
    }
    return authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
        ? authorization.substring(BEARER.length()).strip()
        : null;
  }

  /** The container knows no inclusion of roles, so it is told all that the caller's include. */
  private static Set<String> groups(Caller caller) {
    Set<String> groups = new HashSet<>(caller.roles());
    for (Role role : Role.values()) {
      if (caller.has(role)) {
        groups.add(role.wire());
      }
    }
    return groups;
  }
}
