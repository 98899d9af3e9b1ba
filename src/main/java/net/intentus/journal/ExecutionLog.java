package net.intentus.journal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.intentus.intent.CanonicalJson;
import net.intentus.intent.Hashes;
import net.intentus.intent.Times;

/**
 * The events of one running execution, chained as they are added and handed to the {@link Journal}
 * when they have to be durable. Belongs to one thread at a time.
 */
public final class ExecutionLog {
  private final ExecutionStart start;
  private final byte[] document;
  private final List<PackedEvent> pending = new ArrayList<>(8);
  private String prevHash;
  private byte[] head = {};
  private int seq;
  private boolean opened;

  ExecutionLog(ExecutionStart start) {
    this.start = start;
    this.prevHash = start.executionId();
    this.document = start.document();
    add(EventType.INTENT_RECEIVED, start.createdAt(), start.received(document));
  }

  /** The execution that this is the log of. */
  public String executionId() {
    return start.executionId();
  }

  /** Appends an event in memory. The payload must be redacted already. */
  public void add(EventType type, Instant at, ObjectNode payload) {
    Instant when = Times.millis(at);
    String text = CanonicalJson.text(payload);
    seq++;
    head = HashChain.next(seq, type, when, text, prevHash);
    prevHash = Hashes.format(head);
    pending.add(new PackedEvent(seq, type, when, text, head));
  }

  /** The canonical envelope. */
  byte[] document() {
    return document;
  }

  ExecutionStart start() {
    return start;
  }

  /** Whether the execution row is in the database. */
  boolean opened() {
    return opened;
  }

  void markOpened() {
    opened = true;
  }

  byte[] head() {
    return head;
  }

  int lastSeq() {
    return seq;
  }

  /** Takes what has not been handed over yet. */
  List<PackedEvent> takePending() {
    List<PackedEvent> taken = List.copyOf(pending);
    pending.clear();
    return taken;
  }
}
