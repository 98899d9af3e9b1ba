package net.intentus.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import net.intentus.harness.PostgresServer;
import net.intentus.harness.RunningServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A start that cannot work ends with 78, one line that says why, and no port. */
class StartFailureIT {
  private static final String SAYS = "intentusnet cannot start: ";

  @TempDir Path temp;

  private static void assertRefused(RunningServer.Options options, String... words) {
    RunningServer.Refusal refusal = RunningServer.refuse(options);
    assertThat(refusal.exitCode()).as("%s", refusal.stderr()).isEqualTo(78);
    assertThat(refusal.listening()).isFalse();
    List<String> lines = refusal.stderr().lines().filter(line -> line.contains(SAYS)).toList();
    assertThat(lines).hasSize(1);
    assertThat(lines.get(0)).contains(words);
    assertThat(refusal.stderr().strip()).endsWith(lines.get(0));
    assertThat(refusal.stderr() + refusal.stdout()).doesNotContain("\tat ");
  }

  @Test
  void whenAValueCannotBeUsed() {
    assertRefused(
        RunningServer.Options.fresh().with("INTENTUS_LIMITS_MAX_CONCURRENT", "many"),
        "intentus.limits.max-concurrent");
  }

  @Test
  void whenARegulatedInstallationLacksSafeguards() {
    assertRefused(
        RunningServer.Options.fresh()
            .with("INTENTUS_COMPLIANCE_MODE", "regulated")
            .with("INTENTUS_ROUTING_REQUIRE_DETERMINISM", "false")
            .with("INTENTUS_RECORDING_DURABILITY", "commit"),
        "intentus.compliance.mode",
        "signing, encryption, determinism, durability",
        "intentus.signing.enabled=true",
        "intentus.encryption.payloads=on",
        "intentus.routing.require-determinism=true",
        "intentus.recording.durability=fsync");
  }

  @Test
  void whenARuleForPayloadsCannotBeRead() {
    assertRefused(
        RunningServer.Options.fresh()
            .with("INTENTUS_RECORDING_PAYLOADS_BY_INTENT", "EchoIntent=some"),
        "intentus.recording.payloads-by-intent");
  }

  @Test
  void whenAnAuthorityCannotBeRead() {
    assertRefused(
        RunningServer.Options.fresh()
            .with("INTENTUS_AGENTS_TLS_TRUST_FILE", temp.resolve("none.pem").toString()),
        "intentus.agents.tls.trust-file");
  }

  @Test
  void whenTheDatabaseCannotBeReached() {
    assertRefused(
        RunningServer.Options.fresh()
            .on(new PostgresServer.Database("jdbc:postgresql://127.0.0.1:1/x", "u", "hush-hush")),
        "intentus.db.url");
  }

  @Test
  void whenTheDataDirectoryIsAFile() throws IOException {
    Path file = Files.createFile(temp.resolve("occupied"));
    assertRefused(RunningServer.Options.fresh().in(file), "intentus.data.dir");
  }

  @Test
  void whenASecretIsGivenTwice() throws IOException {
    Path file = Files.writeString(temp.resolve("secret"), "hush-hush-hush\n");
    assertRefused(
        RunningServer.Options.fresh()
            .with("INTENTUS_DB_PASSWORD", "hush-hush-hush")
            .with("INTENTUS_DB_PASSWORD_FILE", file.toString()),
        "intentus.db.password.file");
  }

  @Test
  void whenTheMasterKeyIsAnother() {
    assertRefused(
        RunningServer.Options.fresh()
            .on(Servers.postgresDatabase())
            .with("INTENTUS_ENCRYPTION_KEY", Base64.getEncoder().encodeToString(new byte[32])),
        "intentus.encryption.key");
  }
}
