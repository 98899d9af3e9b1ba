package net.intentus.journal;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.NoSuchElementException;
import net.intentus.intent.CanonicalJson;
import net.intentus.intent.Hashes;
import net.intentus.intent.IntentRef;
import net.intentus.intent.Json;
import net.intentus.intent.Strategy;
import net.intentus.intent.Times;
import net.intentus.journal.Evidence.Content;
import net.intentus.journal.Evidence.Gap;
import net.intentus.journal.Evidence.Seal;
import net.intentus.privacy.KeySignature;
import org.jspecify.annotations.Nullable;

/**
 * Reads back what {@link ExportDocument} wrote, believing nothing: what is missing or misshapen in
 * the row makes the file unreadable, what is wrong with an event is found by the checks. Pure.
 */
final class ExportReader {
  private final JsonNode document;
  private final List<PackedEvent> events = new ArrayList<>();
  private @Nullable Gap gap;
  private @Nullable Integer looseLink;

  private final PayloadVault vault;

  private ExportReader(JsonNode document, PayloadVault vault) {
    this.document = document;
    this.vault = vault;
  }

  /**
   * The record that the file claims to be.
   *
   * @param vault decrypts what is in the file in encrypted form only
   * @throws Unreadable when it is no exported execution of a known version
   */
  static Evidence read(byte[] file, PayloadVault vault) throws Unreadable {
    JsonNode json;
    try {
      json = Json.readFile(file);
    } catch (IOException e) {
      throw new Unreadable("It is no JSON text.");
    }
    if (!json.path("format").asText().equals(ExportDocument.FORMAT)
        || json.path("version").asInt() != ExportDocument.VERSION) {
      throw new Unreadable("It is no exported execution of a version that is known here.");
    }
    try {
      return new ExportReader(json, vault).evidence();
    } catch (IllegalArgumentException | DateTimeException | NoSuchElementException e) {
      throw new Unreadable("Parts of the exported execution are missing or not as they should be.");
    }
  }

  /** The file is no exported execution. */
  static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;

    Unreadable(String why) {
      super(why);
    }
  }

  private Evidence evidence() {
    ExecutionSummary row = row(document.path("execution"));
    events(row.executionId());
    return new Evidence(
        row,
        document.at("/execution/lastSeq").asInt(),
        events,
        gap,
        looseLink,
        content(row.executionId(), PayloadPart.ENVELOPE),
        content(row.executionId(), PayloadPart.RESPONSE),
        seals());
  }

  private static ExecutionSummary row(JsonNode row) {
    Instant created = time(text(row, "createdAt"));
    String completed = optional(row, "completedAt");
    String started = optional(row, "startedAt");
    List<String> tags = new ArrayList<>();
    row.path("tags").forEach(tag -> tags.add(tag.asText()));
    return new ExecutionSummary(
        text(row, "executionId"),
        ExecutionStatus.find(text(row, "status")).orElseThrow(),
        new IntentRef(text(row.path("intent"), "name"), text(row.path("intent"), "version")),
        Strategy.parse(text(row, "strategy")).orElseThrow(),
        optional(row, "agent"),
        text(row, "tenant"),
        text(row, "subject"),
        created,
        started == null ? null : time(started),
        completed == null ? null : time(completed),
        null,
        row.path("attempts").asInt(),
        text(row, "traceId"),
        text(row, "requestId"),
        tags,
        text(row, "envelopeHash"),
        optional(row, "responseHash"),
        optional(row, "fingerprint"),
        text(row, "journalHead"),
        text(row, "routingTableHash"),
        optional(row, "errorCode"),
        row.path("redactionCount").asInt());
  }

  private void events(String executionId) {
    String prev = executionId;
    for (JsonNode event : document.path("events")) {
      int seq = events.size() + 1;
      try {
        if (event.path("seq").asInt() != seq) {
          gap = new Gap(seq, "The event with this number is missing or out of place.");
          return;
        }
        if (!prev.equals(text(event, "prevHash")) && looseLink == null) {
          looseLink = seq;
        }
        prev = text(event, "hash");
        events.add(
            new PackedEvent(
                seq,
                EventType.valueOf(text(event, "type")),
                time(text(event, "at")),
                CanonicalJson.text(event.path("payload")),
                Hashes.parse(prev)));
      } catch (IllegalArgumentException | DateTimeException e) {
        gap = new Gap(seq, "The event with this number cannot be read.");
        return;
      }
    }
    if (events.isEmpty() || unreadable("events")) {
      gap = new Gap(events.size() + 1, "The events could not be read to the end.");
    }
  }

  private Content content(String executionId, PayloadPart part) {
    return unreadable(part.wire())
        ? Content.DAMAGED
        : ExportedPayloads.read(document, executionId, part, vault);
  }

  private boolean unreadable(String name) {
    for (JsonNode item : document.path("unreadable")) {
      if (item.asText().equals(name)) {
        return true;
      }
    }
    return false;
  }

  /** A file does not tell where the appends ended; its last event must be signed, if any must. */
  private List<Seal> seals() {
    List<Seal> seals = new ArrayList<>();
    boolean last = false;
    for (JsonNode row : document.path("signatures")) {
      int seq = row.path("seq").asInt();
      byte[] value = Base64.getDecoder().decode(text(row, "signature"));
      seals.add(new Seal(seq, new KeySignature(text(row, "keyId"), value)));
      last |= seq == events.size();
    }
    if (!last && !events.isEmpty()) {
      seals.add(new Seal(events.size(), null));
    }
    return seals;
  }

  private static String text(JsonNode object, String name) {
    JsonNode value = object.path(name);
    if (!value.isTextual()) {
      throw new IllegalArgumentException(name);
    }
    return value.textValue();
  }

  private static @Nullable String optional(JsonNode object, String name) {
    return object.path(name).isNull() ? null : text(object, name);
  }

  /** Only the form that is written: another one would hash differently. */
  private static Instant time(String text) {
    Instant time = Instant.parse(text);
    if (!Times.format(time).equals(text)) {
      throw new IllegalArgumentException("time");
    }
    return time;
  }
}
