package net.intentus.config;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;

/** Reads {@link OidcSettings}; without an issuer there is no such sign-in. */
final class OidcReader {
  private static final String ISSUER = "intentus.oidc.issuer";
  private static final String CLIENT = "intentus.oidc.client-id";
  private static final String SCOPES = "intentus.oidc.scopes";
  private static final String LABEL = "intentus.oidc.button-label";
  private static final int MAX_LABEL = 60;

  private final Function<String, Optional<String>> source;

  OidcReader(Function<String, Optional<String>> source) {
    this.source = source;
  }

  /**
   * The settings.
   *
   * @param allTenants {@code intentus.jwt.allow-all-tenants}
   */
  Optional<OidcSettings> read(boolean allTenants) {
    Optional<String> issuer = text(ISSUER);
    Optional<String> client = text(CLIENT);
    if (issuer.isPresent() != client.isPresent()) {
      throw new ConfigurationProblem(
          issuer.isPresent() ? CLIENT : ISSUER,
          "is missing: signing in at a provider takes both.",
          "Set both or neither.");
    }
    return issuer.map(
        name ->
            new OidcSettings(
                name,
                client.orElseThrow(),
                new SecretSettings(source).read("intentus.oidc.client-secret"),
                text("intentus.oidc.roles-claim").orElse("groups"),
                text("intentus.oidc.tenant-claim").orElse("tenant"),
                allTenants,
                scopes(),
                label()));
  }

  private String scopes() {
    String scopes = text(SCOPES).orElse("openid");
    if (!Arrays.asList(scopes.split(" ")).contains("openid")) {
      throw new ConfigurationProblem(
          SCOPES, "lacks openid.", "Write scopes separated by spaces, openid among them.");
    }
    return scopes;
  }

  private String label() {
    String label = text(LABEL).orElse("Sign in with single sign-on");
    if (label.length() > MAX_LABEL) {
      throw new ConfigurationProblem(
          LABEL, "is too long.", "Use at most " + MAX_LABEL + " characters.");
    }
    return label;
  }

  private Optional<String> text(String key) {
    return source.apply(key).map(String::strip).filter(value -> !value.isEmpty());
  }
}
