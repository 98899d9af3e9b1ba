package net.intentus.journal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.intentus.intent.Hashes;
import net.intentus.intent.Json;
import net.intentus.journal.VerifyReport.Check;
import net.intentus.journal.VerifyReport.Result;
import net.intentus.privacy.PublicKeys;
import org.jspecify.annotations.Nullable;

/** Checks a record against itself. Pure: reads nothing but what it is given. */
final class Verification {
  private final Evidence evidence;
  private final List<PackedEvent> events;
  private final List<Check> checks = new ArrayList<>();

  private Verification(Evidence evidence) {
    this.evidence = evidence;
    this.events = evidence.events();
  }

  static VerifyReport of(StoredExecution stored, PublicKeys keys) {
    return of(Evidence.of(stored), keys);
  }

  static VerifyReport of(Evidence evidence, PublicKeys keys) {
    return new Verification(evidence).report(keys);
  }

  private VerifyReport report(PublicKeys keys) {
    Evidence.Gap gap = evidence.gap();
    if (gap == null) {
      ok("sequence", events.size() + " events, contiguous from 1.");
    } else {
      failed("sequence", gap.seq(), gap.detail());
    }
    chain();
    head(gap == null);
    ObjectNode received = payloadOf(EventType.INTENT_RECEIVED);
    ObjectNode end = payloadOf(EventType.FINAL_RESPONSE);
    checks.add(RowCheck.of(evidence, received, payloadOf(EventType.ROUTER_DECISION), end));
    document("envelope", received, evidence.envelope());
    document("response", end, evidence.response());
    checks.add(SignatureCheck.of(evidence, received, keys));
    return new VerifyReport(checks);
  }

  private void chain() {
    String prev = evidence.row().executionId();
    Integer loose = evidence.looseLink();
    for (PackedEvent event : events) {
      byte[] hash = HashChain.next(event.seq(), event.type(), event.at(), event.payload(), prev);
      if (!Arrays.equals(hash, event.hash()) || (loose != null && event.seq() == loose)) {
        failed("hash-chain", event.seq(), "The event does not match its hash.");
        return;
      }
      prev = Hashes.format(hash);
    }
    ok("hash-chain", "Every event matches its hash and the one before it.");
  }

  private void head(boolean readable) {
    if (!readable) {
      checks.add(
          new Check("head", Result.NOT_CHECKABLE, null, "The events cannot be read to the end."));
      return;
    }
    PackedEvent last = events.get(events.size() - 1);
    if (last.seq() != evidence.lastSeq()) {
      failed(
          "head", last.seq(), "The record says that its last event is " + evidence.lastSeq() + ".");
    } else if (!Hashes.format(last.hash()).equals(evidence.row().journalHead())) {
      failed("head", last.seq(), "The last event's hash is not the recorded head.");
    } else if (evidence.row().status().terminal() && last.type() != EventType.FINAL_RESPONSE) {
      failed("head", last.seq(), "The execution has ended, but its last event is another.");
    } else {
      ok("head", "The last event is the recorded head.");
    }
  }

  private void document(String which, @Nullable ObjectNode event, Evidence.Content content) {
    String name = which + "-hash";
    if (event == null) {
      checks.add(
          new Check(name, Result.NOT_CHECKABLE, null, "The event that tells it is missing."));
      return;
    }
    int seq = which.equals("envelope") ? 1 : events.get(events.size() - 1).seq();
    String kept = event.path(which + "Kept").asText();
    if (!content.readable()) {
      failed(name, seq, "The stored document cannot be read back.");
    } else if (content.document() == null) {
      String why =
          kept.equals(Kept.DIGEST.wire())
              ? "Only the hash is kept, as configured for this intent."
              : "The document is not stored.";
      checks.add(new Check(name, Result.NOT_CHECKABLE, seq, why));
    } else if (recorded(event, which, content.hash())) {
      ok(
          name,
          kept.equals(Kept.TRUNCATED.wire())
              ? "The stored document is the one that was recorded; its payload is truncated."
              : "The stored document is the one that was recorded.");
    } else {
      failed(name, seq, "The stored document is not the one that was recorded.");
    }
  }

  /** An execution that is open holds the whole of what will be truncated at its end. */
  private static boolean recorded(ObjectNode event, String which, @Nullable String hash) {
    return event.path(which + "DocumentHash").asText().equals(hash)
        || event.path(which + "FullDocumentHash").asText().equals(hash);
  }

  /** The payload of the first event of that type; of the last one when it ends the execution. */
  private @Nullable ObjectNode payloadOf(EventType type) {
    ObjectNode found = null;
    for (PackedEvent event : events) {
      if (event.type() == type && (found == null || type == EventType.FINAL_RESPONSE)) {
        found = read(event);
      }
    }
    return found;
  }

  private static @Nullable ObjectNode read(PackedEvent event) {
    try {
      return Json.readStored(event.payload().getBytes(StandardCharsets.UTF_8))
              instanceof ObjectNode object
          ? object
          : null;
    } catch (IOException e) {
      return null;
    }
  }

  private void ok(String name, String detail) {
    checks.add(new Check(name, Result.OK, null, detail));
  }

  private void failed(String name, int seq, String detail) {
    checks.add(new Check(name, Result.FAILED, seq, detail));
  }
}
