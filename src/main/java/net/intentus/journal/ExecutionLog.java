package net.intentus.journal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import net.intentus.intent.CanonicalJson;
import net.intentus.intent.Hashes;
import net.intentus.intent.Times;
import org.jspecify.annotations.Nullable;

/**
 * The events of one running execution, chained as they are added and handed to the {@link Journal}
 * when they have to be durable. Belongs to one thread at a time.
 */
public final class ExecutionLog {
  private final String executionId;
  private final @Nullable ExecutionStart start;
  private final @Nullable IdempotencyClaim claim;
  private final Keeping keeping;
  private final @Nullable KeptDocument envelope;
  private final byte @Nullable [] lastingEnvelope;
  private final String envelopeHash;
  private final int epoch;
  private final boolean signed;
  private final EventBuffer pending = new EventBuffer();
  private Map<Integer, byte[]> kept = Map.of();
  private boolean keeps;
  private String prevHash;
  private byte[] head = {};
  private int seq;
  private boolean opened;

  /**
   * A log with its first event.
   *
   * @param signer id of the key that signs its heads, or null when they are not signed
   * @param claim the idempotency key that opening it takes, or null
   */
  ExecutionLog(
      ExecutionStart start,
      @Nullable String signer,
      @Nullable IdempotencyClaim claim,
      Keeping keeping) {
    this.signed = signer != null;
    this.executionId = start.executionId();
    this.start = start;
    this.claim = claim;
    this.keeping = keeping;
    this.envelope = KeptDocument.of(start.envelope().toJson(), keeping);
    this.lastingEnvelope = envelope.kept() == Kept.TRUNCATED ? envelope.lasting() : null;
    this.envelopeHash = start.envelopeHash();
    this.epoch = 0;
    this.prevHash = start.executionId();
    ObjectNode received = start.received(envelope, signer);
    if (claim != null) {
      received.put("idempotencyKey", true); // that there is one; the key itself is the client's
    }
    add(EventType.INTENT_RECEIVED, start.createdAt(), received);
  }

  /**
   * Goes on where the stored journal of an execution ends.
   *
   * @param lastingEnvelope takes the place of the stored envelope in the end, or null
   */
  ExecutionLog(
      ExecutionSummary summary,
      int lastSeq,
      int epoch,
      Announced announced,
      byte @Nullable [] lastingEnvelope) {
    this.signed = announced.signed();
    this.executionId = summary.executionId();
    this.start = null;
    this.claim = null;
    this.keeping = announced.keeping();
    this.envelope = null;
    this.lastingEnvelope = lastingEnvelope;
    this.envelopeHash = summary.envelopeHash();
    this.epoch = epoch;
    this.prevHash = summary.journalHead();
    this.head = Hashes.parse(prevHash);
    this.seq = lastSeq;
    this.opened = true;
    this.keeps = true; // what is kept of it goes when it ends, whoever kept it
  }

  /** The execution that this is the log of. */
  public String executionId() {
    return executionId;
  }

  /** Appends an event in memory. The payload must be redacted already. */
  public void add(EventType type, Instant at, ObjectNode payload) {
    Instant when = Times.millis(at);
    byte[] text = CanonicalJson.bytes(payload);
    seq++;
    head = HashChain.next(seq, type, when, text, prevHash);
    prevHash = Hashes.format(head);
    pending.add(seq, type, when, text, head);
  }

  /** A redacted answer of this execution as the record is to hold it. */
  public KeptDocument held(ObjectNode response) {
    return KeptDocument.of(response, keeping);
  }

  /** Whether the record holds the whole redacted envelope once the execution has ended. */
  public boolean holdsEnvelope() {
    return envelope != null && envelope.kept() == Kept.FULL;
  }

  /** The hash that finds the same request again. */
  public String envelopeHash() {
    return envelopeHash;
  }

  /** Hash of the last event that was added. */
  public String headHash() {
    return prevHash;
  }

  /**
   * Keeps something apart from the record, sealed, from the next {@link Journal#commit} until the
   * execution ends; in {@code unknown} it stays, because a verdict may need it.
   *
   * @param part {@link ReopenedExecution#ORIGINAL}, or the number of an attempt for its answer
   */
  public void keep(int part, byte[] plain) {
    if (kept.isEmpty()) {
      kept = new TreeMap<>();
    }
    kept.put(part, plain);
  }

  /**
   * What the next append does to the stored envelope; null leaves it as it is. It is whole from the
   * opening to the end, because a restart may have to send it again.
   */
  byte @Nullable [] envelope(boolean ending) {
    if (opened || envelope == null) {
      return ending ? lastingEnvelope : null;
    }
    return ending ? envelope.lasting() : envelope.whole();
  }

  ExecutionStart start() {
    if (start == null) {
      throw new IllegalStateException("it began elsewhere");
    }
    return start;
  }

  /** Whether no agent may be called yet, because the execution has to take its key first. */
  public boolean claimsKey() {
    return claim != null && !opened;
  }

  @Nullable IdempotencyClaim claim() {
    return claim;
  }

  int epoch() {
    return epoch;
  }

  /** Takes what is to be kept, unsealed. */
  Map<Integer, byte[]> takeKept() {
    Map<Integer, byte[]> taken = kept;
    kept = Map.of();
    keeps |= !taken.isEmpty();
    return taken;
  }

  /** Whether anything may be kept of it in the database. */
  boolean keeps() {
    return keeps;
  }

  /** Whether the execution row is in the database. */
  boolean opened() {
    return opened;
  }

  void markOpened() {
    opened = true;
  }

  /** Whether the head of each append is signed. */
  boolean signed() {
    return signed;
  }

  byte[] head() {
    return head;
  }

  int lastSeq() {
    return seq;
  }

  /** Takes what has not been handed over yet; there must be something. */
  PlainBlock takePending() {
    if (pending.isEmpty()) {
      throw new IllegalStateException("nothing to append");
    }
    return pending.take();
  }
}
