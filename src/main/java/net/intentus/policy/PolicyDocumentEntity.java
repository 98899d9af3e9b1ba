package net.intentus.policy;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import net.intentus.intent.Json;
import org.jspecify.annotations.Nullable;

/** One version of the policy. Written once, never changed. */
@Entity
@Table(name = "policy_document")
class PolicyDocumentEntity {
  private static final int MAX_SUBJECT = 256;

  @Id private long version;
  private String document;

  @Column(name = "created_at")
  private long createdAt;

  @Column(name = "created_by")
  private String createdBy;

  private @Nullable String reason;

  @Column(name = "restored_from")
  private @Nullable Long restoredFrom;

  protected PolicyDocumentEntity() {}

  PolicyDocumentEntity(long version, PolicyDraft draft, Instant createdAt, String createdBy) {
    this.version = version;
    this.document = new String(Json.bytes(draft.document().toJson()), StandardCharsets.UTF_8);
    this.createdAt = createdAt.toEpochMilli();
    this.createdBy =
        createdBy.length() <= MAX_SUBJECT ? createdBy : createdBy.substring(0, MAX_SUBJECT);
    this.reason = draft.reason();
    this.restoredFrom = draft.restoredFrom();
  }

  PolicyVersion about() {
    return new PolicyVersion(
        version, Instant.ofEpochMilli(createdAt), createdBy, reason, restoredFrom);
  }

  StoredPolicy stored() {
    try {
      return new StoredPolicy(
          about(),
          PolicyDocument.lenient(Json.readStored(document.getBytes(StandardCharsets.UTF_8))));
    } catch (IOException e) {
      throw new IllegalStateException("policy version " + version + " is not JSON any more", e);
    }
  }
}
