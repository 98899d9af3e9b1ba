package net.intentus.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import net.intentus.intent.Caller;
import net.intentus.intent.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeysTest {
  private final SecurityFixture fixture = new SecurityFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  private static KeyResult refused(KeyResult.Reason reason) {
    return new KeyResult.Refused(reason);
  }

  @Test
  void acceptsAnIssuedKeyWithItsTenantAndRoles() {
    ApiKeys.Issued issued = fixture.key("acme", "submitter", "night-shift");

    KeyResult result = fixture.keys.authenticate(issued.text(), null);

    assertThat(result).isInstanceOf(KeyResult.Accepted.class);
    Caller caller = ((KeyResult.Accepted) result).key().caller("192.0.2.9");
    assertThat(caller.subject()).isEqualTo("key:" + issued.key().id());
    assertThat(caller.tenant()).isEqualTo("acme");
    assertThat(caller.roles()).containsExactlyInAnyOrder("submitter", "night-shift");
    assertThat(caller.keyId()).isEqualTo(issued.key().id());
    assertThat(caller.address()).isEqualTo("192.0.2.9");
    assertThat(caller.has(Role.SUBMITTER)).isTrue();
    assertThat(caller.has(Role.VIEWER)).isFalse();
    assertThat(caller.sees("other")).isFalse();
  }

  @Test
  void keepsOnlyAHashOfTheSecret() {
    String text = fixture.key("acme", "viewer").text();
    String secret = ApiKeyToken.parse(text).orElseThrow().secret();

    assertThat(fixture.rows("SELECT * FROM api_key").toString()).doesNotContain(secret);
    assertThat(fixture.rows("SELECT * FROM audit_entry").toString()).doesNotContain(secret);
    assertThat(ApiKeyToken.parse(text).toString()).doesNotContain(secret);
    assertThat(secret).hasSize(43);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ink_",
        "ink__",
        "ink_abcdefghijklmnop",
        "ink_abcdefghijklmnop_tooshort",
        "INK_abcdefghijklmnop_abcdefghijklmnopqrstuvwxyz",
        "ink_abcdefghijklmnop_abcdefghijklmnopqrst uvwxyz",
        "ink_abcdefghijklmnop_abcdefghijklmnopqrstuvwxyz\n",
        "ink_abcdefghijklmn'--_abcdefghijklmnopqrstuvwxyz",
        "key_abcdefghijklmnop_abcdefghijklmnopqrstuvwxyz"
      })
  void refusesMalformedKeysWithoutAskingTheDatabase(String text) {
    assertThat(fixture.keys.authenticate(text, null))
        .isEqualTo(refused(KeyResult.Reason.MALFORMED));
    assertThat(fixture.keyStore.lookups).isZero();
  }

  @Test
  void refusesAnEndlessKeyWithoutAskingTheDatabase() {
    assertThat(fixture.keys.authenticate("ink_abcdefghijklmnop_" + "a".repeat(100_000), null))
        .isEqualTo(refused(KeyResult.Reason.MALFORMED));
    assertThat(fixture.keyStore.lookups).isZero();
  }

  @Test
  void refusesAKnownIdWithAnotherSecret() {
    ApiKeys.Issued issued = fixture.key("acme", "viewer");
    String other = "ink_" + issued.key().id() + "_" + new Secrets().token();

    assertThat(fixture.keys.authenticate(other, null)).isEqualTo(refused(KeyResult.Reason.UNKNOWN));
    assertThat(fixture.keys.authenticate(issued.text(), null))
        .isInstanceOf(KeyResult.Accepted.class);
    assertThat(fixture.keys.authenticate(other, null)).isEqualTo(refused(KeyResult.Reason.UNKNOWN));
  }

  @Test
  void refusesUnknownIdsAndAsksOnceForThem() {
    String unknown = "ink_" + "a".repeat(20) + "_" + new Secrets().token();

    for (int i = 0; i < 10; i++) {
      assertThat(fixture.keys.authenticate(unknown, null))
          .isEqualTo(refused(KeyResult.Reason.UNKNOWN));
    }
    assertThat(fixture.keyStore.lookups).isEqualTo(1);
  }

  @Test
  void asksTheDatabaseOnceInTwoSeconds() {
    String text = fixture.key("acme", "viewer").text();

    for (int i = 0; i < 100; i++) {
      assertThat(fixture.keys.authenticate(text, null)).isInstanceOf(KeyResult.Accepted.class);
    }
    assertThat(fixture.keyStore.lookups).isEqualTo(1);

    fixture.clock.move(Duration.ofSeconds(2));
    fixture.keys.authenticate(text, null);
    assertThat(fixture.keyStore.lookups).isEqualTo(2);
  }

  @Test
  void refusesARevokedKeyHereAtOnceAndElsewhereWithinTwoSeconds() {
    ApiKeys.Issued issued = fixture.key("acme", "viewer");
    ApiKeys elsewhere = fixture.newKeys();
    elsewhere.authenticate(issued.text(), null);

    assertThat(
            fixture.database.in(() -> fixture.keys.revoke(SecurityFixture.ROOT, issued.key().id())))
        .isTrue();

    assertThat(fixture.keys.authenticate(issued.text(), null))
        .isEqualTo(refused(KeyResult.Reason.REVOKED));
    fixture.clock.move(Duration.ofSeconds(2));
    assertThat(elsewhere.authenticate(issued.text(), null))
        .isEqualTo(refused(KeyResult.Reason.REVOKED));
    assertThat(fixture.trail.recent(1))
        .containsExactly("user:root key.revoke " + issued.key().id() + " ok");
  }

  @Test
  void doesNotLetATenantRevokeAnothersKey() {
    ApiKeys.Issued issued = fixture.key("acme", "viewer");
    Caller stranger = new Caller("user:eve", "evil", Set.of("admin"), null, null);

    assertThat(fixture.database.in(() -> fixture.keys.revoke(stranger, issued.key().id())))
        .isFalse();
    assertThat(fixture.keys.authenticate(issued.text(), null))
        .isInstanceOf(KeyResult.Accepted.class);
  }

  @Test
  void refusesAKeyFromTheMomentItExpiresAlsoWhileItIsRemembered() {
    ApiKeys.Issued issued =
        fixture.database.in(
            () ->
                fixture.keys.issue(
                    SecurityFixture.ROOT,
                    "agent:search-a",
                    "acme",
                    Set.of("agent"),
                    fixture.clock.instant().plusSeconds(1),
                    KeyLimits.NONE));
    assertThat(fixture.keys.authenticate(issued.text(), null))
        .isInstanceOf(KeyResult.Accepted.class);
    assertThat(issued.key().subject()).isEqualTo("agent:search-a");

    fixture.clock.move(Duration.ofSeconds(1));

    assertThat(fixture.keys.authenticate(issued.text(), null))
        .isEqualTo(refused(KeyResult.Reason.EXPIRED));
  }
}
