package net.intentus.journal;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import jakarta.persistence.Version;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.intentus.intent.ErrorCode;
import net.intentus.intent.Hashes;
import net.intentus.intent.IntentRef;
import net.intentus.intent.Strategy;
import org.jspecify.annotations.Nullable;

/** One execution's row. Status changes only through the transitions below. */
@Entity
@Table(name = "execution")
class ExecutionEntity {
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

  @Id private String id;

  @Enumerated(EnumType.STRING)
  private ExecutionStatus status;

  private String tenant;
  private String subject;

  @Column(name = "intent_name")
  private String intentName;

  @Column(name = "intent_version")
  private String intentVersion;

  @Enumerated(EnumType.STRING)
  private Strategy strategy;

  private @Nullable String agent;

  @Column(name = "created_at")
  private long createdAt;

  @Column(name = "started_at")
  private @Nullable Long startedAt;

  @Column(name = "completed_at")
  private @Nullable Long completedAt;

  private int attempts;

  @Column(name = "trace_id")
  private String traceId;

  @Column(name = "request_id")
  private String requestId;

  private @Nullable String tags;

  @Column(name = "envelope_hash")
  private byte[] envelopeHash;

  @Column(name = "response_hash")
  private byte @Nullable [] responseHash;

  private byte @Nullable [] fingerprint;

  @Column(name = "journal_head")
  private byte[] journalHead;

  @Column(name = "routing_table_hash")
  private byte[] routingTableHash;

  @Column(name = "error_code")
  private @Nullable String errorCode;

  @Column(name = "redaction_count")
  private int redactionCount;

  @Column(name = "last_seq")
  private int lastSeq;

  private @Nullable String owner;

  @Column(insertable = false)
  private int epoch;

  @Version private int version;

  /** Written to a table of its own, and only when the row is new. */
  @Transient private @Nullable String parent;

  protected ExecutionEntity() {}

  /** A new row; its owner is the instance that runs it, or null when it has ended already. */
  static ExecutionEntity open(
      ExecutionStart start, byte[] head, int lastSeq, @Nullable String owner) {
    ExecutionEntity row = new ExecutionEntity();
    row.id = start.executionId();
    row.status = ExecutionStatus.RUNNING;
    row.tenant = start.tenant();
    row.subject = start.subject();
    row.intentName = start.envelope().intent().name();
    row.intentVersion = start.envelope().intent().version();
    row.strategy = start.envelope().routing().strategy();
    row.createdAt = start.createdAt().toEpochMilli();
    row.traceId = start.envelope().metadata().traceId();
    row.requestId = start.envelope().metadata().requestId();
    row.tags = joined(start.envelope().context().tags());
    row.envelopeHash = Hashes.parse(start.envelopeHash());
    row.routingTableHash = Hashes.parse(start.routingTableHash());
    row.redactionCount = start.redactions().size();
    ReplayOf repeated = start.replayOf();
    row.parent = repeated == null ? null : repeated.executionId();
    row.owner = owner;
    row.journalHead = head;
    row.lastSeq = lastSeq;
    return row;
  }

  /** The row of an execution that comes back from an archive, as it was. */
  static ExecutionEntity restored(ExecutionSummary was, int lastSeq) {
    ExecutionEntity row = new ExecutionEntity();
    row.id = was.executionId();
    row.status = was.status();
    row.tenant = was.tenant();
    row.subject = was.subject();
    row.intentName = was.intent().name();
    row.intentVersion = was.intent().version();
    row.strategy = was.strategy();
    row.agent = was.agent();
    row.createdAt = was.createdAt().toEpochMilli();
    row.startedAt = millis(was.startedAt());
    row.completedAt = millis(was.completedAt());
    row.attempts = was.attempts();
    row.traceId = was.traceId();
    row.requestId = was.requestId();
    row.tags = joined(was.tags());
    row.envelopeHash = Hashes.parse(was.envelopeHash());
    row.responseHash = digest(was.responseHash());
    row.fingerprint = digest(was.fingerprint());
    row.routingTableHash = Hashes.parse(was.routingTableHash());
    row.errorCode = was.errorCode();
    row.redactionCount = was.redactionCount();
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

  /** Fills {@link #INSERT}. */
  void bind(PreparedStatement insert) throws SQLException {
    insert.setString(1, id);
    insert.setString(2, status.name());
    insert.setString(3, tenant);
    insert.setString(4, subject);
    insert.setString(5, intentName);
    insert.setString(6, intentVersion);
    insert.setString(7, strategy.name());
    insert.setString(8, agent);
    insert.setLong(9, createdAt);
    insert.setObject(10, startedAt, Types.BIGINT);
    insert.setObject(11, completedAt, Types.BIGINT);
    insert.setInt(12, attempts);
    insert.setString(13, traceId);
    insert.setString(14, requestId);
    insert.setString(15, tags);
    insert.setBytes(16, envelopeHash);
    insert.setBytes(17, responseHash);
    insert.setBytes(18, fingerprint);
    insert.setBytes(19, journalHead);
    insert.setBytes(20, routingTableHash);
    insert.setString(21, errorCode);
    insert.setInt(22, redactionCount);
    insert.setInt(23, lastSeq);
    insert.setString(24, owner);
  }

  /** The same row once more. */
  ExecutionEntity copy() {
    return of(row());
  }

  /** Every column that {@link #INSERT} fills, in that order, and then what it repeats. */
  @Nullable Object[] row() {
    return new @Nullable Object[] {
      id,
      status.name(),
      tenant,
      subject,
      intentName,
      intentVersion,
      strategy.name(),
      agent,
      createdAt,
      startedAt,
      completedAt,
      attempts,
      traceId,
      requestId,
      tags,
      envelopeHash,
      responseHash,
      fingerprint,
      journalHead,
      routingTableHash,
      errorCode,
      redactionCount,
      lastSeq,
      owner,
      parent
    };
  }

  /** Undoes {@link #row}. */
  @SuppressWarnings("NullAway") // what row() wrote is null only where a column may be
  static ExecutionEntity of(@Nullable Object[] values) {
    int at = 0;
    ExecutionEntity row = new ExecutionEntity();
    row.id = (String) values[at++];
    row.status = ExecutionStatus.valueOf((String) values[at++]);
    row.tenant = (String) values[at++];
    row.subject = (String) values[at++];
    row.intentName = (String) values[at++];
    row.intentVersion = (String) values[at++];
    row.strategy = Strategy.valueOf((String) values[at++]);
    row.agent = (String) values[at++];
    row.createdAt = (Long) values[at++];
    row.startedAt = (Long) values[at++];
    row.completedAt = (Long) values[at++];
    row.attempts = (Integer) values[at++];
    row.traceId = (String) values[at++];
    row.requestId = (String) values[at++];
    row.tags = (String) values[at++];
    row.envelopeHash = (byte[]) values[at++];
    row.responseHash = (byte[]) values[at++];
    row.fingerprint = (byte[]) values[at++];
    row.journalHead = (byte[]) values[at++];
    row.routingTableHash = (byte[]) values[at++];
    row.errorCode = (String) values[at++];
    row.redactionCount = (Integer) values[at++];
    row.lastSeq = (Integer) values[at++];
    row.owner = (String) values[at++];
    row.parent = (String) values[at];
    return row;
  }

  String id() {
    return id;
  }

  @Nullable String parent() {
    return parent;
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
        id,
        status,
        new IntentRef(intentName, intentVersion),
        strategy,
        agent,
        tenant,
        subject,
        Instant.ofEpochMilli(createdAt),
        startedAt == null ? null : Instant.ofEpochMilli(startedAt),
        done == null ? null : Instant.ofEpochMilli(done),
        done == null ? null : done - createdAt,
        attempts,
        traceId,
        requestId,
        split(tags),
        Hashes.format(envelopeHash),
        responseHash == null ? null : Hashes.format(responseHash),
        fingerprint == null ? null : Hashes.format(fingerprint),
        Hashes.format(journalHead),
        Hashes.format(routingTableHash),
        errorCode,
        redactionCount);
  }

  /** Tags hold no control characters: a line break on both sides of each makes one findable. */
  private static @Nullable String joined(List<String> tags) {
    return tags.isEmpty() ? null : "\n" + String.join("\n", tags) + "\n";
  }

  private static List<String> split(@Nullable String tags) {
    return tags == null || tags.length() < 2
        ? List.of()
        : Arrays.asList(tags.substring(1, tags.length() - 1).split("\n", -1));
  }
}
