package net.intentus.journal;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import net.intentus.intent.ErrorCode;
import net.intentus.intent.Hashes;
import org.jspecify.annotations.Nullable;

/**
 * One execution's row: how it goes on after its beginning. Status changes only through the
 * transitions below.
 */
@Entity
@Table(name = "execution")
class ExecutionEntity extends ExecutionOrigin {
  private static final Map<ExecutionStatus, Set<ExecutionStatus>> TRANSITIONS =
      new EnumMap<>(
          Map.of(
              ExecutionStatus.RUNNING,
              EnumSet.of(
                  ExecutionStatus.SUCCEEDED,
                  ExecutionStatus.FAILED,
                  ExecutionStatus.CANCELLED,
                  ExecutionStatus.UNKNOWN),
              ExecutionStatus.UNKNOWN,
              EnumSet.of(
                  ExecutionStatus.RUNNING, ExecutionStatus.SUCCEEDED, ExecutionStatus.FAILED)));

  @Enumerated(EnumType.STRING)
  private ExecutionStatus status;

  private @Nullable String agent;

  @Column(name = "started_at")
  private @Nullable Long startedAt;

  @Column(name = "completed_at")
  private @Nullable Long completedAt;

  private int attempts;

  @Column(name = "response_hash")
  private byte @Nullable [] responseHash;

  private byte @Nullable [] fingerprint;

  @Column(name = "journal_head")
  private byte[] journalHead;

  @Column(name = "error_code")
  private @Nullable String errorCode;

  @Column(name = "last_seq")
  private int lastSeq;

  private @Nullable String owner;

  @Column(insertable = false)
  private int epoch;

  @Version private int version;

  protected ExecutionEntity() {}

  private ExecutionEntity(ExecutionStart start) {
    super(start);
  }

  private ExecutionEntity(ExecutionSummary was) {
    super(was);
  }

  private ExecutionEntity(@Nullable Object[] row) {
    super(row);
  }

  /** A new row; its owner is the instance that runs it, or null when it has ended already. */
  static ExecutionEntity open(
      ExecutionStart start, byte[] head, int lastSeq, @Nullable String owner) {
    ExecutionEntity row = new ExecutionEntity(start);
    row.status = ExecutionStatus.RUNNING;
    row.owner = owner;
    row.journalHead = head;
    row.lastSeq = lastSeq;
    return row;
  }

  /** The row of an execution that comes back from an archive, as it was. */
  static ExecutionEntity restored(ExecutionSummary was, int lastSeq) {
    ExecutionEntity row = new ExecutionEntity(was);
    row.status = was.status();
    row.agent = was.agent();
    row.startedAt = millis(was.startedAt());
    row.completedAt = millis(was.completedAt());
    row.attempts = was.attempts();
    row.responseHash = digest(was.responseHash());
    row.fingerprint = digest(was.fingerprint());
    row.errorCode = was.errorCode();
    row.journalHead = Hashes.parse(was.journalHead());
    row.lastSeq = lastSeq;
    return row;
  }

  private static @Nullable Long millis(@Nullable Instant time) {
    return time == null ? null : time.toEpochMilli();
  }

  private static byte @Nullable [] digest(@Nullable String hash) {
    return hash == null ? null : Hashes.parse(hash);
  }

  /**
   * Notes that the journal has grown. An append to an unknown execution that does not end it runs
   * it again.
   *
   * @throws IllegalStateException when the appender has lost the execution to another
   */
  void advance(Append append) {
    if (append.custody().epoch() != epoch || append.block().firstSeq() != lastSeq + 1) {
      throw new IllegalStateException("the execution has gone on without this appender");
    }
    journalHead = append.head();
    lastSeq = append.lastSeq();
    if (append.ending() == null && status != ExecutionStatus.RUNNING) {
      move(ExecutionStatus.RUNNING);
    }
  }

  /** Gives it to another instance; appends of the one before fail from now on. */
  void take(String taker) {
    owner = taker;
    epoch++;
  }

  private void move(ExecutionStatus next) {
    if (!TRANSITIONS.getOrDefault(status, Set.of()).contains(next)) {
      throw new IllegalStateException("no way from " + status + " to " + next);
    }
    status = next;
  }

  /** Ends the execution. */
  void end(ExecutionEnd end) {
    move(end.status());
    owner = null;
    agent = end.agent();
    ErrorCode code = end.errorCode();
    errorCode = code == null ? null : code.name();
    Instant began = end.startedAt();
    startedAt = began == null ? null : began.toEpochMilli();
    completedAt = end.completedAt().toEpochMilli();
    attempts = end.attempts();
    responseHash = Hashes.parse(end.responseHash());
    fingerprint = Hashes.parse(end.fingerprint());
  }

  static final String INSERT =
      "INSERT INTO execution (id, status, tenant, subject, intent_name, intent_version, strategy,"
          + " agent, created_at, started_at, completed_at, attempts, trace_id, request_id, tags,"
          + " envelope_hash, response_hash, fingerprint, journal_head, routing_table_hash,"
          + " error_code, redaction_count, last_seq, owner, version)"
          + " VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,1)";

  private static final int COLUMNS = 24;

  /** Fills {@link #INSERT}. */
  void bind(PreparedStatement insert) throws SQLException {
    bindOrigin(insert);
    insert.setString(2, status.name());
    insert.setString(8, agent);
    insert.setObject(10, startedAt, Types.BIGINT);
    insert.setObject(11, completedAt, Types.BIGINT);
    insert.setInt(12, attempts);
    insert.setBytes(17, responseHash);
    insert.setBytes(18, fingerprint);
    insert.setBytes(19, journalHead);
    insert.setString(21, errorCode);
    insert.setInt(23, lastSeq);
    insert.setString(24, owner);
  }

  /** The same row once more. */
  ExecutionEntity copy() {
    return of(row());
  }

  /** Every column that {@link #INSERT} fills, in that order, and then what it repeats. */
  @Nullable Object[] row() {
    @Nullable Object[] row = new @Nullable Object[COLUMNS + 1];
    fillOrigin(row);
    row[1] = status.name();
    row[7] = agent;
    row[9] = startedAt;
    row[10] = completedAt;
    row[11] = attempts;
    row[16] = responseHash;
    row[17] = fingerprint;
    row[18] = journalHead;
    row[20] = errorCode;
    row[22] = lastSeq;
    row[23] = owner;
    return row;
  }

  /** Undoes {@link #row}. */
  @SuppressWarnings("NullAway") // what row() wrote is null only where a column may be
  static ExecutionEntity of(@Nullable Object[] values) {
    ExecutionEntity row = new ExecutionEntity(values);
    row.status = ExecutionStatus.valueOf((String) values[1]);
    row.agent = (String) values[7];
    row.startedAt = (Long) values[9];
    row.completedAt = (Long) values[10];
    row.attempts = (Integer) values[11];
    row.responseHash = (byte[]) values[16];
    row.fingerprint = (byte[]) values[17];
    row.journalHead = (byte[]) values[18];
    row.errorCode = (String) values[20];
    row.lastSeq = (Integer) values[22];
    row.owner = (String) values[23];
    return row;
  }

  byte[] journalHead() {
    return journalHead;
  }

  int lastSeq() {
    return lastSeq;
  }

  int epoch() {
    return epoch;
  }

  ExecutionStatus status() {
    return status;
  }

  @Nullable String owner() {
    return owner;
  }

  ExecutionSummary summary() {
    Long done = completedAt;
    return new ExecutionSummary(
        id(),
        status,
        intent(),
        strategy(),
        agent,
        tenant(),
        subject(),
        Instant.ofEpochMilli(createdAt()),
        startedAt == null ? null : Instant.ofEpochMilli(startedAt),
        done == null ? null : Instant.ofEpochMilli(done),
        done == null ? null : done - createdAt(),
        attempts,
        traceId(),
        requestId(),
        tags(),
        envelopeHash(),
        responseHash == null ? null : Hashes.format(responseHash),
        fingerprint == null ? null : Hashes.format(fingerprint),
        Hashes.format(journalHead),
        routingTableHash(),
        errorCode,
        redactionCount());
  }
}
