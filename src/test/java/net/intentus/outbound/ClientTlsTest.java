package net.intentus.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import net.intentus.config.ConfigurationProblem;
import net.intentus.config.Settings;
import net.intentus.config.SettingsReader;
import net.intentus.judge.JudgeAgent;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** TLS with authorities and client certificates that were made for the test. */
@Timeout(60)
class ClientTlsTest {
  private static final char[] PASSWORD = "for-this-test".toCharArray();
  private static final String TRUST = "intentus.agents.tls.trust-file";
  private static final String CERTIFICATE = "intentus.agents.tls.certificate-file";
  private static final String KEY = "intentus.agents.tls.key-file";
  @TempDir static Path directory;

  @BeforeAll
  static void makeCertificates() throws Exception {
    make("server", "ip:127.0.0.1");
    make("elsewhere", "dns:elsewhere.example");
    make("client", "dns:client.example");
  }

  private static void make(String name, String place) throws Exception {
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=" + name,
                "-ext",
                "san=" + place,
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                directory.resolve(name).toString(),
                "-storepass",
                new String(PASSWORD))
            .redirectErrorStream(true)
            .start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(keytool.waitFor()).as(said).isZero();
    KeyStore store = store(name);
    pem(name + ".crt", "CERTIFICATE", store.getCertificate(name).getEncoded());
    pem(name + ".key", "PRIVATE KEY", store.getKey(name, PASSWORD).getEncoded());
  }

  private static void pem(String file, String label, byte[] der) throws Exception {
    String text = Base64.getMimeEncoder().encodeToString(der);
    Files.writeString(
        directory.resolve(file),
        "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(label, text));
  }

  private static KeyStore store(String name) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(directory.resolve(name))) {
      store.load(in, PASSWORD);
    }
    return store;
  }

  /** A server with that certificate, which trusts the client's. */
  private static SSLContext server(String name) throws Exception {
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store(name), PASSWORD);
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, PASSWORD);
    trusted.setCertificateEntry("client", store("client").getCertificate("client"));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  private static Settings.Tls settings(String... keysAndFiles) {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < keysAndFiles.length; i += 2) {
      values.put(keysAndFiles[i], directory.resolve(keysAndFiles[i + 1]).toString());
    }
    return SettingsReader.read(key -> Optional.ofNullable(values.get(key))).tls();
  }

  private static OutboundResult post(JudgeAgent judge, Settings.Tls tls) {
    try (OutboundClient client =
        new OutboundClient(
            AddressRules.parse(List.of("127.0.0.1")),
            OutboundLimits.of(5000, 20_000),
            Thread::new,
            HostLookup.PLATFORM,
            ClientTls.context(tls))) {
      URI uri = URI.create("https://127.0.0.1:" + judge.port() + "/agents/a");
      return client.post(uri, Map.of(), new byte[] {'{', '}'}, hook -> {});
    }
  }

  @Test
  void trustsTheAuthoritiesOfTheFileAndNoOthers() throws Exception {
    try (JudgeAgent judge = JudgeAgent.startTls(server("server"), false)) {
      assertThat(post(judge, settings())).isEqualTo(new OutboundResult.Lost(false));
      assertThat(post(judge, settings(TRUST, "client.crt")))
          .isEqualTo(new OutboundResult.Lost(false));
      assertThat(judge.calls("a")).isZero();
      assertThat(post(judge, settings(TRUST, "server.crt")))
          .isInstanceOf(OutboundResult.Answered.class);
      assertThat(judge.calls("a")).isEqualTo(1);
    }
  }

  @Test
  void verifiesTheHostOfATrustedCertificate() throws Exception {
    try (JudgeAgent judge = JudgeAgent.startTls(server("elsewhere"), false)) {
      assertThat(post(judge, settings(TRUST, "elsewhere.crt")))
          .isEqualTo(new OutboundResult.Lost(false));
      assertThat(judge.calls("a")).isZero();
    }
  }

  @Test
  void showsItsCertificateToWhoAsksForOne() throws Exception {
    try (JudgeAgent judge = JudgeAgent.startTls(server("server"), true)) {
      assertThat(post(judge, settings(TRUST, "server.crt")))
          .isNotInstanceOf(OutboundResult.Answered.class);
      assertThat(judge.calls("a")).isZero();
      assertThat(
              post(
                  judge,
                  settings(TRUST, "server.crt", CERTIFICATE, "client.crt", KEY, "client.key")))
          .isInstanceOf(OutboundResult.Answered.class);
      assertThat(judge.calls("a")).isEqualTo(1);
    }
  }

  @Test
  void refusesFilesThatCannotBeUsed() {
    refused(TRUST, TRUST, "missing");
    refused(TRUST, TRUST, "client.key");
    refused(KEY, CERTIFICATE, "client.crt");
    refused(CERTIFICATE, KEY, "client.key");
    refused(KEY, CERTIFICATE, "client.crt", KEY, "server.key");
    refused(KEY, CERTIFICATE, "client.crt", KEY, "client.crt");
    refused(CERTIFICATE, CERTIFICATE, "client.key", KEY, "client.key");
    assertThat(settings(CERTIFICATE, "client.crt", KEY, "client.key").toString())
        .isEqualTo("Tls[trusted=0, identity=true]");
  }

  private static void refused(String named, String... keysAndFiles) {
    assertThatThrownBy(() -> settings(keysAndFiles))
        .isInstanceOf(ConfigurationProblem.class)
        .hasMessageContaining(named);
  }
}
