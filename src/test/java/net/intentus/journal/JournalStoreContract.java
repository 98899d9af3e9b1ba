package net.intentus.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import net.intentus.JpaDatabase;
import net.intentus.intent.Hashes;
import net.intentus.journal.VerifyReport.Result;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the journal's stores promise, whatever the database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class JournalStoreContract {
  @AutoClose private final JpaDatabase database = open();

  abstract JpaDatabase open();

  JpaDatabase database() {
    return database;
  }

  private void write(Append... batch) {
    database.inTransaction(
        entities -> {
          new JournalStore(entities).write(List.of(batch));
          return null;
        });
  }

  private StoredExecution read(String id) {
    return database.inTransaction(entities -> new ExecutionStore(entities).find(id).orElseThrow());
  }

  private VerifyReport verify(String id) {
    return Verification.of(read(id), Fixtures.NO_KEYS);
  }

  private List<ExecutionSummary> page(ExecutionFilter filter, String before) {
    return database.inTransaction(entities -> lists(entities).page(filter, before).rows());
  }

  private static ExecutionListStore lists(EntityManager entities) {
    return new ExecutionListStore(
        entities, Walk.EMBEDDED, ExecutionListStore.BUDGET, ExecutionListStore.TEXT_BUDGET);
  }

  private void sql(String statement, Object... values) {
    database.inTransaction(
        entities -> {
          var query = entities.createNativeQuery(statement);
          for (int i = 0; i < values.length; i++) {
            query.setParameter(i + 1, values[i]);
          }
          assertThat(query.executeUpdate()).as(statement).isPositive();
          return null;
        });
  }

  private String stored(ExecutionStatus status) {
    ExecutionLog log = Fixtures.begin("VerifyMe", "default", "nightly");
    write(Fixtures.append(log, null));
    ExecutionEnd end = Fixtures.finish(log, status);
    write(Fixtures.append(log, end));
    return log.executionId();
  }

  @Test
  void readsBackWhatWasWrittenInOneAppend() throws CorruptBlock {
    ExecutionLog log = Fixtures.begin("OneAppend", "default", "nightly", "blue");
    ExecutionEnd end = Fixtures.finish(log, ExecutionStatus.SUCCEEDED);
    write(Fixtures.append(log, end));

    StoredExecution stored = read(log.executionId());
    assertThat(stored.summary().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    assertThat(stored.summary().tags()).containsExactly("nightly", "blue");
    assertThat(stored.summary().durationMs()).isEqualTo(9);
    assertThat(stored.events()).hasSize(5);
    assertThat(stored.payload().envelope().at("/payload/text").asText()).isEqualTo("straße 😀");
    assertThat(stored.payload().response().at("/payload/answer").asInt()).isEqualTo(42);
    assertThat(Verification.of(stored, Fixtures.NO_KEYS).valid()).isTrue();
  }

  @Test
  void verifiesWhatWasWrittenInTwoAppends() {
    VerifyReport report = verify(stored(ExecutionStatus.FAILED));
    assertThat(report.valid()).isTrue();
    assertThat(report.checks().stream().filter(c -> c.result() == Result.OK))
        .extracting(VerifyReport.Check::name)
        .containsExactly(
            "sequence", "hash-chain", "head", "record", "envelope-hash", "response-hash");
  }

  @Test
  void whatBeginsAndEndsInOneBatchIsStoredAsIfThereHadBeenTwo() throws CorruptBlock {
    ExecutionLog log = Fixtures.begin("OneBatch", "default", "nightly");
    Append opening = Fixtures.append(log, null, "somebody");
    Append end = Fixtures.append(log, Fixtures.finish(log, ExecutionStatus.SUCCEEDED));
    ExecutionLog other = Fixtures.begin("OneBatch", "default");
    write(opening, Fixtures.append(other, null, "somebody"), end);

    StoredExecution stored = read(log.executionId());
    assertThat(stored.summary().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    assertThat(stored.summary().durationMs()).isEqualTo(9);
    assertThat(stored.blocks()).hasSize(2);
    assertThat(stored.events()).hasSize(5);
    assertThat(stored.payload().envelope().at("/payload/text").asText()).isEqualTo("straße 😀");
    assertThat(stored.payload().response().at("/payload/answer").asInt()).isEqualTo(42);
    assertThat(Verification.of(stored, Fixtures.NO_KEYS).valid()).isTrue();
    assertThat(read(other.executionId()).summary().status()).isEqualTo(ExecutionStatus.RUNNING);
    write(Fixtures.append(other, Fixtures.finish(other, ExecutionStatus.FAILED)));
    assertThat(verify(other.executionId()).valid()).isTrue();
  }

  @Test
  void whatEndsInTheBatchThatBeginsItKeepsNoPayloadThatNeedNotLast() {
    ExecutionLog log =
        Fixtures.begin(Fixtures.envelope("OneBatch"), "default", new Keeping(true, 65_536));
    Append opening = Fixtures.append(log, null, "somebody");
    assertThat(opening.envelope()).as("a restart may have to send it").isNotNull();
    write(opening, Fixtures.append(log, Fixtures.finish(log, ExecutionStatus.SUCCEEDED)));
    assertThat(read(log.executionId()).payload()).isNull();
  }

  @Test
  void anAppendThatDoesNotFollowTheOneBeforeIsRefusedWithinABatchToo() {
    ExecutionLog log = Fixtures.begin("OneBatch", "default");
    Append opening = Fixtures.append(log, null, "somebody");
    Fixtures.finish(log, ExecutionStatus.SUCCEEDED);
    log.takePending(); // lost on the way
    Append end = Fixtures.append(log, Fixtures.finish(log, ExecutionStatus.SUCCEEDED));
    assertThatThrownBy(() -> write(opening, end)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void anOpenExecutionVerifiesToo() {
    ExecutionLog log = Fixtures.begin("Open", "default");
    write(Fixtures.append(log, null));
    assertThat(verify(log.executionId()).valid()).isTrue();
  }

  @Test
  void storesNothingOfABatchThatFails() {
    ExecutionLog good = Fixtures.begin("Good", "default");
    Append first = Fixtures.append(good, null);
    ExecutionLog never = Fixtures.begin("NeverOpened", "default");
    never.markOpened();
    Append orphan = Fixtures.append(never, null);
    assertThatThrownBy(() -> write(first, orphan)).isInstanceOf(RuntimeException.class);
    Optional<StoredExecution> found =
        database.inTransaction(entities -> new ExecutionStore(entities).find(good.executionId()));
    assertThat(found).isEmpty();
  }

  @Test
  void anExecutionEndsOnce() {
    ExecutionLog log = Fixtures.begin("Twice", "default");
    ExecutionEnd end = Fixtures.finish(log, ExecutionStatus.SUCCEEDED);
    write(Fixtures.append(log, end));
    ExecutionEnd again = Fixtures.finish(log, ExecutionStatus.FAILED);
    Append second = Fixtures.append(log, again);
    assertThatThrownBy(() -> write(second)).isInstanceOf(IllegalStateException.class);
  }

  private void fails(String id, String check, Integer seq) {
    VerifyReport report = verify(id);
    assertThat(report.valid()).isFalse();
    assertThat(report.checks())
        .anySatisfy(
            found -> {
              assertThat(found.name()).isEqualTo(check);
              assertThat(found.result()).isEqualTo(Result.FAILED);
              assertThat(found.seq()).isEqualTo(seq);
            });
  }

  private void rewrite(String id, int firstSeq, UnaryOperator<List<PackedEvent>> change)
      throws CorruptBlock {
    byte[] block =
        read(id).blocks().stream()
            .filter(candidate -> candidate.firstSeq() == firstSeq)
            .findFirst()
            .orElseThrow()
            .data();
    List<PackedEvent> changed = change.apply(new ArrayList<>(BlockCodec.unpack(firstSeq, block)));
    sql(
        "UPDATE journal_block SET data = ?1, events = ?2 WHERE execution_id = ?3 AND first_seq ="
            + " ?4",
        BlockCodec.pack(PlainBlock.of(changed)),
        changed.size(),
        id,
        firstSeq);
  }

  /** An ended execution of which one event is another now. */
  private String edited(int seq, UnaryOperator<PackedEvent> change) throws CorruptBlock {
    String id = stored(ExecutionStatus.SUCCEEDED);
    int firstSeq = seq <= 3 ? 1 : 4; // of its first append and of its last
    rewrite(
        id,
        firstSeq,
        events -> {
          events.set(seq - firstSeq, change.apply(events.get(seq - firstSeq)));
          return events;
        });
    return id;
  }

  @Test
  void namesTheEventWhosePayloadWasEdited() throws CorruptBlock {
    String id =
        edited(
            3,
            event ->
                new PackedEvent(
                    3, event.type(), event.at(), event.payload().replace('a', 'b'), event.hash()));
    fails(id, "hash-chain", 3);
  }

  @Test
  void namesTheEventWhoseTimeWasEdited() throws CorruptBlock {
    String id =
        edited(
            5,
            event ->
                new PackedEvent(
                    5, event.type(), event.at().plusMillis(1), event.payload(), event.hash()));
    fails(id, "hash-chain", 5);
  }

  @Test
  void namesTheFirstEventOutOfOrder() throws CorruptBlock {
    String id = stored(ExecutionStatus.SUCCEEDED);
    rewrite(
        id,
        1,
        events -> {
          PackedEvent second = events.get(1);
          PackedEvent third = events.get(2);
          return List.of(events.get(0), third, second);
        });
    fails(id, "hash-chain", 2);
  }

  @Test
  void noticesAnInsertedEvent() throws CorruptBlock {
    String id = stored(ExecutionStatus.SUCCEEDED);
    rewrite(
        id,
        4,
        events -> {
          events.add(events.get(0));
          return events;
        });
    fails(id, "hash-chain", 6);
  }

  @Test
  void noticesADeletedBlockInFront() {
    String id = stored(ExecutionStatus.SUCCEEDED);
    sql("DELETE FROM journal_block WHERE execution_id = ?1 AND first_seq = 1", id);
    fails(id, "sequence", 1);
  }

  @Test
  void noticesATruncatedJournal() {
    String id = stored(ExecutionStatus.SUCCEEDED);
    sql("DELETE FROM journal_block WHERE execution_id = ?1 AND first_seq = 4", id);
    fails(id, "head", 3);
  }

  @Test
  void noticesATruncatedBlock() throws CorruptBlock {
    String id = stored(ExecutionStatus.SUCCEEDED);
    rewrite(id, 4, events -> events.subList(0, 1));
    fails(id, "head", 4);
  }

  @Test
  void noticesGarbageInABlock() {
    String id = stored(ExecutionStatus.SUCCEEDED);
    sql(
        "UPDATE journal_block SET data = ?1 WHERE execution_id = ?2 AND first_seq = 4",
        Fixtures.utf8("garbage"),
        id);
    fails(id, "sequence", 4);
  }

  private void edit(String id, String edit) {
    sql("UPDATE execution SET " + edit + " WHERE id = ?1", id);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tenant = 'other'",
        "subject = 'other'",
        "intent_name = 'Other'",
        "intent_version = '2.0'",
        "strategy = 'FALLBACK'",
        "created_at = created_at + 1",
        "trace_id = 'other'",
        "request_id = 'other'",
        "tags = NULL",
        "tags = 'x'",
        "redaction_count = 1",
        "envelope_hash = journal_head",
        "routing_table_hash = journal_head"
      })
  void noticesARowThatDiffersFromItsFirstEvents(String edit) {
    String id = stored(ExecutionStatus.SUCCEEDED);
    edit(id, edit);
    fails(id, "record", 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "status = 'FAILED'",
        "status = 'RUNNING'",
        "agent = 'other'",
        "agent = NULL",
        "attempts = 9",
        "error_code = 'AGENT_ERROR'",
        "started_at = started_at + 1",
        "completed_at = completed_at + 1",
        "completed_at = NULL",
        "response_hash = journal_head",
        "response_hash = NULL",
        "fingerprint = journal_head"
      })
  void noticesARowThatDiffersFromItsLastEvent(String edit) {
    String id = stored(ExecutionStatus.SUCCEEDED);
    edit(id, edit);
    fails(id, "record", 5);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "status = 'SUCCEEDED'",
        "agent = 'a'",
        "error_code = 'AGENT_ERROR'",
        "response_hash = journal_head",
        "fingerprint = journal_head",
        "completed_at = 1"
      })
  void noticesAnOpenRowThatTellsOfAnEnd(String edit) {
    ExecutionLog log = Fixtures.begin("Open", "default");
    write(Fixtures.append(log, null));
    edit(log.executionId(), edit);
    fails(log.executionId(), "record", 3);
  }

  @Test
  void namesTheEventWhoseTypeWasEdited() throws CorruptBlock {
    String id =
        edited(
            2,
            event ->
                new PackedEvent(
                    2, EventType.POLICY_DECISION, event.at(), event.payload(), event.hash()));
    fails(id, "hash-chain", 2);
  }

  @Test
  void namesTheEventWhoseHashWasEdited() throws CorruptBlock {
    String id =
        edited(
            4,
            event -> new PackedEvent(4, event.type(), event.at(), event.payload(), new byte[32]));
    fails(id, "hash-chain", 4);
  }

  @Test
  void noticesBlocksInAnotherOrder() {
    String id = stored(ExecutionStatus.SUCCEEDED);
    List<JournalBlockEntity> blocks = read(id).blocks();
    for (int i = 0; i < 2; i++) {
      sql(
          "UPDATE journal_block SET data = ?1, events = ?2 WHERE execution_id = ?3 AND first_seq ="
              + " ?4",
          blocks.get(1 - i).data(),
          blocks.get(1 - i).events(),
          id,
          blocks.get(i).firstSeq());
    }
    fails(id, "hash-chain", 1);
    fails(id, "sequence", 3);
  }

  @Test
  void noticesABlockOfAnotherExecution() {
    String id = stored(ExecutionStatus.SUCCEEDED);
    String other = stored(ExecutionStatus.SUCCEEDED);
    sql(
        "UPDATE journal_block SET data = ?1 WHERE execution_id = ?2 AND first_seq = 1",
        read(other).blocks().get(0).data(),
        id);
    fails(id, "hash-chain", 1);
  }

  @Test
  void noticesAnInsertedBlock() throws CorruptBlock {
    String id = stored(ExecutionStatus.SUCCEEDED);
    sql(
        "INSERT INTO journal_block (execution_id, first_seq, events, data) VALUES (?1, 6, 2, ?2)",
        id,
        read(id).blocks().get(1).data());
    fails(id, "hash-chain", 6);
  }

  @Test
  void noticesATruncatedJournalWhoseHeadWasAdjusted() throws CorruptBlock {
    String id = stored(ExecutionStatus.SUCCEEDED);
    byte[] third = read(id).events().get(2).hash();
    sql("DELETE FROM journal_block WHERE execution_id = ?1 AND first_seq = 4", id);
    sql("UPDATE execution SET journal_head = ?1, last_seq = 3 WHERE id = ?2", third, id);
    fails(id, "head", 3);
    fails(id, "record", 3);
  }

  @Test
  void noticesAnEventAppendedWithAGoodHash() throws CorruptBlock {
    String id = stored(ExecutionStatus.SUCCEEDED);
    rewrite(
        id,
        4,
        events -> {
          PackedEvent last = events.get(1);
          byte[] hash =
              HashChain.next(6, EventType.CHECKPOINT, last.at(), "{}", Hashes.format(last.hash()));
          events.add(new PackedEvent(6, EventType.CHECKPOINT, last.at(), "{}", hash));
          return events;
        });
    fails(id, "head", 6);
  }

  @Test
  void noticesADamagedEnvelope() {
    String id = stored(ExecutionStatus.SUCCEEDED);
    sql(
        "UPDATE execution_payload SET envelope = ?1 WHERE execution_id = ?2",
        Fixtures.utf8("garbage"),
        id);
    fails(id, "envelope-hash", 1);
    sql(
        "UPDATE execution_payload SET envelope = ?1 WHERE execution_id = ?2",
        Compression.compress(Fixtures.utf8("{\"payload\":1e999}")),
        id);
    fails(id, "envelope-hash", 1);
  }

  @Test
  void noticesAnEditedHead() {
    String id = stored(ExecutionStatus.SUCCEEDED);
    sql("UPDATE execution SET journal_head = ?1 WHERE id = ?2", new byte[32], id);
    fails(id, "head", 5);
  }

  @Test
  void noticesAnEditedEnvelopeAndAnswer() {
    String id = stored(ExecutionStatus.SUCCEEDED);
    byte[] other = Compression.compress(Fixtures.utf8("{\"payload\":{}}"));
    sql("UPDATE execution_payload SET envelope = ?1 WHERE execution_id = ?2", other, id);
    fails(id, "envelope-hash", 1);
    sql("UPDATE execution_payload SET response = ?1 WHERE execution_id = ?2", other, id);
    fails(id, "response-hash", 5);
  }

  @Test
  void anExpiredPayloadIsNotCheckableButTheChainStillVerifies() {
    String id = stored(ExecutionStatus.SUCCEEDED);
    sql("DELETE FROM execution_payload WHERE execution_id = ?1", id);
    VerifyReport report = verify(id);
    assertThat(report.valid()).isTrue();
    assertThat(report.checks())
        .filteredOn(check -> check.result() == Result.NOT_CHECKABLE)
        .extracting(VerifyReport.Check::name)
        .contains("envelope-hash", "response-hash");
  }

  private static ExecutionFilter filter(String tenant, String intent, String text, int limit) {
    return new ExecutionFilter(
        intent, null, null, null, null, null, tenant, null, null, null, null, null, null, null,
        text, limit, null);
  }

  @Test
  void pagesNewestFirstWithoutGapsOrRepeats() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      ExecutionLog log = Fixtures.begin("Paged", "pages");
      write(Fixtures.append(log, null));
      ids.add(0, log.executionId());
    }
    ExecutionFilter filter = filter("pages", null, null, 3);
    List<String> seen = new ArrayList<>();
    String before = null;
    while (true) {
      List<ExecutionSummary> rows = page(filter, before);
      List<ExecutionSummary> shown = rows.subList(0, Math.min(3, rows.size()));
      shown.forEach(row -> seen.add(row.executionId()));
      if (rows.size() <= 3) {
        break;
      }
      before = shown.get(2).executionId();
    }
    assertThat(seen).isEqualTo(ids);
    ExecutionListStore.Counted count =
        database.inTransaction(entities -> lists(entities).count(filter));
    assertThat(count).isEqualTo(new ExecutionListStore.Counted(7, true));
  }

  @Test
  void findsByPatternTagAndText() {
    ExecutionLog log = Fixtures.begin("Find_Me%Please", "finders", "red", "two words");
    write(Fixtures.append(log, Fixtures.finish(log, ExecutionStatus.FAILED)));
    ExecutionLog other = Fixtures.begin("FindXMeYPlease", "finders", "reddish");
    write(Fixtures.append(other, null));

    assertThat(page(filter("finders", "Find_Me%*", null, 10), null)).hasSize(1);
    assertThat(page(filter("finders", "find*", null, 10), null)).isEmpty();
    assertThat(page(filter("finders", "Find*", null, 10), null)).hasSize(2);
    assertThat(page(filter("finders", null, "find_me%", 10), null)).hasSize(1);
    assertThat(page(filter("finders", null, "agent_error", 10), null)).hasSize(1);
    ExecutionFilter tag =
        new ExecutionFilter(
            null, null, null, null, null, null, "finders", null, null, null, "red", null, null,
            null, null, 10, null);
    assertThat(page(tag, null))
        .extracting(ExecutionSummary::executionId)
        .containsExactly(log.executionId());
  }
}
