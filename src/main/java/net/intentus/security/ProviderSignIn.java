package net.intentus.security;

import com.nimbusds.jwt.JWTClaimsSet;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import net.intentus.config.OidcSettings;
import net.intentus.intent.Caller;
import net.intentus.intent.Role;
import net.intentus.privacy.Sealer;
import org.jspecify.annotations.Nullable;

/**
 * Signing in at an OpenID provider: the authorization code flow (OpenID Connect Core 1.0, section
 * 3.1) with PKCE (RFC 7636), state, nonce and the issuer in the answer (RFC 9207). Thread-safe.
 */
@Singleton
public class ProviderSignIn {
  private static final Duration LIFE = Duration.ofMinutes(10);
  private static final int MAX_NEXT = 1_000;
  private static final int MAX_CODE = 4_096;

  private final Provider provider;
  private final ProviderTokens tokens;
  private final ProviderUsers users;
  private final Sessions sessions;
  private final PasswordHasher hasher;
  private final Refusals refusals;
  private final Sealer sealer;
  private final Secrets secrets;
  private final Clock clock;

  @Inject
  ProviderSignIn(
      Provider provider,
      ProviderTokens tokens,
      ProviderUsers users,
      Sessions sessions,
      PasswordHasher hasher,
      Refusals refusals,
      Sealer sealer,
      Secrets secrets,
      Clock clock) {
    this.provider = provider;
    this.tokens = tokens;
    this.users = users;
    this.sessions = sessions;
    this.hasher = hasher;
    this.refusals = refusals;
    this.sealer = sealer;
    this.secrets = secrets;
    this.clock = clock;
  }

  /**
   * Where the browser goes.
   *
   * @param cookie what it takes along in {@link ShortCookie#PROVIDER}
   */
  public record Begun(String address, String cookie) {
    @Override
    public String toString() {
      return "Begun[]";
    }
  }

  /**
   * What the browser brought back.
   *
   * @param cookie of {@link ShortCookie#PROVIDER}
   * @param issuer who says so, where it does
   * @param address network address of the browser
   * @param browser what it calls itself
   */
  public record Answer(
      @Nullable String cookie,
      @Nullable String state,
      @Nullable String code,
      @Nullable String issuer,
      @Nullable String address,
      @Nullable String browser) {
    @Override
    public String toString() {
      return "Answer[]";
    }
  }

  /**
   * Begins. Empty when the provider does not answer.
   *
   * @param redirect the address of this application that the provider sends the browser to
   */
  public Optional<Begun> begin(String redirect, @Nullable String next) {
    OidcSettings settings = provider.settings().orElse(null);
    Provider.Known known = provider.known().orElse(null);
    if (settings == null || known == null) {
      return Optional.empty();
    }
    String target = ReturnPath.safe(next);
    ProviderAttempt attempt =
        new ProviderAttempt(
            secrets.token(),
            secrets.token(),
            secrets.token(),
            redirect,
            target.length() > MAX_NEXT ? ReturnPath.HOME : target,
            clock.millis() + LIFE.toMillis());
    Map<String, String> query = new LinkedHashMap<>();
    query.put("response_type", "code");
    query.put("client_id", settings.clientId());
    query.put("redirect_uri", redirect);
    query.put("scope", settings.scopes());
    query.put("state", attempt.state());
    query.put("nonce", attempt.nonce());
    query.put("code_challenge", attempt.challenge());
    query.put("code_challenge_method", "S256");
    return Optional.of(
        new Begun(with(known.metadata().authorization(), query), attempt.sealed(sealer)));
  }

  /** Finishes: takes the code to the provider and begins a session. */
  public ProviderResult finish(Answer answer) {
    OidcSettings settings = provider.settings().orElse(null);
    Provider.Known known = provider.known().orElse(null);
    if (settings == null || known == null) {
      return new ProviderResult.Unavailable();
    }
    ProviderAttempt attempt = attempt(answer);
    if (attempt == null) {
      return new ProviderResult.Refused("It was begun elsewhere, or too long ago. Begin again.");
    }
    boolean named =
        answer.issuer() == null
            ? !known.metadata().namesItself()
            : answer.issuer().equals(settings.issuer());
    String code = answer.code();
    if (!named || code == null || code.length() > MAX_CODE) {
      return refuse(answer, "The provider did not let you in.");
    }
    TokenResult result = tokens.redeem(settings, known, attempt, code);
    if (result instanceof TokenResult.Valid valid) {
      return signIn(settings, valid.claims(), attempt, answer);
    }
    return result instanceof TokenResult.Invalid
        ? refuse(answer, "What the provider sent cannot be trusted.")
        : new ProviderResult.Unavailable();
  }

  private @Nullable ProviderAttempt attempt(Answer answer) {
    if (answer.cookie() == null || answer.state() == null) {
      return null;
    }
    String state = answer.state();
    return ProviderAttempt.open(sealer, answer.cookie())
        .filter(begun -> Secrets.same(begun.state(), state))
        .filter(begun -> clock.millis() < begun.endsAt())
        .orElse(null);
  }

  private ProviderResult signIn(
      OidcSettings settings, JWTClaimsSet claims, ProviderAttempt attempt, Answer answer) {
    TokenClaims reading =
        new TokenClaims(
            ConsoleUser.PROVIDER,
            settings.rolesClaim(),
            settings.tenantClaim(),
            settings.allTenants());
    Caller caller = reading.caller(claims, claims.getSubject(), answer.address()).orElse(null);
    if (caller == null || !ConsoleUser.providers(caller.subject())) {
      return refuse(answer, "The provider describes you in a way that cannot be used here.");
    }
    if (caller.roles().size() > Grants.MAX_ROLES
        || caller.roles().stream().allMatch(role -> Role.find(role).isEmpty())) {
      return refuse(answer, "The provider knows you, but you have no role here.");
    }
    ConsoleUser user = users.arrive(caller, hasher.hash(secrets.token())).orElse(null);
    if (user == null) {
      return refuse(answer, "You may not sign in here.");
    }
    sessions.forgetAll();
    Sessions.Started started = sessions.start(user, answer.address(), answer.browser(), "provider");
    return new ProviderResult.SignedIn(started.token(), attempt.next());
  }

  private ProviderResult refuse(Answer answer, String reason) {
    refusals.signIn(null, answer.address(), "provider");
    return new ProviderResult.Refused(reason);
  }

  /**
   * Where the provider ends the browser's session with it (OpenID Connect RP-Initiated Logout 1.0);
   * empty when it offers that nowhere.
   *
   * @param back the address of this application that it may lead back to
   */
  public Optional<String> endSession(String back) {
    return provider
        .settings()
        .flatMap(
            settings ->
                provider
                    .known()
                    .map(known -> known.metadata().endSession())
                    .filter(end -> !end.isEmpty())
                    .map(
                        end ->
                            with(
                                end,
                                Map.of(
                                    "client_id",
                                    settings.clientId(),
                                    "post_logout_redirect_uri",
                                    back))));
  }

  private static String with(String address, Map<String, String> query) {
    return address + (address.indexOf('?') < 0 ? "?" : "&") + form(query);
  }

  /** As {@code application/x-www-form-urlencoded}. */
  static String form(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(field -> field.getKey() + "=" + encoded(field.getValue()))
        .collect(Collectors.joining("&"));
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
