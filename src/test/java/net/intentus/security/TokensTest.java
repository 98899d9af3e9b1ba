package net.intentus.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jwt.JWTClaimsSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import net.intentus.SettableClock;
import net.intentus.config.ConfigurationProblem;
import net.intentus.config.SettingsReader;
import net.intentus.intent.Caller;
import net.intentus.outbound.AddressCheck;
import net.intentus.outbound.AddressRules;
import net.intentus.outbound.OutboundClient;
import net.intentus.outbound.OutboundLimits;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokensTest {
  private static final Issuer ISSUER = new Issuer();
  private final SettableClock clock = new SettableClock();
  private final AddressRules rules = AddressRules.parse(List.of());
  private final OutboundClient client =
      new OutboundClient(rules, OutboundLimits.of(1_000, 1_000), Thread::new);

  @TempDir Path temp;

  @AfterEach
  void close() {
    client.close();
  }

  private Tokens tokens(String... more) {
    Map<String, String> values = new HashMap<>();
    values.put("mp.jwt.verify.publickey", ISSUER.pem());
    values.put("mp.jwt.verify.issuer", Issuer.NAME);
    for (int i = 0; i < more.length; i += 2) {
      values.put(more[i], more[i + 1]);
    }
    return new Tokens(
        SettingsReader.read(key -> Optional.ofNullable(values.get(key))),
        new RemoteDocuments(client, new AddressCheck(rules)),
        clock);
  }

  private String token(UnaryOperator<JWTClaimsSet.Builder> changes) {
    return ISSUER.token(Issuer.claims(clock, changes));
  }

  private static Caller caller(Tokens tokens, String token) {
    Tokens.Result result = tokens.authenticate(token, "192.0.2.1");
    assertThat(result).isInstanceOf(Tokens.Result.Known.class);
    return ((Tokens.Result.Known) result).caller();
  }

  private static void assertNobody(Tokens tokens, String token) {
    assertThat(tokens.authenticate(token, null))
        .isEqualTo(new Tokens.Result.Refused(KeyResult.Reason.CLAIMS));
  }

  @Test
  void makesACallerOfTheClaims() {
    Tokens tokens = tokens();
    tokens.open();
    Caller alice = caller(tokens, token(claims -> claims.claim("tenant", "acme")));
    assertThat(alice)
        .isEqualTo(
            new Caller("jwt:alice", "acme", Set.of("operator", "team-a"), null, "192.0.2.1"));
    assertThat(caller(tokens, token(claims -> claims.claim("upn", "alice@example"))).subject())
        .isEqualTo("jwt:alice@example");
    assertThat(caller(tokens, token(claims -> claims)).tenant()).isEqualTo("default");
    assertThat(caller(tokens, token(claims -> claims.claim("groups", null))).roles()).isEmpty();
    assertThat(caller(tokens, token(c -> c.claim("groups", List.of("/a b", "viewer")))).roles())
        .containsExactly("viewer");
  }

  @Test
  void knowsNobodyByClaimsThatCannotBe() {
    Tokens tokens = tokens();
    assertNobody(tokens, token(claims -> claims.subject(null)));
    assertNobody(tokens, token(claims -> claims.subject(" ")));
    assertNobody(tokens, token(claims -> claims.subject("a\nb")));
    assertNobody(tokens, token(claims -> claims.subject("x".repeat(191))));
    assertNobody(tokens, token(claims -> claims.claim("groups", "admin")));
    assertNobody(tokens, token(claims -> claims.claim("tenant", "")));
    assertNobody(tokens, token(claims -> claims.claim("tenant", List.of("acme"))));
    assertNobody(tokens, token(claims -> claims.claim("tenant", "*")));
  }

  @Test
  void letsATokenSpeakForAllTenantsOnlyWhereThatIsSaid() {
    Tokens tokens =
        tokens("intentus.jwt.allow-all-tenants", "true", "intentus.jwt.tenant-claim", "org");
    assertThat(caller(tokens, token(claims -> claims.claim("org", "*"))).allTenants()).isTrue();
    assertThat(caller(tokens, token(claims -> claims.claim("tenant", "*"))).tenant())
        .isEqualTo("default");
  }

  @Test
  void takesATokenOnlyWhereAnIssuerIsConfigured() {
    assertThat(tokens().takes(token(claims -> claims))).isTrue();
    assertThat(tokens().takes("ink_abc_0123456789abcdef0123456789")).isFalse();
    Tokens none =
        new Tokens(
            SettingsReader.read(key -> Optional.empty()),
            new RemoteDocuments(client, new AddressCheck(rules)),
            clock);
    none.open();
    assertThat(none.takes(token(claims -> claims))).isFalse();
  }

  @Test
  void readsAKeyFromAFileAndItsSuccessorToo() throws IOException {
    Path file = Files.writeString(temp.resolve("keys.json"), new Issuer().set());
    Map<String, String> values =
        Map.of(
            "mp.jwt.verify.publickey.location",
            file.toUri().toString(),
            "mp.jwt.verify.issuer",
            Issuer.NAME);
    Tokens tokens =
        new Tokens(
            SettingsReader.read(key -> Optional.ofNullable(values.get(key))),
            new RemoteDocuments(client, new AddressCheck(rules)),
            clock);
    tokens.open();
    assertThat(tokens.authenticate(token(claims -> claims), null))
        .isInstanceOf(Tokens.Result.Refused.class);
    Files.writeString(file, ISSUER.set());
    clock.move(java.time.Duration.ofMinutes(10));
    assertThat(caller(tokens, token(claims -> claims)).subject()).isEqualTo("jwt:alice");
  }

  @Test
  void doesNotStartWithAKeyThatChecksNothing() {
    assertProblem("mp.jwt.verify.publickey", tokens("mp.jwt.verify.publickey", "nonsense"));
    assertProblem("mp.jwt.verify.publickey", tokens("mp.jwt.verify.publickey.algorithm", "ES256"));
    String location = "mp.jwt.verify.publickey.location";
    for (String text :
        List.of("/nowhere/key.pem", "http://issuer.example/keys", "https://127.0.0.1/keys")) {
      assertProblem(location, tokens("mp.jwt.verify.publickey", "", location, text));
    }
  }

  private static void assertProblem(String setting, Tokens tokens) {
    assertThatThrownBy(tokens::open)
        .isInstanceOf(ConfigurationProblem.class)
        .hasMessageStartingWith(setting + ":");
  }

  @Test
  void refusesSettingsThatDoNotFitTogether() {
    for (List<String> wrong :
        List.of(
            List.of("mp.jwt.verify.issuer", ""),
            List.of("mp.jwt.verify.publickey", ""),
            List.of("mp.jwt.verify.publickey.location", "key.pem"),
            List.of("mp.jwt.verify.publickey.algorithm", "HS256"),
            List.of("mp.jwt.verify.publickey.algorithm", "none"),
            List.of("mp.jwt.verify.clock.skew", "301"),
            List.of("mp.jwt.verify.token.age", "soon"),
            List.of("intentus.jwt.allow-all-tenants", "perhaps"))) {
      assertThatThrownBy(() -> tokens(wrong.get(0), wrong.get(1)))
          .as("%s", wrong)
          .isInstanceOf(ConfigurationProblem.class);
    }
  }
}
