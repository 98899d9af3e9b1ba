package net.intentus.security;

import com.nimbusds.jose.JWSAlgorithm;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import net.intentus.config.ConfigurationProblem;
import net.intentus.config.OidcSettings;
import net.intentus.config.Settings;
import org.jspecify.annotations.Nullable;

/**
 * The configured OpenID provider. It is asked for its configuration when somebody signs in, at most
 * every ten minutes, and every ten seconds while it does not answer. Thread-safe.
 */
@Singleton
public class Provider {
  private static final long LIFE_MILLIS = 600_000;
  private static final long PAUSE_MILLIS = 10_000;
  private static final Duration SKEW = Duration.ofSeconds(60);
  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.PS384,
          JWSAlgorithm.PS512,
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384,
          JWSAlgorithm.ES512);

  private final Optional<OidcSettings> settings;
  private final RemoteDocuments documents;
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable Known known;
  private volatile long failedAt = Long.MIN_VALUE / 2;

  /** What was read, and what checks the tokens of it. */
  record Known(ProviderMetadata metadata, TokenVerifier verifier, long since) {}

  @Inject
  Provider(Settings settings, RemoteDocuments documents, Clock clock) {
    this.settings = settings.identity().oidc();
    this.documents = documents;
    this.clock = clock;
  }

  /**
   * Looks at the configured address; the provider may start after this server.
   *
   * @throws ConfigurationProblem when it can never be used
   */
  public void open() {
    settings
        .flatMap(configured -> documents.problem(configured.issuer()))
        .ifPresent(
            problem -> {
              throw new ConfigurationProblem(
                  "intentus.oidc.issuer",
                  problem + ".",
                  "Use the issuer that the provider states.");
            });
  }

  /** What the sign-in page offers; empty when no provider is configured. */
  public Optional<String> buttonLabel() {
    return settings.map(OidcSettings::buttonLabel);
  }

  /** The settings; empty when no provider is configured. */
  Optional<OidcSettings> settings() {
    return settings;
  }

  /** What the provider says of itself; empty when it does not answer. */
  Optional<Known> known() {
    Known held = known;
    long now = clock.millis();
    boolean fresh = held != null && now - held.since() < LIFE_MILLIS;
    if (settings.isEmpty() || fresh || now - failedAt < PAUSE_MILLIS) {
      return Optional.ofNullable(held);
    }
    lock.lock();
    try {
      if (Objects.equals(known, held) && now - failedAt >= PAUSE_MILLIS) {
        ask(settings.get(), held);
      }
      return Optional.ofNullable(known);
    } finally {
      lock.unlock();
    }
  }

  private void ask(OidcSettings configured, @Nullable Known before) {
    String base = configured.issuer().replaceFirst("/$", "");
    Optional<ProviderMetadata> metadata =
        documents
            .get(base + "/.well-known/openid-configuration")
            .flatMap(text -> ProviderMetadata.parse(text, configured.issuer()));
    if (metadata.isEmpty()) {
      failedAt = clock.millis();
      return;
    }
    ProviderMetadata found = metadata.get();
    boolean same = before != null && before.metadata().keys().equals(found.keys());
    TokenVerifier verifier =
        same && before != null ? before.verifier() : verifier(configured, found.keys());
    known = new Known(found, verifier, clock.millis());
  }

  private TokenVerifier verifier(OidcSettings configured, String keys) {
    return new TokenVerifier(
        new WebKeySource(() -> documents.get(keys).flatMap(WebKeys::parse), clock),
        new TokenVerifier.Rules(
            configured.issuer(), Set.of(configured.clientId()), ALGORITHMS, SKEW, Optional.empty()),
        clock);
  }
}
