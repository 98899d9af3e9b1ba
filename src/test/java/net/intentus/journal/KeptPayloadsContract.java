package net.intentus.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import net.intentus.JpaDatabase;
import net.intentus.intent.CanonicalJson;
import net.intentus.intent.Hashes;
import net.intentus.intent.IntentEnvelope;
import net.intentus.intent.Json;
import net.intentus.journal.StoredDocument.Absence;
import net.intentus.journal.VerifyReport.Result;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What is stored of payloads that are too large, or of which only hashes are kept. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class KeptPayloadsContract {
  private static final Keeping DIGEST = new Keeping(true, 1_024);
  private static final Keeping SHORT = new Keeping(false, 1_024);
  @AutoClose private final JpaDatabase database = open();

  abstract JpaDatabase open();

  private static ExecutionLog begin(String text, Keeping keeping) {
    IntentEnvelope envelope =
        Fixtures.envelope("Kept").withPayload(Json.object().put("text", text));
    return Fixtures.begin(envelope, "default", keeping);
  }

  private void write(Append append) {
    database.inTransaction(
        entities -> {
          new JournalStore(entities).write(List.of(append));
          return null;
        });
  }

  private StoredExecution read(ExecutionLog log) {
    return database.inTransaction(
        entities -> new ExecutionStore(entities).find(log.executionId()).orElseThrow());
  }

  private void throughTheWriteAheadLog(ExecutionLog log) throws CorruptBlock {
    Append append = Fixtures.append(log, Fixtures.finish(log, ExecutionStatus.SUCCEEDED));
    Append again = AppendCodec.decode(AppendCodec.encode(append));
    database.inTransaction(
        entities -> {
          JournalStore store = new JournalStore(entities);
          store.writeMissing(List.of(again));
          store.writeMissing(List.of(again));
          return null;
        });
  }

  /** What another instance, under other rules, goes on with. */
  private ExecutionLog reopened(ExecutionLog log, Keeping today) throws CorruptBlock {
    StoredExecution stored = read(log);
    Announced announced = Announced.of(ExecutionReader.views(stored), today);
    StoredPayload payload = stored.payload();
    return new ExecutionLog(
        stored.summary(),
        stored.lastSeq(),
        0,
        announced,
        announced.lasting(payload == null ? null : payload.envelope()));
  }

  private void inOneAppend(ExecutionLog log) {
    write(Fixtures.append(log, Fixtures.finish(log, ExecutionStatus.SUCCEEDED)));
  }

  private void inTwoAppends(ExecutionLog log) {
    write(Fixtures.append(log, null));
    inOneAppend(log);
  }

  private static Result result(StoredExecution stored, String check) {
    VerifyReport report = Verification.of(stored, Fixtures.NO_KEYS);
    assertThat(report.valid()).as("%s", report).isTrue();
    return report.checks().stream()
        .filter(found -> found.name().equals(check))
        .findFirst()
        .orElseThrow()
        .result();
  }

  @Test
  void aDigestLeavesNoPayloadBehindAndVerifies() {
    ExecutionLog log = begin("not for the record", DIGEST);
    inOneAppend(log);
    StoredExecution stored = read(log);
    assertThat(stored.payload()).isNull();
    assertThat(result(stored, "envelope-hash")).isEqualTo(Result.NOT_CHECKABLE);
    assertThat(result(stored, "response-hash")).isEqualTo(Result.NOT_CHECKABLE);
    assertThat(result(stored, "hash-chain")).isEqualTo(Result.OK);
  }

  @Test
  void aDigestKeepsTheEnvelopeUntilTheEndForARestart() throws CorruptBlock {
    ExecutionLog log = begin("not for the record", DIGEST);
    write(Fixtures.append(log, null));
    StoredExecution open = read(log);
    assertThat(open.payload().envelope().at("/payload/text").asText())
        .isEqualTo("not for the record");
    assertThat(result(open, "envelope-hash")).isEqualTo(Result.OK);

    inOneAppend(log);
    StoredExecution ended = read(log);
    assertThat(ended.payload()).isNull();
    assertThat(result(ended, "envelope-hash")).isEqualTo(Result.NOT_CHECKABLE);
    assertThat(ended.summary().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
  }

  @Test
  void aDigestHasTheHashesThatTheWholeDocumentHas() throws CorruptBlock {
    ExecutionLog log = begin("same", DIGEST);
    inOneAppend(log);
    JsonNode received = Json.trusted(read(log).events().get(0).payload());
    assertThat(received.path("envelopeKept").asText()).isEqualTo("digest");
    assertThat(received.path("envelopeDocumentHash").asText())
        .isEqualTo(Hashes.of(log.start().envelope().toJson()));
  }

  @Test
  void aLargePayloadIsTruncatedMarkedAndStillProven() throws CorruptBlock {
    for (boolean twice : List.of(false, true)) {
      String text = "x".repeat(5_000);
      ExecutionLog log = begin(text, SHORT);
      if (twice) {
        inTwoAppends(log);
      } else {
        inOneAppend(log);
      }
      StoredExecution stored = read(log);
      JsonNode cut = stored.payload().envelope().at("/payload/$truncated");
      String whole = CanonicalJson.text(log.start().envelope().payload());
      assertThat(cut.path("bytes").asInt()).isEqualTo(whole.length());
      assertThat(cut.path("hash").asText()).isEqualTo(Hashes.ofCanonical(Fixtures.utf8(whole)));
      assertThat(whole).startsWith(cut.path("head").asText());
      assertThat(cut.path("head").asText()).hasSize(Truncation.HEAD);
      JsonNode received = Json.trusted(stored.events().get(0).payload());
      assertThat(received.path("envelopeKept").asText()).isEqualTo("truncated");
      assertThat(received.path("envelopeFullDocumentHash").asText())
          .isEqualTo(Hashes.of(log.start().envelope().toJson()));
      assertThat(received.at("/envelopeTruncated/0/pointer").asText()).isEqualTo("/payload");
      assertThat(result(stored, "envelope-hash")).isEqualTo(Result.OK);
      assertThat(result(stored, "response-hash")).isEqualTo(Result.OK);
    }
  }

  @Test
  void aLargePayloadIsWholeUntilTheEndForARestart() throws CorruptBlock {
    ExecutionLog log = begin("y".repeat(5_000), SHORT);
    write(Fixtures.append(log, null));
    StoredExecution open = read(log);
    assertThat(open.payload().envelope().at("/payload/text").asText()).hasSize(5_000);
    assertThat(result(open, "envelope-hash")).isEqualTo(Result.OK);
  }

  @Test
  void anEditOfATruncatedEnvelopeIsNoticed() {
    ExecutionLog log = begin("z".repeat(5_000), SHORT);
    inOneAppend(log);
    database.inTransaction(
        entities ->
            entities
                .createNativeQuery(
                    "UPDATE execution_payload SET envelope = ?1 WHERE execution_id = ?2")
                .setParameter(1, Compression.compress(Fixtures.utf8("{\"payload\":{}}")))
                .setParameter(2, log.executionId())
                .executeUpdate());
    assertThat(Verification.of(read(log), Fixtures.NO_KEYS).valid()).isFalse();
  }

  @Test
  void theWriteAheadLogKeepsNoMoreThanTheRecord() throws CorruptBlock {
    ExecutionLog hushed = begin("not for the record", DIGEST);
    throughTheWriteAheadLog(hushed);
    assertThat(read(hushed).payload()).isNull();
    assertThat(result(read(hushed), "envelope-hash")).isEqualTo(Result.NOT_CHECKABLE);

    ExecutionLog large = begin("x".repeat(5_000), SHORT);
    throughTheWriteAheadLog(large);
    assertThat(read(large).payload().envelope().at("/payload/$truncated").isObject()).isTrue();
    assertThat(result(read(large), "envelope-hash")).isEqualTo(Result.OK);
    assertThat(result(read(large), "response-hash")).isEqualTo(Result.OK);
  }

  @Test
  void whoeverGoesOnKeepsWhatWasAnnounced() throws CorruptBlock {
    ExecutionLog hushed = begin("not for the record", DIGEST);
    write(Fixtures.append(hushed, null));
    inOneAppend(reopened(hushed, Fixtures.ALL));
    assertThat(read(hushed).payload()).isNull();
    assertThat(result(read(hushed), "response-hash")).isEqualTo(Result.NOT_CHECKABLE);

    ExecutionLog large = begin("x".repeat(5_000), SHORT);
    write(Fixtures.append(large, null));
    inOneAppend(reopened(large, SHORT));
    assertThat(read(large).payload().envelope().at("/payload/$truncated").isObject()).isTrue();
    assertThat(result(read(large), "envelope-hash")).isEqualTo(Result.OK);
  }

  @Test
  void whoeverGoesOnUnderOtherRulesLeavesAProvenEnvelope() throws CorruptBlock {
    ExecutionLog larger = begin("x".repeat(5_000), SHORT);
    write(Fixtures.append(larger, null));
    inOneAppend(reopened(larger, Fixtures.ALL));
    assertThat(result(read(larger), "envelope-hash")).isEqualTo(Result.OK);

    ExecutionLog hushed = begin("whole until now", Fixtures.ALL);
    write(Fixtures.append(hushed, null));
    inOneAppend(reopened(hushed, DIGEST));
    assertThat(read(hushed).payload()).isNull();
    assertThat(result(read(hushed), "envelope-hash")).isEqualTo(Result.NOT_CHECKABLE);
  }

  @Test
  void nobodyReadsADigestWhileItsExecutionIsOpen() {
    ExecutionLog log = begin("not for the record", DIGEST);
    write(Fixtures.append(log, null));
    assertThat(RecordReader.record(read(log)).envelope().absence()).isEqualTo(Absence.NOT_STORED);
  }
}
