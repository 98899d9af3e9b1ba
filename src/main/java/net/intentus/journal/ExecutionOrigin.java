package net.intentus.journal;

import jakarta.persistence.Column;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.Transient;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import net.intentus.intent.Hashes;
import net.intentus.intent.IntentEnvelope;
import net.intentus.intent.IntentRef;
import net.intentus.intent.Strategy;
import org.jspecify.annotations.Nullable;

/**
 * What of an execution's row stands from its beginning and never changes: who asked for what, and
 * by which table it was decided. Places are those of {@link ExecutionEntity#INSERT}.
 */
@MappedSuperclass
abstract class ExecutionOrigin {
  @Id private String id;

  private String tenant;
  private String subject;

  @Column(name = "intent_name")
  private String intentName;

  @Column(name = "intent_version")
  private String intentVersion;

  @Enumerated(EnumType.STRING)
  private Strategy strategy;

  @Column(name = "created_at")
  private long createdAt;

  @Column(name = "trace_id")
  private String traceId;

  @Column(name = "request_id")
  private String requestId;

  private @Nullable String tags;

  @Column(name = "envelope_hash")
  private byte[] envelopeHash;

  @Column(name = "routing_table_hash")
  private byte[] routingTableHash;

  @Column(name = "redaction_count")
  private int redactionCount;

  /** Written to a table of its own, and only when the row is new. */
  @Transient private @Nullable String parent;

  @SuppressWarnings("NullAway") // JPA fills it
  protected ExecutionOrigin() {}

  ExecutionOrigin(ExecutionStart start) {
    IntentEnvelope envelope = start.envelope();
    ReplayOf repeated = start.replayOf();
    id = start.executionId();
    tenant = start.tenant();
    subject = start.subject();
    intentName = envelope.intent().name();
    intentVersion = envelope.intent().version();
    strategy = envelope.routing().strategy();
    createdAt = start.createdAt().toEpochMilli();
    traceId = envelope.metadata().traceId();
    requestId = envelope.metadata().requestId();
    tags = joined(envelope.context().tags());
    envelopeHash = Hashes.parse(start.envelopeHash());
    routingTableHash = Hashes.parse(start.routingTableHash());
    redactionCount = start.redactions().size();
    parent = repeated == null ? null : repeated.executionId();
  }

  ExecutionOrigin(ExecutionSummary was) {
    id = was.executionId();
    tenant = was.tenant();
    subject = was.subject();
    intentName = was.intent().name();
    intentVersion = was.intent().version();
    strategy = was.strategy();
    createdAt = was.createdAt().toEpochMilli();
    traceId = was.traceId();
    requestId = was.requestId();
    tags = joined(was.tags());
    envelopeHash = Hashes.parse(was.envelopeHash());
    routingTableHash = Hashes.parse(was.routingTableHash());
    redactionCount = was.redactionCount();
  }

  /** Undoes {@link #fillOrigin}. */
  @SuppressWarnings("NullAway") // what it wrote is null only where a column may be
  ExecutionOrigin(@Nullable Object[] row) {
    id = (String) row[0];
    tenant = (String) row[2];
    subject = (String) row[3];
    intentName = (String) row[4];
    intentVersion = (String) row[5];
    strategy = Strategy.valueOf((String) row[6]);
    createdAt = (Long) row[8];
    traceId = (String) row[12];
    requestId = (String) row[13];
    tags = (String) row[14];
    envelopeHash = (byte[]) row[15];
    routingTableHash = (byte[]) row[19];
    redactionCount = (Integer) row[21];
    parent = (String) row[24];
  }

  final void fillOrigin(@Nullable Object[] row) {
    row[0] = id;
    row[2] = tenant;
    row[3] = subject;
    row[4] = intentName;
    row[5] = intentVersion;
    row[6] = strategy.name();
    row[8] = createdAt;
    row[12] = traceId;
    row[13] = requestId;
    row[14] = tags;
    row[15] = envelopeHash;
    row[19] = routingTableHash;
    row[21] = redactionCount;
    row[24] = parent;
  }

  final void bindOrigin(PreparedStatement insert) throws SQLException {
    insert.setString(1, id);
    insert.setString(3, tenant);
    insert.setString(4, subject);
    insert.setString(5, intentName);
    insert.setString(6, intentVersion);
    insert.setString(7, strategy.name());
    insert.setLong(9, createdAt);
    insert.setString(13, traceId);
    insert.setString(14, requestId);
    insert.setString(15, tags);
    insert.setBytes(16, envelopeHash);
    insert.setBytes(20, routingTableHash);
    insert.setInt(22, redactionCount);
  }

  String id() {
    return id;
  }

  String tenant() {
    return tenant;
  }

  String subject() {
    return subject;
  }

  IntentRef intent() {
    return new IntentRef(intentName, intentVersion);
  }

  Strategy strategy() {
    return strategy;
  }

  long createdAt() {
    return createdAt;
  }

  String traceId() {
    return traceId;
  }

  String requestId() {
    return requestId;
  }

  List<String> tags() {
    String all = tags;
    return all == null || all.length() < 2
        ? List.of()
        : Arrays.asList(all.substring(1, all.length() - 1).split("\n", -1));
  }

  String envelopeHash() {
    return Hashes.format(envelopeHash);
  }

  String routingTableHash() {
    return Hashes.format(routingTableHash);
  }

  int redactionCount() {
    return redactionCount;
  }

  @Nullable String parent() {
    return parent;
  }

  /** Tags hold no control characters: a line break on both sides of each makes one findable. */
  private static @Nullable String joined(List<String> tags) {
    return tags.isEmpty() ? null : "\n" + String.join("\n", tags) + "\n";
  }
}
