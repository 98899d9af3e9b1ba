package net.intentus.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import net.intentus.JpaDatabase;
import net.intentus.audit.AuditEntry;
import net.intentus.intent.Caller;
import net.intentus.intent.Hashes;
import net.intentus.intent.IntentEnvelope;
import net.intentus.intent.Json;
import net.intentus.privacy.KeySignature;
import net.intentus.privacy.PublicKeys;
import net.intentus.privacy.SigningKey;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What goes into an archive comes back as it was. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ArchiveTest {
  private static final Caller ADMIN =
      new Caller("key:admin", Caller.ALL_TENANTS, Set.of("admin"), null, null);
  private static final KeyPair PAIR = pair();
  private static final PublicKeys KEYS =
      id ->
          id.equals("signing-1")
              ? Optional.of(new SigningKey(id, PAIR.getPublic(), Instant.EPOCH, null))
              : Optional.empty();

  private final List<AuditEntry> audited = new ArrayList<>();
  private JpaDatabase database;
  @TempDir Path temp;

  private static KeyPair pair() {
    try {
      return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  @BeforeAll
  void open() {
    database = JpaDatabase.h2();
  }

  @AfterAll
  void close() {
    database.close();
  }

  private String stored(String signer) {
    ExecutionLog log = Fixtures.beginSigned(signer, "Archived", "default", "red", "two words");
    write(Fixtures.append(log, null, message -> sign(signer, message)));
    ExecutionEnd end = Fixtures.finish(log, ExecutionStatus.SUCCEEDED);
    write(Fixtures.append(log, end, message -> sign(signer, message)));
    return log.executionId();
  }

  private String storedAs(Keeping keeping) {
    IntentEnvelope envelope =
        Fixtures.envelope("Archived").withPayload(Json.object().put("text", "x".repeat(5_000)));
    ExecutionLog log = Fixtures.begin(envelope, "default", keeping);
    write(Fixtures.append(log, null));
    write(Fixtures.append(log, Fixtures.finish(log, ExecutionStatus.SUCCEEDED)));
    return log.executionId();
  }

  private static KeySignature sign(String signer, byte[] message) {
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(PAIR.getPrivate());
      signature.update(message);
      return signer == null ? null : new KeySignature(signer, signature.sign());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private void write(Append append) {
    database.inTransaction(
        entities -> {
          new JournalStore(entities).write(List.of(append));
          return null;
        });
  }

  private Optional<StoredExecution> read(String id) {
    return database.inTransaction(entities -> new ExecutionStore(entities).find(id));
  }

  private void delete(String id) {
    database.inTransaction(
        entities -> {
          RetentionStore store = new RetentionStore(entities);
          entities.createNativeQuery("UPDATE retention_lease SET until_at = 0").executeUpdate();
          new RetentionRunStore(entities)
              .begin("a" + id.substring(1), RetentionRun.Cause.MANUAL, false, "test", Fixtures.NOW);
          store.deleteExecutions("a" + id.substring(1), List.of(id), false);
          return null;
        });
    assertThat(read(id)).isEmpty();
  }

  private List<byte[]> archived(Path directory, String... ids) throws IOException {
    try {
      return database.inTransaction(
          entities -> {
            try (Archive archive =
                new ArchiveDirectory(directory, new ExecutionStore(entities), KEYS, Fixtures.NOW)) {
              List<String> written = archive.add(List.of(ids));
              assertThat(directory.resolve("0001")).doesNotExist();
              assertThat(archive.seal()).isEqualTo(!written.isEmpty());
              return lines(directory.resolve("0001"));
            } catch (IOException e) {
              throw new AssertionError(e);
            }
          });
    } catch (AssertionError e) {
      throw new IOException(e);
    }
  }

  private static List<byte[]> lines(Path archive) throws IOException {
    Path file = archive.resolve(ArchiveDirectory.FILE);
    if (!Files.exists(file)) {
      return List.of();
    }
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(Fixtures::utf8)
          .toList();
    }
  }

  private RestoreResult restore(List<byte[]> lines) {
    return database.inTransaction(
        entities ->
            new Restoring(
                    new RestoreStore(entities),
                    new Partitions(new PartitionStore(entities), false, Clock.systemUTC()),
                    KEYS,
                    audited::add,
                    Clock.fixed(Fixtures.NOW, ZoneOffset.UTC),
                    PayloadVault.NONE)
                .restore(lines, ADMIN));
  }

  private byte[] export(String id) {
    return ExportDocument.bytes(ExportDocument.of(read(id).orElseThrow(), KEYS));
  }

  private void comesBackAsItWas(String id, Path directory) throws IOException {
    byte[] before = export(id);
    ExecutionSummary summary = read(id).orElseThrow().summary();
    List<byte[]> lines = archived(directory, id);
    assertThat(lines).containsExactly(before);
    delete(id);

    RestoreResult result = restore(lines);
    assertThat(result).isEqualTo(new RestoreResult(1, 0, List.of()));
    assertThat(read(id).orElseThrow().summary()).isEqualTo(summary);
    assertThat(export(id)).isEqualTo(before);
    VerifyReport report = Verification.of(read(id).orElseThrow(), KEYS);
    assertThat(report.valid()).as("%s", report).isTrue();
    assertThat(restore(lines)).isEqualTo(new RestoreResult(0, 1, List.of()));
  }

  @Test
  void anExecutionComesBackAsItWas() throws IOException {
    comesBackAsItWas(stored(null), temp.resolve("plain"));
  }

  @Test
  void aSignedExecutionComesBackWithItsSignatures() throws IOException {
    comesBackAsItWas(stored("signing-1"), temp.resolve("signed"));
  }

  @Test
  void whatIsNotKeptWholeComesBackAsItIsKept() throws IOException {
    String truncated = storedAs(new Keeping(false, 1_024));
    comesBackAsItWas(truncated, temp.resolve("truncated"));
    JsonNode export = Json.read(export(truncated));
    assertThat(export.at("/envelope/payload/$truncated").isObject()).isTrue();
    String hashed = storedAs(new Keeping(true, 1_024));
    comesBackAsItWas(hashed, temp.resolve("hashed"));
    assertThat(read(hashed).orElseThrow().payload()).isNull();
  }

  @Test
  void anExecutionWithoutItsPayloadComesBackWithoutIt() throws IOException {
    String id = stored(null);
    database.inTransaction(
        entities ->
            entities
                .createNativeQuery("DELETE FROM execution_payload WHERE execution_id = ?1")
                .setParameter(1, id)
                .executeUpdate());
    List<byte[]> lines = archived(temp.resolve("bare"), id);
    delete(id);
    assertThat(restore(lines).restored()).isEqualTo(1);
    assertThat(read(id).orElseThrow().payload()).isNull();
  }

  @Test
  void theManifestNamesWhatIsInTheFile() throws Exception {
    String first = stored(null);
    String last = stored(null);
    Path directory = temp.resolve("manifest");
    archived(directory, first, last);
    Path archive = directory.resolve("0001");
    JsonNode manifest = Json.read(Files.readAllBytes(archive.resolve(ArchiveDirectory.MANIFEST)));
    JsonNode file = manifest.at("/files/0");
    assertThat(file.path("executions").asInt()).isEqualTo(2);
    assertThat(file.path("firstId").asText()).isEqualTo(first);
    assertThat(file.path("lastId").asText()).isEqualTo(last);
    assertThat(file.path("sha256").asText())
        .isEqualTo(Hashes.ofCanonical(Files.readAllBytes(archive.resolve(ArchiveDirectory.FILE))));
    ObjectNode hashed = (ObjectNode) manifest.deepCopy();
    hashed.remove("manifestHash");
    assertThat(manifest.path("manifestHash").asText()).isEqualTo(Hashes.of(hashed));

    Process verify =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "ops/verify/Verify.java",
                archive.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(verify.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(verify.waitFor()).as(said).isZero();
    assertThat(said).contains("VALID: 2 executions");
  }

  @Test
  void whatDoesNotVerifyIsNotArchived() throws IOException {
    String id = stored(null);
    database.inTransaction(
        entities ->
            entities
                .createNativeQuery("UPDATE execution SET tenant = 'other' WHERE id = ?1")
                .setParameter(1, id)
                .executeUpdate());
    Path directory = temp.resolve("damaged");
    assertThat(archived(directory, id)).isEmpty();
    assertThat(directory).doesNotExist();
  }

  @Test
  void whatWasNotSealedLeavesNothing() throws IOException {
    String id = stored(null);
    Path directory = temp.resolve("unsealed");
    database.inTransaction(
        entities -> {
          try (Archive archive =
              new ArchiveDirectory(directory, new ExecutionStore(entities), KEYS, Fixtures.NOW)) {
            return archive.add(List.of(id));
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        });
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void takesNothingThatDoesNotVerify() {
    String id = stored(null);
    String line = new String(export(id), StandardCharsets.UTF_8);
    delete(id);
    RestoreResult result =
        restore(
            List.of(
                Fixtures.utf8("{}"),
                Fixtures.utf8(line.replace("\"answer\":42", "\"answer\":43")),
                Fixtures.utf8(line.replace("\"tenant\":\"default\"", "\"tenant\":\"mine\""))));
    assertThat(result.restored()).isZero();
    assertThat(result.rejected())
        .extracting(RestoreResult.Rejection::line)
        .containsExactly(1, 2, 3);
    assertThat(result.rejected().get(1).reason()).startsWith("response-hash");
    assertThat(read(id)).isEmpty();
    assertThat(audited).last().extracting(AuditEntry::action).isEqualTo("execution.restore");
  }

  @Test
  void neverReplacesAnotherRecord() {
    String id = stored(null);
    String line = new String(export(id), StandardCharsets.UTF_8);
    String head = read(id).orElseThrow().summary().journalHead();
    String other = line.replace(head, Hashes.of(Json.object()));
    RestoreResult result = restore(List.of(Fixtures.utf8(other)));
    assertThat(result.rejected()).hasSize(1);
    assertThat(result.rejected().get(0).executionId()).isEqualTo(id);
    assertThat(export(id)).isEqualTo(Fixtures.utf8(line));
  }

  @Test
  void anExecutionThatHasNotEndedIsNotTaken() {
    ExecutionLog log = Fixtures.begin("Archived", "default");
    write(Fixtures.append(log, null));
    byte[] line = export(log.executionId());
    database.inTransaction(
        entities -> {
          for (String table : List.of("journal_block", "execution_payload")) {
            entities
                .createNativeQuery("DELETE FROM " + table + " WHERE execution_id = ?1")
                .setParameter(1, log.executionId())
                .executeUpdate();
          }
          return entities
              .createNativeQuery("DELETE FROM execution WHERE id = ?1")
              .setParameter(1, log.executionId())
              .executeUpdate();
        });
    assertThat(restore(List.of(line)).rejected()).hasSize(1);
  }
}
