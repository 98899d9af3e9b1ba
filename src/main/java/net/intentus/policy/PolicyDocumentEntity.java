package net.intentus.policy;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import net.intentus.intent.Json;

/** One version of the policy. Written once, never changed. */
@Entity
@Table(name = "policy_document")
class PolicyDocumentEntity {
  @Id private long version;
  private String document;

  @Column(name = "created_at")
  private long createdAt;

  @Column(name = "created_by")
  private String createdBy;

  protected PolicyDocumentEntity() {}

  PolicyDocumentEntity(long version, PolicyDocument document, Instant createdAt, String createdBy) {
    this.version = version;
    this.document = new String(Json.bytes(document.toJson()), StandardCharsets.UTF_8);
    this.createdAt = createdAt.toEpochMilli();
    this.createdBy = createdBy;
  }

  StoredPolicy stored() {
    try {
      return new StoredPolicy(
          version,
          PolicyDocument.lenient(Json.readStored(document.getBytes(StandardCharsets.UTF_8))),
          Instant.ofEpochMilli(createdAt),
          createdBy);
    } catch (IOException e) {
      throw new IllegalStateException("policy version " + version + " is not JSON any more", e);
    }
  }
}
