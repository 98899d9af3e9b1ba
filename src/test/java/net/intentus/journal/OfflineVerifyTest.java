package net.intentus.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import javax.tools.ToolProvider;
import net.intentus.JpaDatabase;
import net.intentus.intent.CanonicalJson;
import net.intentus.intent.Hashes;
import net.intentus.intent.Json;
import net.intentus.privacy.KeySignature;
import net.intentus.privacy.PublicKeys;
import net.intentus.privacy.SigningKey;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The program in {@code ops/verify} and this runtime agree, without sharing a line. */
class OfflineVerifyTest {
  private static final Path SOURCE = Path.of("ops/verify/Verify.java");
  private static final KeyPair PAIR = pair();
  private static final PublicKeys KEYS =
      id ->
          id.equals("signing-1")
              ? Optional.of(new SigningKey(id, PAIR.getPublic(), Instant.EPOCH, null))
              : Optional.empty();
  @TempDir static Path temp;
  private static ObjectNode plain;
  private static ObjectNode signed;

  @BeforeAll
  static void compileAndExport() {
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-Xlint:all",
                "-Werror",
                "--release",
                "17",
                "-d",
                temp.toString(),
                SOURCE.toString());
    assertThat(result).isZero();
    try (JpaDatabase database = JpaDatabase.h2()) {
      plain = export(database, null);
      signed = export(database, "signing-1");
    }
  }

  private static KeyPair pair() {
    try {
      return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static KeySignature sign(KeyPair pair, byte[] message) {
    try {
      Signature signer = Signature.getInstance("Ed25519");
      signer.initSign(pair.getPrivate());
      signer.update(message);
      return new KeySignature("signing-1", signer.sign());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static ObjectNode export(JpaDatabase database, String signer) {
    ExecutionLog log = Fixtures.beginSigned(signer, "Exported", "default", "nightly");
    List<Append> appends = new ArrayList<>();
    appends.add(Fixtures.append(log, null, m -> signer == null ? null : sign(PAIR, m)));
    ExecutionEnd end = Fixtures.finish(log, ExecutionStatus.FAILED);
    appends.add(Fixtures.append(log, end, m -> signer == null ? null : sign(PAIR, m)));
    for (Append append : appends) {
      database.inTransaction(
          entities -> {
            new JournalStore(entities).write(List.of(append));
            return null;
          });
    }
    return database.inTransaction(
        entities ->
            ExportDocument.of(
                new ExecutionStore(entities).find(log.executionId()).orElseThrow(), KEYS));
  }

  /** How the program ended, and what it said. */
  private record Run(int code, String output) {}

  private static Run run(boolean fromSource, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        fromSource ? List.of(SOURCE.toString()) : List.of("-cp", temp.toString(), "Verify"));
    command.addAll(List.of(arguments));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Run(process.waitFor(), output);
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static String file(ObjectNode document) {
    try {
      Path file = Files.createTempFile(temp, "export", ".json");
      return Files.write(file, ExportDocument.bytes(document)).toString();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String publicKey(KeyPair pair) {
    return Base64.getEncoder().encodeToString(pair.getPublic().getEncoded());
  }

  private static Verifier verifier() {
    return new Verifier(
        new ExecutionStore(), new VerificationStore(), KEYS, () -> {}, PayloadVault.NONE);
  }

  private static VerifyReport here(ObjectNode document) {
    FileCheck check = verifier().check(ExportDocument.bytes(document));
    return ((FileCheck.Checked) check).report();
  }

  @Test
  void runsFromItsSourceWithNothingButAJdk() {
    Run run = run(true, file(plain));
    assertThat(run.output()).contains("VALID", "not_checkable signature");
    assertThat(run.code()).isZero();
  }

  @Test
  void acceptsASignedRecordWithTheTrustedKey() {
    Run run = run(false, "--key", publicKey(PAIR), file(signed));
    assertThat(run.output()).contains("ok signature", "VALID");
    assertThat(run.code()).isZero();
    assertThat(here(signed).valid()).isTrue();
    assertThat(here(plain).valid()).isTrue();
  }

  @Test
  void withATrustedKeyEveryRecordMustBeSignedByIt() {
    assertThat(run(false, "--key", publicKey(pair()), file(signed)))
        .satisfies(run -> assertThat(run.output()).contains("FAILED signature at event 3"))
        .extracting(Run::code)
        .isEqualTo(1);
    assertThat(run(false, "--key", publicKey(PAIR), file(plain)))
        .satisfies(run -> assertThat(run.output()).contains("FAILED signature at event 5"))
        .extracting(Run::code)
        .isEqualTo(1);
  }

  /** A change to the file, and the check that both must name, at the event both must name. */
  record Tampering(String what, String check, int seq, Consumer<ObjectNode> change) {
    @Override
    public String toString() {
      return what;
    }
  }

  private static ObjectNode event(ObjectNode document, int seq) {
    return (ObjectNode) document.path("events").get(seq - 1);
  }

  private static ObjectNode row(ObjectNode document) {
    return (ObjectNode) document.path("execution");
  }

  private static ArrayNode events(ObjectNode document) {
    return (ArrayNode) document.path("events");
  }

  static Stream<Tampering> tamperings() {
    return Stream.of(
        new Tampering(
            "payload",
            "hash-chain",
            2,
            d -> ((ObjectNode) event(d, 2).get("payload")).put("more", 1)),
        new Tampering("time", "hash-chain", 3, d -> event(d, 3).put("at", Times.LATER)),
        new Tampering("type", "hash-chain", 3, d -> event(d, 3).put("type", "CHECKPOINT")),
        new Tampering("hash", "hash-chain", 4, d -> event(d, 4).put("hash", Times.HASH)),
        new Tampering("link", "hash-chain", 4, d -> event(d, 4).put("prevHash", Times.HASH)),
        new Tampering("deleted event", "sequence", 2, d -> events(d).remove(1)),
        new Tampering(
            "reordered events", "sequence", 2, d -> events(d).insert(1, events(d).remove(2))),
        new Tampering(
            "inserted event", "sequence", 3, d -> events(d).insert(2, event(d, 2).deepCopy())),
        new Tampering("truncated", "head", 4, d -> events(d).remove(4)),
        new Tampering(
            "truncated with the head",
            "head",
            4,
            d -> {
              events(d).remove(4);
              row(d).put("lastSeq", 4).put("journalHead", event(d, 4).get("hash").asText());
            }),
        new Tampering("head", "head", 5, d -> row(d).put("journalHead", Times.HASH)),
        new Tampering("tenant", "record", 1, d -> row(d).put("tenant", "other")),
        new Tampering("status", "record", 5, d -> row(d).put("status", "succeeded")),
        new Tampering("agent", "record", 5, d -> row(d).put("agent", "other")),
        new Tampering("completed", "record", 5, d -> row(d).put("completedAt", Times.LATER)),
        new Tampering(
            "envelope", "envelope-hash", 1, d -> ((ObjectNode) d.get("envelope")).put("x", 1)),
        new Tampering(
            "response", "response-hash", 5, d -> ((ObjectNode) d.get("response")).put("x", 1)));
  }

  /** Values that fit in form. */
  private static final class Times {
    static final String LATER = "2026-03-01T10:00:01.000Z";
    static final String HASH = "sha-256:" + "0".repeat(64);
  }

  @ParameterizedTest
  @MethodSource("tamperings")
  void namesTheCheckThatATamperedCopyFails(Tampering tampering) {
    ObjectNode copy = plain.deepCopy();
    tampering.change().accept(copy);
    Run run = run(false, file(copy));
    assertThat(run.output())
        .contains("FAILED " + tampering.check() + " at event " + tampering.seq() + ":");
    assertThat(run.code()).isEqualTo(1);
    assertThat(here(copy).checks())
        .anySatisfy(
            check -> {
              assertThat(check.name()).isEqualTo(tampering.check());
              assertThat(check.result()).isEqualTo(VerifyReport.Result.FAILED);
              assertThat(check.seq()).isEqualTo(tampering.seq());
            });
  }

  @Test
  void exportsWhatIsDamagedAsFarAsItCanBeRead() throws CorruptBlock {
    try (JpaDatabase database = JpaDatabase.h2()) {
      String id = row(export(database, null)).path("executionId").asText();
      PackedEvent last = read(database, id).events().get(4);
      byte[] block =
          BlockCodec.pack(
              PlainBlock.of(
                  List.of(
                      new PackedEvent(4, last.type(), last.at(), "{\"a\":1e999}", last.hash()),
                      last)));
      byte[] envelope = Compression.compress(Fixtures.utf8("{\"payload\":1e999}"));
      database.inTransaction(
          entities -> {
            entities
                .createNativeQuery("UPDATE journal_block SET data = ?1 WHERE first_seq = 4")
                .setParameter(1, block)
                .executeUpdate();
            return entities
                .createNativeQuery("UPDATE execution_payload SET envelope = ?1")
                .setParameter(1, envelope)
                .executeUpdate();
          });
      ObjectNode damaged = ExportDocument.of(read(database, id), KEYS);
      assertThat(damaged.path("unreadable").toString()).isEqualTo("[\"events\",\"envelope\"]");
      Run run = run(false, file(damaged));
      assertThat(run.output())
          .contains("FAILED sequence at event 4", "FAILED envelope-hash at event 1");
      assertThat(here(damaged).checks())
          .filteredOn(check -> check.result() == VerifyReport.Result.FAILED)
          .extracting(VerifyReport.Check::name)
          .contains("sequence", "envelope-hash");
    }
  }

  private static ObjectNode export(JpaDatabase database, ExecutionLog log, ExecutionEnd end) {
    Append append = Fixtures.append(log, end);
    database.inTransaction(
        entities -> {
          new JournalStore(entities).write(List.of(append));
          return null;
        });
    return ExportDocument.of(read(database, log.executionId()), KEYS);
  }

  private static ExecutionLog large(Keeping keeping) {
    ObjectNode payload = Json.object().put("text", "x".repeat(5_000));
    return Fixtures.begin(Fixtures.envelope("Large").withPayload(payload), "default", keeping);
  }

  private static void bothAccept(ObjectNode document, String... said) {
    Run run = run(false, file(document));
    assertThat(run.output()).contains(said).contains("VALID");
    assertThat(run.code()).isZero();
    assertThat(here(document).valid()).isTrue();
  }

  @Test
  void acceptsATruncatedEnvelope() {
    try (JpaDatabase database = JpaDatabase.h2()) {
      ExecutionLog log = large(new Keeping(false, 1_024));
      ObjectNode open = export(database, log, null);
      assertThat(open.get("envelope").isNull()).isTrue();
      bothAccept(open, "not_checkable envelope-hash");
      ObjectNode ended = export(database, log, Fixtures.finish(log, ExecutionStatus.SUCCEEDED));
      bothAccept(ended, "ok envelope-hash");
      ((ObjectNode) ended.at("/envelope/payload/$truncated")).put("bytes", 1);
      assertThat(run(false, file(ended)).output()).contains("FAILED envelope-hash at event 1:");
      assertThat(here(ended).valid()).isFalse();
    }
  }

  @Test
  void ofWhatOnlyTheHashIsKeptNothingLeavesAndNothingFails() {
    try (JpaDatabase database = JpaDatabase.h2()) {
      ExecutionLog log = large(new Keeping(true, 1_024));
      ObjectNode open = export(database, log, null);
      assertThat(open.get("envelope").isNull()).isTrue();
      bothAccept(open, "not_checkable envelope-hash");
      ObjectNode ended = export(database, log, Fixtures.finish(log, ExecutionStatus.SUCCEEDED));
      assertThat(ended.get("envelope").isNull()).isTrue();
      bothAccept(ended, "not_checkable envelope-hash", "not_checkable response-hash");
    }
  }

  private static StoredExecution read(JpaDatabase database, String id) {
    return database.inTransaction(entities -> new ExecutionStore(entities).find(id).orElseThrow());
  }

  private static void failsBothAt(ObjectNode document, int seq) {
    Run run = run(false, file(document));
    assertThat(run.output()).contains("FAILED signature at event " + seq);
    assertThat(run.code()).isEqualTo(1);
    assertThat(here(document).checks())
        .anySatisfy(
            check -> {
              assertThat(check.name()).isEqualTo("signature");
              assertThat(check.result()).isEqualTo(VerifyReport.Result.FAILED);
              assertThat(check.seq()).isEqualTo(seq);
            });
  }

  @Test
  void noticesThatSignaturesWereTakenAway() {
    ObjectNode copy = signed.deepCopy();
    copy.putArray("signatures");
    failsBothAt(copy, 5);
  }

  @Test
  void noticesASignatureFromAnotherKey() {
    ObjectNode copy = signed.deepCopy();
    byte[] message =
        SignedBlock.message(
            row(copy).path("executionId").asText(), 5, event(copy, 5).path("hash").asText());
    ((ObjectNode) copy.path("signatures").get(1))
        .put("signature", Base64.getEncoder().encodeToString(sign(pair(), message).value()));
    failsBothAt(copy, 5);
  }

  @Test
  void noticesASignatureOfAnotherRecord() {
    ObjectNode copy = signed.deepCopy();
    ((ObjectNode) copy.path("signatures").get(1))
        .put("signature", copy.at("/signatures/0/signature").asText());
    failsBothAt(copy, 5);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{", "[]", "{\"format\":\"other\"}", "{\"a\":1,\"a\":1}", "{}{}", "{'a':1}"})
  void saysThatItCannotReadWhatIsNoExport(String text) throws IOException {
    Path file = Files.writeString(Files.createTempFile(temp, "bad", ".json"), text);
    Run run = run(false, file.toString());
    assertThat(run.output()).startsWith("UNREADABLE");
    assertThat(run.code()).isEqualTo(2);
    assertThat(verifier().check(Files.readAllBytes(file))).isInstanceOf(FileCheck.Unreadable.class);
  }

  @Test
  void writesTheCanonicalFormThatTheStandardPublishes() throws IOException {
    Path golden = Path.of("src/test/resources/golden/rfc8785");
    try (Stream<Path> inputs = Files.list(golden.resolve("input"))) {
      for (Path input : inputs.toList()) {
        assertThat(run(false, "--canonical", input.toString()).output())
            .as("%s", input)
            .isEqualTo(Files.readString(golden.resolve("output").resolve(input.getFileName())));
      }
    }
  }

  /** Every power of two and its neighbours, where shortest digits are hardest. */
  @Test
  void writesNumbersAsTheRuntimeDoes() throws IOException {
    ArrayNode numbers = Json.object().arrayNode();
    for (int exponent = -1074; exponent < 1024; exponent++) {
      double power = Math.scalb(1.0, exponent);
      numbers.add(power).add(Math.nextDown(power)).add(-Math.nextUp(power));
    }
    Path file = Files.write(temp.resolve("numbers.json"), Json.bytes(numbers));
    assertThat(run(false, "--canonical", file.toString()).output())
        .isEqualTo(CanonicalJson.text(numbers));
  }

  private Path archive(String name, ObjectNode... documents) throws IOException {
    Path directory = Files.createDirectory(temp.resolve(name));
    Path file = directory.resolve("part-1.jsonl.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      for (ObjectNode document : documents) {
        out.write(ExportDocument.bytes(document));
        out.write('\n');
      }
    }
    ObjectNode manifest = Json.object();
    manifest.put("format", "intentusnet-archive").put("version", 1);
    manifest.put("createdAt", Times.LATER);
    ObjectNode part = manifest.putArray("files").addObject();
    part.put("name", "part-1.jsonl.gz");
    part.put("sha256", Hashes.format(Hashes.sha256(Files.readAllBytes(file))));
    part.put("executions", documents.length);
    part.put("firstId", row(documents[0]).path("executionId").asText());
    part.put("lastId", row(documents[documents.length - 1]).path("executionId").asText());
    manifest.put("manifestHash", Hashes.of(manifest));
    Files.write(directory.resolve("manifest.json"), Json.bytes(manifest));
    return directory;
  }

  @Test
  void acceptsAnArchive() throws IOException {
    Run run = run(false, archive("good", plain, signed).toString());
    assertThat(run.output()).contains("VALID: 2 executions");
    assertThat(run.code()).isZero();
  }

  @Test
  void namesTheLineOfAnArchiveThatWasEdited() throws IOException {
    ObjectNode copy = signed.deepCopy();
    row(copy).put("agent", "other");
    Run run = run(false, archive("edited", plain, copy).toString());
    assertThat(run.output()).contains("FAILED part-1.jsonl.gz line 2", "FAILED record at event 5");
    assertThat(run.code()).isEqualTo(1);
  }

  @Test
  void noticesWhatWasDoneToAnArchivesFiles() throws IOException {
    Path swapped = archive("swapped", plain, signed);
    Path other = archive("other", signed, plain);
    Files.write(
        swapped.resolve("part-1.jsonl.gz"), Files.readAllBytes(other.resolve("part-1.jsonl.gz")));
    assertThat(run(false, swapped.toString()).output())
        .contains("SHA-256", "first or last", "INVALID");
    Path lost = archive("lost", plain);
    Files.move(lost.resolve("part-1.jsonl.gz"), lost.resolve("part-2.jsonl.gz"));
    assertThat(run(false, lost.toString()).output())
        .contains("FAILED part-1.jsonl.gz: the file is missing", "does not know this file");
    Path edited = archive("manifest", plain);
    String text = Files.readString(edited.resolve("manifest.json"));
    Files.writeString(edited.resolve("manifest.json"), text.replace(Times.LATER, "2020"));
    assertThat(run(false, edited.toString()))
        .satisfies(run -> assertThat(run.output()).contains("FAILED manifest"))
        .extracting(Run::code)
        .isEqualTo(1);
  }
}
