package net.intentus.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import net.intentus.intent.Hashes;
import net.intentus.intent.Json;
import net.intentus.intent.Times;
import org.jspecify.annotations.Nullable;

/**
 * A stored entry as readers see it.
 *
 * @param at milliseconds since 1970 UTC
 * @param detail a JSON object
 * @param seq place in the chain, from 1 without a gap; null until it has one, a second or so
 * @param prevHash hash of the entry before it, or the chain's name
 */
public record AuditView(
    String id,
    long at,
    String actor,
    String tenant,
    String action,
    String objectType,
    @Nullable String objectId,
    @Nullable String address,
    String result,
    String detail,
    @Nullable Long seq,
    @Nullable String prevHash,
    @Nullable String hash) {

  /**
   * The entry as the API shows and exports it. Its {@code hash} is SHA-256 over the canonical form
   * (RFC 8785) of everything else in it.
   */
  public ObjectNode toJson() {
    ObjectNode json = content();
    json.put("hash", hash);
    return json;
  }

  /** The hash that the entry must have. */
  String expectedHash() {
    return Hashes.of(content());
  }

  private ObjectNode content() {
    ObjectNode json = Json.object();
    json.put("seq", seq);
    json.put("id", id);
    json.put("at", Times.format(Instant.ofEpochMilli(at)));
    json.put("actor", actor);
    json.put("tenant", tenant);
    json.put("action", action);
    json.putObject("object").put("type", objectType).put("id", objectId);
    json.put("address", address);
    json.put("result", result);
    json.set("detail", parsed());
    json.put("prevHash", prevHash);
    return json;
  }

  /** A detail that somebody made unreadable is shown as the text that it is. */
  private JsonNode parsed() {
    try {
      return Json.readStored(detail.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      return Json.object().put("unreadable", detail);
    }
  }
}
