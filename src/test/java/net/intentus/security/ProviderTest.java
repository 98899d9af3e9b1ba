package net.intentus.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.intentus.SettableClock;
import net.intentus.config.ConfigurationProblem;
import net.intentus.config.SettingsReader;
import net.intentus.outbound.AddressCheck;
import net.intentus.outbound.AddressRules;
import net.intentus.outbound.OutboundClient;
import net.intentus.outbound.OutboundLimits;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProviderTest {
  private final SettableClock clock = new SettableClock();
  private final AddressRules rules = AddressRules.parse(List.of("127.0.0.1"));
  private final OutboundClient client =
      new OutboundClient(rules, OutboundLimits.of(1_000, 1_000), Thread::new);

  @AfterEach
  void close() {
    client.close();
  }

  private Provider provider(String... settings) {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < settings.length; i += 2) {
      values.put("intentus.oidc." + settings[i], settings[i + 1]);
    }
    return new Provider(
        SettingsReader.read(key -> Optional.ofNullable(values.get(key))),
        new RemoteDocuments(client, new AddressCheck(rules)),
        clock);
  }

  @Test
  void startsBeforeItsProvider() {
    Provider away = provider("issuer", "http://127.0.0.1:1/x", "client-id", "console");
    away.open();
    assertThat(away.buttonLabel()).contains("Sign in with single sign-on");
    assertThat(away.known()).isEmpty();
    clock.move(Duration.ofSeconds(10));
    assertThat(away.known()).isEmpty();
  }

  @Test
  void doesNotStartWithAnAddressThatMayNotBeUsed() {
    for (String issuer :
        List.of("http://issuer.example/", "https://10.0.0.1/", "https://169.254.169.254/", "x")) {
      assertThatThrownBy(() -> provider("issuer", issuer, "client-id", "console").open())
          .as(issuer)
          .isInstanceOf(ConfigurationProblem.class)
          .hasMessageStartingWith("intentus.oidc.issuer:");
    }
  }

  @Test
  void refusesSettingsThatDoNotFitTogether() {
    assertThatThrownBy(() -> provider("issuer", "https://issuer.example"))
        .hasMessageStartingWith("intentus.oidc.client-id:");
    assertThatThrownBy(() -> provider("client-id", "console"))
        .hasMessageStartingWith("intentus.oidc.issuer:");
    assertThatThrownBy(
            () -> provider("issuer", "https://i.example", "client-id", "c", "scopes", "email"))
        .hasMessageStartingWith("intentus.oidc.scopes:");
    assertThat(provider().buttonLabel()).isEmpty();
  }

  @Test
  void readsOnlyTheConfigurationOfTheIssuerThatWasAskedFor() {
    String document =
        "{\"issuer\":\"https://i.example\",\"authorization_endpoint\":\"https://i.example/a\","
            + "\"token_endpoint\":\"https://i.example/t\",\"jwks_uri\":\"https://i.example/k\","
            + "\"token_endpoint_auth_methods_supported\":[\"client_secret_post\"]}";
    ProviderMetadata found = ProviderMetadata.parse(document, "https://i.example").orElseThrow();
    assertThat(found.postsSecret()).isTrue();
    assertThat(found.endSession()).isEmpty();
    assertThat(ProviderMetadata.parse(document, "https://other.example")).isEmpty();
    assertThat(ProviderMetadata.parse("{\"issuer\":\"https://i.example\"}", "https://i.example"))
        .isEmpty();
    assertThat(ProviderMetadata.parse("<html>", "https://i.example")).isEmpty();
  }
}
