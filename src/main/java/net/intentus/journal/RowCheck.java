package net.intentus.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import net.intentus.journal.VerifyReport.Check;
import net.intentus.journal.VerifyReport.Result;
import org.jspecify.annotations.Nullable;

/** Whether the row, which lists and filters use, says what the events say. Pure. */
final class RowCheck {
  private static final String NAME = "record";

  private final Evidence evidence;
  private final ExecutionSummary row;
  private final List<String> wrong = new ArrayList<>();

  private RowCheck(Evidence evidence) {
    this.evidence = evidence;
    this.row = evidence.row();
  }

  /**
   * The check; null payloads are of events that are missing or unreadable.
   *
   * @param end payload of the last event that ends the execution
   */
  static Check of(
      Evidence evidence,
      @Nullable ObjectNode received,
      @Nullable ObjectNode router,
      @Nullable ObjectNode end) {
    return received == null
        ? new Check(NAME, Result.NOT_CHECKABLE, null, "The first event is missing.")
        : new RowCheck(evidence).check(received, router, end);
  }

  private Check check(ObjectNode received, @Nullable ObjectNode router, @Nullable ObjectNode end) {
    begin(received);
    if (router != null) {
      same("routingTableHash", row.routingTableHash(), router.path("routingTableHash"));
    }
    if (!wrong.isEmpty()) {
      return failed(1, "The row does not say what its first events say: ");
    }
    if (end == null) {
      open();
    } else if (evidence.events().get(evidence.events().size() - 1).type()
        == EventType.FINAL_RESPONSE) {
      end(end);
    } else if (row.status().terminal()) {
      wrong.add("status"); // it was unknown and is run again: it has ended once, and is open
    }
    return wrong.isEmpty()
        ? new Check(
            NAME, Result.OK, null, "Status, intent, agent, tenant and hashes are as events say.")
        : failed(
            evidence.events().get(evidence.events().size() - 1).seq(),
            "The row does not say what its last event says: ");
  }

  private void begin(ObjectNode received) {
    same("executionId", row.executionId(), received.path("executionId"));
    same("intent", row.intent().name(), received.path("intent").path("name"));
    same("intent", row.intent().version(), received.path("intent").path("version"));
    same("strategy", row.strategy().wire(), received.path("strategy"));
    same("tenant", row.tenant(), received.path("tenant"));
    same("subject", row.subject(), received.path("subject"));
    same("traceId", row.traceId(), received.path("traceId"));
    same("requestId", row.requestId(), received.path("requestId"));
    same("envelopeHash", row.envelopeHash(), received.path("envelopeHash"));
    List<String> tags = new ArrayList<>();
    received.path("tags").forEach(tag -> tags.add(tag.asText()));
    equal("tags", row.tags(), tags);
    equal("redactionCount", row.redactionCount(), received.path("redactions").size());
    equal("createdAt", row.createdAt(), evidence.events().get(0).at());
  }

  /** What only an end can tell. */
  private void open() {
    if (row.status().terminal()) {
      wrong.add("status");
    }
    equal("agent", row.agent(), null);
    equal("errorCode", row.errorCode(), null);
    equal("responseHash", row.responseHash(), null);
    equal("fingerprint", row.fingerprint(), null);
    equal("completedAt", row.completedAt(), null);
  }

  private void end(ObjectNode end) {
    same("status", row.status().wire(), end.path("status"));
    same("agent", row.agent(), end.path("agent"));
    same("errorCode", row.errorCode(), end.path("error").path("code"));
    same("responseHash", row.responseHash(), end.path("responseHash"));
    same("fingerprint", row.fingerprint(), end.path("fingerprint"));
    equal("attempts", row.attempts(), end.path("attempts").asInt(-1));
    equal("completedAt", row.completedAt(), at(EventType.FINAL_RESPONSE, true));
    equal("startedAt", row.startedAt(), at(EventType.AGENT_ATTEMPT_START, false));
  }

  private @Nullable Instant at(EventType type, boolean last) {
    Instant found = null;
    for (PackedEvent event : evidence.events()) {
      if (event.type() == type && (last || found == null)) {
        found = event.at();
      }
    }
    return found;
  }

  private void same(String field, @Nullable String said, JsonNode recorded) {
    equal(field, said, recorded.isTextual() ? recorded.textValue() : null);
  }

  private void equal(String field, @Nullable Object said, @Nullable Object recorded) {
    if (!Objects.equals(said, recorded) && !wrong.contains(field)) {
      wrong.add(field);
    }
  }

  private Check failed(int seq, String detail) {
    return new Check(NAME, Result.FAILED, seq, detail + String.join(", ", wrong) + ".");
  }
}
