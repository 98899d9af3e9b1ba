package net.intentus.security;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jwt.JWTClaimsSet;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import net.intentus.config.ConfigurationProblem;
import net.intentus.config.Settings;
import net.intentus.config.TokenSettings;
import net.intentus.intent.Caller;
import org.jspecify.annotations.Nullable;

/**
 * Takes the tokens of another issuer (MicroProfile JWT 2.1) where {@code mp.jwt.verify.*} says so.
 * Thread-safe. Costs nothing where it does not: a key of ours holds no dot.
 */
@Singleton
public class Tokens {
  private final Optional<TokenSettings> settings;
  private final RemoteDocuments documents;
  private final Clock clock;
  private final @Nullable TokenVerifier verifier;
  private final @Nullable TokenClaims claims;

  @Inject
  Tokens(Settings settings, RemoteDocuments documents, Clock clock) {
    this.settings = settings.identity().tokens();
    this.documents = documents;
    this.clock = clock;
    this.verifier = this.settings.map(this::verifier).orElse(null);
    this.claims =
        this.settings
            .map(s -> new TokenClaims("jwt:", s.tenantClaim(), s.allTenants()))
            .orElse(null);
  }

  /** What became of a token. */
  sealed interface Result {
    /** Somebody is known by it. */
    record Known(Caller caller) implements Result {}

    /** It is no good. */
    record Refused(KeyResult.Reason reason) implements Result {}

    /** It cannot be told: the issuer's keys cannot be had. */
    record Unavailable() implements Result {}
  }

  /**
   * Looks at the configured key. Keys that are fetched over HTTP are fetched with the first token:
   * the issuer may start after this server.
   *
   * @throws ConfigurationProblem when no token could ever be checked with it
   */
  public void open() {
    settings.ifPresent(
        configured -> {
          TokenSettings.Key key = configured.key();
          Optional<String> problem =
              key.remote()
                  ? documents.problem(key.text())
                  : read(key).filter(keys -> keys.serve(algorithms(configured))).isPresent()
                      ? Optional.empty()
                      : Optional.of("holds no public key for the algorithms that are configured");
          if (problem.isPresent()) {
            throw new ConfigurationProblem(
                key.setting(),
                problem.get() + ".",
                "Use a public key in PEM or as JWK (RSA of 2048 bits or more, or a NIST curve), and"
                    + " name its algorithm in mp.jwt.verify.publickey.algorithm.");
          }
        });
  }

  /** Whether it is for {@link #authenticate}. */
  boolean takes(String presented) {
    return verifier != null && presented.indexOf('.') >= 0;
  }

  /**
   * Who presents it.
   *
   * @param address where it was used, or null when that is unknown
   */
  Result authenticate(String presented, @Nullable String address) {
    if (verifier == null || claims == null) {
      return new Result.Refused(KeyResult.Reason.MALFORMED);
    }
    TokenResult result = verifier.verify(presented);
    if (result instanceof TokenResult.Valid valid) {
      return claims
          .caller(valid.claims(), name(valid.claims()), address)
          .<Result>map(Result.Known::new)
          .orElseGet(() -> new Result.Refused(KeyResult.Reason.CLAIMS));
    }
    return result instanceof TokenResult.Invalid invalid
        ? new Result.Refused(invalid.reason())
        : new Result.Unavailable();
  }

  /** The name for people where there is one (MicroProfile JWT 2.1, section 4.1). */
  private static @Nullable String name(JWTClaimsSet claims) {
    return claims.getClaim("upn") instanceof String upn ? upn : claims.getSubject();
  }

  private TokenVerifier verifier(TokenSettings configured) {
    return new TokenVerifier(
        new WebKeySource(() -> read(configured.key()), clock),
        new TokenVerifier.Rules(
            configured.issuer(),
            configured.audiences(),
            algorithms(configured),
            Duration.ofSeconds(configured.skewSeconds()),
            configured.ageSeconds().map(Duration::ofSeconds)),
        clock);
  }

  private static Set<JWSAlgorithm> algorithms(TokenSettings configured) {
    return configured.algorithms().stream()
        .map(JWSAlgorithm::parse)
        .collect(Collectors.toUnmodifiableSet());
  }

  private Optional<WebKeys> read(TokenSettings.Key key) {
    if (key.inline()) {
      return WebKeys.parse(key.text());
    }
    return (key.remote() ? documents.get(key.text()) : file(key.text())).flatMap(WebKeys::parse);
  }

  private static Optional<String> file(String location) {
    try {
      Path path = location.startsWith("file:") ? Path.of(URI.create(location)) : Path.of(location);
      return Files.size(path) > WebKeys.MAX_LENGTH
          ? Optional.empty()
          : Optional.of(Files.readString(path));
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
