package net.intentus.journal;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
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
                  ExecutionStatus.UNKNOWN)));

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

  @Version private int version;

  protected ExecutionEntity() {}

  static ExecutionEntity open(ExecutionStart start, byte[] head, int lastSeq) {
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
    row.advance(head, lastSeq);
    return row;
  }

  /** Notes that the journal has grown. */
  void advance(byte[] head, int seq) {
    journalHead = head;
    lastSeq = seq;
  }

  /** Ends the execution. */
  void end(ExecutionEnd end) {
    if (!TRANSITIONS.getOrDefault(status, Set.of()).contains(end.status())) {
      throw new IllegalStateException("no way from " + status + " to " + end.status());
    }
    status = end.status();
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
          + " error_code, redaction_count, last_seq, version)"
          + " VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,1)";

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
  }

  String id() {
    return id;
  }

  byte[] journalHead() {
    return journalHead;
  }

  int lastSeq() {
    return lastSeq;
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
    return tags == null ? List.of() : Arrays.asList(tags.strip().split("\n", -1));
  }
}
