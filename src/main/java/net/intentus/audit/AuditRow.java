package net.intentus.audit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.nio.charset.StandardCharsets;
import net.intentus.intent.Json;
import org.jspecify.annotations.Nullable;

/** One stored entry. Nothing in it ever changes; it gets its place in the chain once. */
@Entity
@Cacheable(false)
@Table(name = "audit_entry")
class AuditRow {
  private static final int MAX_DETAIL = 4000;

  @Id private String id;

  @Column(name = "at_millis", updatable = false)
  private long at;

  @Column(updatable = false)
  private String actor;

  @Column(updatable = false)
  private String tenant;

  @Column(updatable = false)
  private String action;

  @Column(name = "object_type", updatable = false)
  private String objectType;

  @Column(name = "object_id", updatable = false)
  private @Nullable String objectId;

  @Column(updatable = false)
  private @Nullable String address;

  @Column(updatable = false)
  private String result;

  @Column(updatable = false)
  private String detail;

  private @Nullable Long seq;

  @Column(name = "prev_hash")
  private @Nullable String prevHash;

  private @Nullable String hash;

  protected AuditRow() {}

  AuditRow(String id, long at, AuditEntry entry) {
    this.id = id;
    this.at = at;
    this.actor = fit(entry.actor(), 200);
    this.tenant = fit(entry.tenant(), 128);
    this.action = entry.action();
    this.objectType = entry.objectType();
    this.objectId = entry.objectId() == null ? null : fit(entry.objectId(), 256);
    this.address = entry.address() == null ? null : fit(entry.address(), 64);
    this.result = entry.result().wire();
    this.detail = text(entry.detail());
  }

  /**
   * Names that others chose must not make an entry fail, and with it the change: they are cut, not
   * inside a character, and what no database stores becomes a question mark.
   */
  private static String fit(String text, int max) {
    int end = text.length() <= max ? text.length() : max;
    if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    StringBuilder kept = new StringBuilder(end);
    text.substring(0, end)
        .codePoints()
        .map(c -> c == 0 || Character.getType(c) == Character.SURROGATE ? '?' : c)
        .forEach(kept::appendCodePoint);
    return kept.toString();
  }

  private static String text(ObjectNode detail) {
    String text = new String(Json.bytes(detail), StandardCharsets.UTF_8);
    return text.length() <= MAX_DETAIL ? text : "{\"cut\":true}";
  }

  /** Takes the place in the chain. */
  void seal(long place, String predecessor) {
    if (seq != null) {
      throw new IllegalStateException("an entry has one place in the chain");
    }
    seq = place;
    prevHash = predecessor;
    hash = view().expectedHash();
  }

  long seq() {
    if (seq == null) {
      throw new IllegalStateException("not in the chain yet");
    }
    return seq;
  }

  String hash() {
    if (hash == null) {
      throw new IllegalStateException("not in the chain yet");
    }
    return hash;
  }

  AuditView view() {
    return new AuditView(
        id,
        at,
        actor,
        tenant,
        action,
        objectType,
        objectId,
        address,
        result,
        detail,
        seq,
        prevHash,
        hash);
  }
}
