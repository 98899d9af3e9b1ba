package net.intentus.agent;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.intentus.privacy.Redactor;

/**
 * A credential as a header of one call. In memory only; printed nowhere.
 *
 * @param secrets what must not be seen in what comes back
 */
record CredentialHeader(String name, String value, Set<String> secrets) {
  private static final String AUTHORIZATION = "Authorization";
  private static final String API_KEY = "X-API-Key";

  static CredentialHeader of(Credential credential, String secret) {
    return switch (credential.kind()) {
      case BEARER -> of(AUTHORIZATION, "Bearer " + secret, secret);
      case BASIC -> basic(credential.user() + ":" + secret, secret);
      case HEADER, API_KEY ->
          of(credential.header() == null ? API_KEY : credential.header(), secret, secret);
    };
  }

  private static CredentialHeader basic(String pair, String secret) {
    String encoded = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    return of(AUTHORIZATION, "Basic " + encoded, secret, encoded);
  }

  private static CredentialHeader of(String name, String value, String... secrets) {
    return new CredentialHeader(
        name,
        value,
        Stream.of(secrets)
            .filter(secret -> secret.length() >= Redactor.MIN_SECRET)
            .collect(Collectors.toUnmodifiableSet()));
  }

  @Override
  public String toString() {
    return "CredentialHeader[" + name + "]";
  }
}
