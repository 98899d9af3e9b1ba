package net.intentus.audit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.nio.charset.StandardCharsets;
import net.intentus.intent.Json;
import org.jspecify.annotations.Nullable;

/** One stored entry. Nothing in it ever changes. */
@Entity
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

  protected AuditRow() {}

  AuditRow(String id, long at, AuditEntry entry) {
    this.id = id;
    this.at = at;
    this.actor = cut(entry.actor(), 200);
    this.tenant = cut(entry.tenant(), 128);
    this.action = entry.action();
    this.objectType = entry.objectType();
    this.objectId = entry.objectId() == null ? null : cut(entry.objectId(), 256);
    this.address = entry.address() == null ? null : cut(entry.address(), 64);
    this.result = entry.result().wire();
    this.detail = text(entry.detail());
  }

  /** Names that others chose must not make an entry fail, and with it the change. */
  private static String cut(String text, int max) {
    return text.length() <= max ? text : text.substring(0, max);
  }

  private static String text(ObjectNode detail) {
    String text = new String(Json.bytes(detail), StandardCharsets.UTF_8);
    return text.length() <= MAX_DETAIL ? text : "{\"cut\":true}";
  }

  AuditView view() {
    return new AuditView(
        id, at, actor, tenant, action, objectType, objectId, address, result, detail);
  }
}
