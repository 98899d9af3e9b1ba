package net.intentus.config;

import java.util.Optional;

/**
 * {@code intentus.oidc.*}: signing in to the console at an OpenID provider.
 *
 * @param issuer the provider, as its tokens name it; its configuration lies below it
 * @param clientId what this application is called there
 * @param clientSecret empty for a client that PKCE alone protects
 * @param rolesClaim of the ID token; dots lead into objects
 * @param tenantClaim of the ID token
 * @param allTenants whether that claim may say {@code *}
 * @param scopes separated by spaces
 * @param buttonLabel what the sign-in page says
 */
public record OidcSettings(
    String issuer,
    String clientId,
    Optional<String> clientSecret,
    String rolesClaim,
    String tenantClaim,
    boolean allTenants,
    String scopes,
    String buttonLabel) {
  @Override
  public String toString() {
    return "OidcSettings[issuer=" + issuer + ", clientId=" + clientId + "]";
  }
}
