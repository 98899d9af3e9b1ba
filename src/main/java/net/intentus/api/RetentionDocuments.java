package net.intentus.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Locale;
import net.intentus.intent.Json;
import net.intentus.intent.Times;
import net.intentus.journal.LegalHold;
import net.intentus.journal.RetentionRun;
import org.jspecify.annotations.Nullable;

/** Runs and holds as documents. */
final class RetentionDocuments {
  private RetentionDocuments() {}

  static ObjectNode run(RetentionRun run) {
    ObjectNode json = Json.object();
    json.put("id", run.id());
    json.put("cause", run.cause().name().toLowerCase(Locale.ROOT));
    json.put("dryRun", run.dryRun());
    json.put("state", run.state().wire());
    json.put("startedBy", run.startedBy());
    json.put("startedAt", Times.format(run.startedAt()));
    json.put("endedAt", time(run.endedAt()));
    RetentionRun.Counts counts = run.counts();
    json.put("scanned", counts.scanned());
    json.put("payloadsErased", counts.payloadsErased());
    json.put("executionsArchived", counts.executionsArchived());
    json.put("executionsDeleted", counts.executionsDeleted());
    json.put("held", counts.held());
    json.put("unreadable", counts.unreadable());
    json.put("partitionsDropped", counts.partitionsDropped());
    json.put("bytesFreed", counts.bytesFreed());
    json.put("archive", run.archive());
    json.put("error", run.error());
    return json;
  }

  static ObjectNode hold(LegalHold hold) {
    ObjectNode json = Json.object();
    json.put("executionId", hold.executionId());
    json.put("reason", hold.reason());
    json.put("placedBy", hold.placedBy());
    json.put("placedAt", Times.format(hold.placedAt()));
    return json;
  }

  private static @Nullable String time(@Nullable Instant time) {
    return time == null ? null : Times.format(time);
  }
}
