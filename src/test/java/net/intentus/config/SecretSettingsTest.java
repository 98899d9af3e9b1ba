package net.intentus.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretSettingsTest {
  @TempDir Path temp;

  private static Settings read(Map<String, String> values) {
    return SettingsReader.read(key -> Optional.ofNullable(values.get(key)));
  }

  private String file(String content) throws IOException {
    return Files.writeString(temp.resolve("secret"), content).toString();
  }

  private static String value(Settings settings, String key) {
    Map<String, Function<Settings, String>> getters =
        Map.of(
            "intentus.db.password", s -> s.database().password(),
            "intentus.bootstrap.admin-password", s -> s.bootstrap().adminPassword().orElseThrow(),
            "intentus.bootstrap.api-key", s -> s.bootstrap().apiKey().orElseThrow(),
            "intentus.encryption.previous-key", s -> s.masterKey().previousKey().orElseThrow(),
            "intentus.oidc.client-secret",
                s -> s.identity().oidc().orElseThrow().clientSecret().orElseThrow(),
            "intentus.node.secret", s -> s.node().secret().orElseThrow());
    return getters.get(key).apply(settings);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "intentus.db.password",
        "intentus.bootstrap.admin-password",
        "intentus.bootstrap.api-key",
        "intentus.encryption.previous-key",
        "intentus.oidc.client-secret",
        "intentus.node.secret"
      })
  void everySecretComesFromAFileToo(String key) throws IOException {
    Map<String, String> values =
        new HashMap<>(
            Map.of(
                "intentus.node.id",
                "n1",
                "intentus.oidc.issuer",
                "https://people.example",
                "intentus.oidc.client-id",
                "console"));
    for (String end : new String[] {"", "\n", "\r\n"}) {
      values.put(key + ".file", file(" pass word " + end));
      assertThat(value(read(values), key)).isEqualTo(" pass word ");
    }
    values.put(key, "another");
    assertThatThrownBy(() -> read(values))
        .isInstanceOf(ConfigurationProblem.class)
        .hasMessageContaining(key + ".file")
        .hasMessageNotContaining("another");
    values.remove(key + ".file");
    assertThat(value(read(values), key)).isEqualTo("another");
  }

  @Test
  void aFileThatCannotBeUsedIsRefusedByItsKey() throws IOException {
    String key = "intentus.db.password.file";
    for (String content : new String[] {"", "\n", "x".repeat(16_385)}) {
      assertThatThrownBy(() -> read(Map.of(key, file(content))))
          .isInstanceOf(ConfigurationProblem.class)
          .hasMessageContaining(key);
    }
    assertThatThrownBy(() -> read(Map.of(key, temp.resolve("none").toString())))
        .isInstanceOf(ConfigurationProblem.class)
        .hasMessageContaining(key);
    assertThatThrownBy(() -> read(Map.of(key, temp.toString())))
        .isInstanceOf(ConfigurationProblem.class);
    Files.write(temp.resolve("latin"), new byte[] {(byte) 0xe9, 'x'});
    assertThatThrownBy(() -> read(Map.of(key, temp.resolve("latin").toString())))
        .isInstanceOf(ConfigurationProblem.class)
        .hasMessageContaining("UTF-8");
  }

  @Test
  void oneMasterKeyIsEnough() {
    for (String name : new String[] {"key-file", "key.file"}) {
      assertThat(read(Map.of("intentus.encryption." + name, "/b")).masterKey().keyFile())
          .hasValue(Path.of("/b"));
    }
    assertThatThrownBy(
            () ->
                read(Map.of("intentus.encryption.key", "a", "intentus.encryption.key-file", "/b")))
        .isInstanceOf(ConfigurationProblem.class)
        .hasMessageContaining("intentus.encryption.key-file");
  }

  @Test
  void payloadsAreEncryptedWhenThatIsSaid() {
    assertThat(read(Map.of()).encryptPayloads()).isFalse();
    assertThat(read(Map.of("intentus.encryption.payloads", "ON")).encryptPayloads()).isTrue();
    assertThatThrownBy(() -> read(Map.of("intentus.encryption.payloads", "yes")))
        .isInstanceOf(ConfigurationProblem.class)
        .hasMessageContaining("intentus.encryption.payloads");
  }
}
