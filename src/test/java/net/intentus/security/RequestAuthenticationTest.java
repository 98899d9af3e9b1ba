package net.intentus.security;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.intentus.config.SettingsReader;
import net.intentus.intent.Caller;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("UnnecessaryAssignment") // there is no container here to inject
class RequestAuthenticationTest {
  private final SecurityFixture fixture = new SecurityFixture();
  private final RequestAuthentication mechanism = new RequestAuthentication();
  private Set<?> groups = Set.of();

  RequestAuthenticationTest() {
    mechanism.keys = fixture.keys;
    mechanism.sessions = fixture.sessions;
    mechanism.tokens =
        new Tokens(
            SecurityFixture.settings("intentus.data.dir", "data"),
            new RemoteDocuments(null, null),
            fixture.clock);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private Caller caller(FakeHttp http) {
    groups = Set.of();
    HttpMessageContext context =
        (HttpMessageContext)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {HttpMessageContext.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("notifyContainerAboutLogin")) {
                    groups = (Set<?>) arguments[1];
                    return AuthenticationStatus.SUCCESS;
                  }
                  assertThat(method.getName()).isEqualTo("doNothing");
                  return AuthenticationStatus.NOT_DONE;
                });
    AuthenticationStatus status =
        fixture.database.in(
            () -> mechanism.validateRequest(http.request(), http.response(), context));
    Caller caller = CallerContext.of(http.request()).orElse(null);
    assertThat(status)
        .isEqualTo(caller == null ? AuthenticationStatus.NOT_DONE : AuthenticationStatus.SUCCESS);
    return caller;
  }

  private static FakeHttp api() {
    return FakeHttp.of("POST", "/api/v1/intents");
  }

  private String session() {
    ConsoleUser alice = fixture.user("alice", "a long password");
    return fixture.database.in(() -> fixture.sessions.start(alice, null, null)).token();
  }

  @Test
  void knowsWhoSendsAKey() {
    ApiKeys.Issued issued = fixture.key("acme", "operator");

    Caller caller = caller(api().header("Authorization", "Bearer " + issued.text()));

    assertThat(caller.subject()).isEqualTo("key:" + issued.key().id());
    assertThat(caller.tenant()).isEqualTo("acme");
    assertThat(caller.keyId()).isEqualTo(issued.key().id());
    assertThat(caller.address()).isEqualTo("192.0.2.1");
    assertThat(groups).isEqualTo(Set.of("operator", "viewer", "submitter"));
    assertThat(caller(api().header("authorization", "bearer  " + issued.text()))).isNotNull();
    assertThat(caller(api().header("X-API-Key", issued.text()))).isNotNull();
  }

  @Test
  void knowsNobodyWithoutAGoodKey() {
    ApiKeys.Issued issued = fixture.key("acme", "operator");

    assertThat(caller(api())).isNull();
    assertThat(caller(api().header("Authorization", issued.text()))).isNull();
    assertThat(caller(api().header("Authorization", "Basic " + issued.text()))).isNull();
    assertThat(caller(api().header("Authorization", "Bearer"))).isNull();
    assertThat(caller(api().header("Authorization", "Bearer " + issued.text() + "x"))).isNull();
  }

  @Test
  void takesNoSessionAtTheApi() {
    FakeHttp http = api();
    http.cookies.put("intentus", session());

    assertThat(caller(http)).isNull();
  }

  @Test
  void takesNoKeyOnPages() {
    String key = fixture.key("acme", "admin").text();

    assertThat(
            caller(FakeHttp.of("POST", "/console/agents").header("Authorization", "Bearer " + key)))
        .isNull();
  }

  @Test
  void knowsWhoIsSignedInOnPages() {
    FakeHttp http = FakeHttp.of("GET", "/console/agents");
    http.cookies.put("intentus", session());

    assertThat(caller(http).subject()).isEqualTo("user:alice");
    assertThat(CallerContext.session(http.request())).isPresent();
  }

  @Test
  void knowsWhoSendsATokenOfTheConfiguredIssuer() {
    Issuer issuer = new Issuer();
    Map<String, String> values =
        Map.of("mp.jwt.verify.publickey", issuer.pem(), "mp.jwt.verify.issuer", Issuer.NAME);
    mechanism.tokens =
        new Tokens(
            SettingsReader.read(key -> Optional.ofNullable(values.get(key))),
            new RemoteDocuments(null, null),
            fixture.clock);
    String token = issuer.token(Issuer.claims(fixture.clock, claims -> claims));

    assertThat(caller(api().header("Authorization", "Bearer " + token)).subject())
        .isEqualTo("jwt:alice");
    assertThat(groups).isEqualTo(Set.of("operator", "viewer", "submitter", "team-a"));
    String key = fixture.key("acme", "operator").text();
    assertThat(caller(api().header("Authorization", "Bearer " + key))).isNotNull();
    FakeHttp strange = api();
    String unsigned = token.substring(0, token.lastIndexOf('.') + 1) + "AAAA";
    assertThat(caller(strange.header("Authorization", "Bearer " + unsigned))).isNull();
    assertThat(strange.attributes)
        .containsEntry(RequestAuthentication.REFUSED, KeyResult.Reason.SIGNATURE);
    assertThat(
            caller(
                FakeHttp.of("GET", "/console/agents").header("Authorization", "Bearer " + token)))
        .isNull();
  }

  @Test
  void saysThatItCannotTellWhenTheDatabaseIsGone() {
    String key = fixture.key("acme", "admin").text();
    fixture.sql("ALTER TABLE api_key RENAME TO api_key_gone");
    FakeHttp http = api().header("Authorization", "Bearer " + key);

    assertThat(caller(http)).isNull();
    assertThat(http.attributes).containsKey(RequestAuthentication.UNAVAILABLE);
  }
}
