package net.intentus.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.intentus.JpaDatabase;
import net.intentus.intent.Caller;
import net.intentus.intent.CanonicalJson;
import net.intentus.intent.IntentEnvelope;
import net.intentus.intent.Json;
import net.intentus.journal.VerifyReport.Result;
import net.intentus.privacy.OneKeyCipher;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What encryption at rest promises of a record, whatever the database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class EncryptedPayloadsContract {
  private static final String MARKER = "marker-4711";
  private static final Caller ADMIN =
      new Caller("key:admin", Caller.ALL_TENANTS, Set.of("admin"), null, null);
  private static final PayloadVault VAULT = new PayloadVault(new OneKeyCipher(1));
  private static final PayloadVault STRANGER = new PayloadVault(new OneKeyCipher(2));
  @AutoClose private final JpaDatabase database = open();

  abstract JpaDatabase open();

  private static ExecutionLog begin() {
    return begin(MARKER);
  }

  private static ExecutionLog begin(String text) {
    IntentEnvelope envelope =
        Fixtures.envelope("Encrypted").withPayload(Json.object().put("text", text));
    return Fixtures.begin(envelope, "default", new Keeping(false, 1 << 20));
  }

  private String stored(PayloadVault vault, String text) {
    ExecutionLog log = begin(text);
    write(Fixtures.append(log, Fixtures.finish(log, ExecutionStatus.SUCCEEDED), vault));
    return log.executionId();
  }

  private void write(Append append) {
    database.inTransaction(
        entities -> {
          new JournalStore(entities).write(List.of(append));
          return null;
        });
  }

  private StoredExecution read(String id, PayloadVault vault) {
    return database.inTransaction(
        entities -> new ExecutionStore(entities, vault).find(id).orElseThrow());
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  @Test
  void theRuntimeReadsWhatItEncryptedAndEverybodyElseSeesAMark() throws CorruptBlock {
    String id = stored(VAULT, MARKER);
    StoredExecution execution = read(id, VAULT);
    StoredPayload payload = execution.payload();
    assertThat(payload.envelope().at("/payload/text").asText()).isEqualTo(MARKER);
    assertThat(payload.response().at("/payload/answer").asInt()).isEqualTo(42);
    assertThat(payload.shown(PayloadPart.ENVELOPE).path("payload"))
        .isEqualTo(Json.object().put("$encrypted", "data-7"));
    assertThat(payload.shown(PayloadPart.ENVELOPE).at("/intent/name").asText())
        .isEqualTo("Encrypted");
    assertThat(payload.shown(PayloadPart.RESPONSE).path("payload"))
        .isEqualTo(Json.object().put("$encrypted", "data-7"));
    assertThat(Verification.of(execution, Fixtures.NO_KEYS).valid()).isTrue();
  }

  @Test
  void whatCannotBeDecryptedIsDamagedNotMissing() {
    StoredExecution execution = read(stored(VAULT, MARKER), STRANGER);
    assertThat(Verification.of(execution, Fixtures.NO_KEYS).checks())
        .filteredOn(check -> check.result() == Result.FAILED)
        .extracting(VerifyReport.Check::name)
        .containsExactly("envelope-hash", "response-hash");
  }

  @Test
  void aValueOfAnotherExecutionOrColumnIsNotAccepted() {
    String one = stored(VAULT, MARKER);
    String other = stored(VAULT, "another");
    database.inTransaction(
        entities ->
            entities
                .createNativeQuery(
                    "UPDATE execution_payload SET envelope = (SELECT p.envelope FROM"
                        + " execution_payload p WHERE p.execution_id = ?1) WHERE execution_id = ?2")
                .setParameter(1, other)
                .setParameter(2, one)
                .executeUpdate());
    assertThat(Verification.of(read(one, VAULT), Fixtures.NO_KEYS).valid()).isFalse();
  }

  @Test
  void neitherTheLogNorTheColumnsHoldThePayload() throws CorruptBlock {
    ExecutionLog log = begin();
    Append append = Fixtures.append(log, Fixtures.finish(log, ExecutionStatus.SUCCEEDED), VAULT);
    byte[] record = AppendCodec.encode(append);
    assertThat(text(record)).doesNotContain(MARKER);
    assertThat(text(append.envelope())).doesNotContain("text");

    Append again = AppendCodec.decode(record);
    database.inTransaction(
        entities -> {
          new JournalStore(entities).writeMissing(List.of(again));
          return null;
        });
    StoredExecution execution = read(log.executionId(), VAULT);
    assertThat(text(execution.payload().sealed(PayloadPart.ENVELOPE))).doesNotContain(MARKER);
    assertThat(execution.payload().envelope().at("/payload/text").asText()).isEqualTo(MARKER);
    assertThat(Verification.of(execution, Fixtures.NO_KEYS).valid()).isTrue();
  }

  @Test
  void anExecutionThatIsOpenIsEncryptedToo() throws CorruptBlock {
    ExecutionLog log = begin();
    write(Fixtures.append(log, null, VAULT));
    assertThat(read(log.executionId(), VAULT).payload().sealed(PayloadPart.ENVELOPE)).isNotNull();
    write(Fixtures.append(log, Fixtures.finish(log, ExecutionStatus.FAILED), VAULT));
    StoredPayload payload = read(log.executionId(), VAULT).payload();
    assertThat(payload.sealed(PayloadPart.RESPONSE)).isNotNull();
    assertThat(payload.envelope().at("/payload/text").asText()).isEqualTo(MARKER);
  }

  @Test
  void whatWasStoredBeforeStaysReadableAndUnmarked() throws CorruptBlock {
    StoredPayload payload = read(stored(PayloadVault.NONE, MARKER), VAULT).payload();
    assertThat(payload.shown(PayloadPart.ENVELOPE)).isEqualTo(payload.envelope());
    assertThat(payload.keyId(PayloadPart.ENVELOPE)).isNull();
  }

  @Test
  void anExportNamesTheKeyAndHoldsNoPayload() {
    StoredExecution execution = read(stored(VAULT, MARKER), VAULT);
    ObjectNode export =
        ExportedPayloads.marked(
            ExportDocument.of(execution, Fixtures.NO_KEYS), execution.payload());
    assertThat(export.toString()).doesNotContain(MARKER);
    assertThat(export.at("/envelope/payload/$encrypted").asText()).isEqualTo("data-7");
    FileCheck.Checked checked =
        (FileCheck.Checked)
            new Verifier(
                    new ExecutionStore(),
                    new VerificationStore(),
                    Fixtures.NO_KEYS,
                    () -> {},
                    PayloadVault.NONE)
                .check(ExportDocument.bytes(export));
    assertThat(checked.report().valid()).isTrue();
    assertThat(checked.report().checks())
        .filteredOn(check -> check.name().equals("envelope-hash"))
        .extracting(VerifyReport.Check::result)
        .containsExactly(Result.NOT_CHECKABLE);
  }

  @Test
  void aPayloadThatOnlyLooksLikeAMarkIsCheckedLikeAnyOther() throws Exception {
    ExecutionLog log =
        Fixtures.begin(
            Fixtures.envelope("Encrypted").withPayload(Json.object().put("$encrypted", "data-1")),
            "default",
            new Keeping(false, 1 << 20));
    write(Fixtures.append(log, Fixtures.finish(log, ExecutionStatus.SUCCEEDED)));
    StoredExecution execution = read(log.executionId(), VAULT);
    ObjectNode export = ExportDocument.of(execution, Fixtures.NO_KEYS);
    ExportedPayloads.marked(export, execution.payload());
    Evidence evidence = ExportReader.read(ExportDocument.bytes(export), VAULT);
    assertThat(evidence.envelope().document().at("/payload/$encrypted").asText())
        .isEqualTo("data-1");
  }

  @Test
  void anArchiveHoldsItEncryptedAndRestoresItWithTheKeyOnly() throws Exception {
    String id = stored(VAULT, MARKER);
    StoredExecution execution = read(id, VAULT);
    ObjectNode export = ExportDocument.of(execution, Fixtures.NO_KEYS);
    byte[] line = ExportDocument.bytes(ExportedPayloads.sealed(export, execution.payload()));
    assertThat(text(line)).doesNotContain(MARKER);
    forget(id);

    assertThat(restore(line, STRANGER).rejected()).hasSize(1);
    assertThat(restore(line, VAULT).restored()).isEqualTo(1);
    StoredPayload back = read(id, VAULT).payload();
    assertThat(back.envelope().at("/payload/text").asText()).isEqualTo(MARKER);
    assertThat(back.sealed(PayloadPart.RESPONSE)).isNotNull();
  }

  private void forget(String id) {
    database.inTransaction(
        entities -> {
          for (String table : List.of("execution_payload", "journal_block")) {
            entities
                .createNativeQuery("DELETE FROM " + table + " WHERE execution_id = ?1")
                .setParameter(1, id)
                .executeUpdate();
          }
          return entities
              .createNativeQuery("DELETE FROM execution WHERE id = ?1")
              .setParameter(1, id)
              .executeUpdate();
        });
  }

  private RestoreResult restore(byte[] line, PayloadVault vault) {
    List<Object> audited = new ArrayList<>();
    return database.inTransaction(
        entities ->
            new Restoring(
                    new RestoreStore(entities, vault),
                    new Partitions(new PartitionStore(entities), false, Clock.systemUTC()),
                    Fixtures.NO_KEYS,
                    audited::add,
                    Clock.systemUTC(),
                    vault)
                .restore(List.of(line), ADMIN));
  }

  @Test
  void aComparisonTellsThatPayloadsDifferAndNothingOfThem() {
    ExecutionRecord one = RecordReader.record(read(stored(VAULT, MARKER), VAULT));
    ExecutionRecord other = RecordReader.record(read(stored(VAULT, "another"), VAULT));
    ExecutionDiff diff = ExecutionDiff.of(one, other);
    assertThat(diff.same()).isFalse();
    assertThat(diff.fields())
        .containsExactly(
            new ExecutionDiff.Field(
                "/envelope/payload",
                Json.object().put("$encrypted", "data-7"),
                Json.object().put("$encrypted", "data-7")));
    ExecutionRecord equal = RecordReader.record(read(stored(VAULT, MARKER), VAULT));
    assertThat(ExecutionDiff.of(one, equal).same()).isTrue();
    assertThat(one.envelope().json().at("/payload/text").asText()).isEqualTo(MARKER);
    assertThat(CanonicalJson.text(one.envelope().shown())).doesNotContain(MARKER);
  }
}
