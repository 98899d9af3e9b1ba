package net.intentus.console;

import java.time.Instant;
import net.intentus.agent.Credential;

/**
 * A credential as pages show it; its secret is nowhere in it.
 *
 * @param where what of a call carries it, in words
 */
public record CredentialRow(
    String name, String tenant, String type, String where, long revision, Moment changed) {

  static CredentialRow of(Credential credential, Instant now) {
    return new CredentialRow(
        credential.name(),
        credential.tenant() == null ? "" : credential.tenant(),
        credential.kind().wire(),
        where(credential),
        credential.revision(),
        Moment.of(credential.updatedAt(), now));
  }

  /** The address of its page. */
  public String url() {
    return url(name);
  }

  static String url(String name) {
    return "/console/credentials/" + Url.encode(name);
  }

  /** The form that replaces it, without the secret. */
  static PlainForm form(Credential credential) {
    return PlainForm.empty()
        .with("name", credential.name())
        .with("type", credential.kind().wire())
        .with("header", credential.header() == null ? "" : credential.header())
        .with("username", credential.user() == null ? "" : credential.user())
        .with("revision", Long.toString(credential.revision()));
  }

  private static String where(Credential credential) {
    String header = credential.header();
    return switch (credential.kind()) {
      case BEARER -> "Authorization";
      case BASIC -> "Authorization, as " + credential.user();
      case HEADER, API_KEY -> header == null ? "X-API-Key" : header;
    };
  }
}
