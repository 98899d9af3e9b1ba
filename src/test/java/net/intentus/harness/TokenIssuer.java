package net.intentus.harness;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;

/** A real OpenID provider on the loopback interface, and a server that trusts it. */
public final class TokenIssuer {
  /** What tokens for the API name. */
  public static final String AUDIENCE = "intentus-api";

  /** What the console is called at the provider. */
  public static final String CLIENT = "intentus-console";

  private static final String PATH = "people";

  private TokenIssuer() {}

  /** The provider, which ends with the JVM. */
  public static MockOAuth2Server provider() {
    return Running.PROVIDER;
  }

  /** A server that takes its tokens and lets its people in. */
  public static RunningServer server() {
    return Running.SERVER;
  }

  /** A token of that subject for the API, with further claims; good for five minutes. */
  public static String token(String subject, String audience, Map<String, ?> claims) {
    return provider().issueToken(PATH, subject, audience, claims, 300).serialize();
  }

  /** The same for a tenant and a role. */
  public static String token(String subject, String tenant, String role) {
    return token(subject, AUDIENCE, Map.of("tenant", tenant, "groups", List.of(role)));
  }

  /** The next ID token is of that subject, for that audience, with further claims. */
  public static void nextIdToken(String subject, String audience, Map<String, Object> claims) {
    Map<String, Object> all = new HashMap<>(claims);
    all.put("aud", audience); // the provider itself names whoever asks
    provider()
        .enqueueCallback(
            new DefaultOAuth2TokenCallback(PATH, subject, "JWT", List.of(audience), all, 300));
  }

  private static final class Running {
    static final MockOAuth2Server PROVIDER = new MockOAuth2Server();
    static final RunningServer SERVER;

    static {
      PROVIDER.start(InetAddress.getLoopbackAddress(), 0);
      SERVER =
          RunningServer.start(
              RunningServer.Options.fresh()
                  .with("INTENTUS_DEMO_ENABLED", "true")
                  .with("INTENTUS_CONSOLE_REQUIRE_SECOND_FACTOR", "admin")
                  .with("INTENTUS_OIDC_ISSUER", PROVIDER.issuerUrl(PATH).toString())
                  .with("INTENTUS_OIDC_CLIENT_ID", CLIENT)
                  .with("INTENTUS_OIDC_CLIENT_SECRET", "not-a-real-secret")
                  .with("INTENTUS_OIDC_BUTTON_LABEL", "Sign in with Example")
                  .with("MP_JWT_VERIFY_ISSUER", PROVIDER.issuerUrl(PATH).toString())
                  .with("MP_JWT_VERIFY_AUDIENCES", AUDIENCE)
                  .with("MP_JWT_VERIFY_PUBLICKEY_LOCATION", PROVIDER.jwksUrl(PATH).toString()));
      Runtime.getRuntime().addShutdownHook(new Thread(SERVER::close, "token-server-close"));
    }
  }
}
