package net.intentus.policy;

import java.time.Instant;

/** One version of the policy as the database keeps it. */
public record StoredPolicy(PolicyVersion about, PolicyDocument document) {

  /** A version that nobody gave a reason for. */
  public StoredPolicy(long version, PolicyDocument document, Instant createdAt, String createdBy) {
    this(new PolicyVersion(version, createdAt, createdBy, null, null), document);
  }

  /** Its number. */
  public long version() {
    return about.version();
  }

  /** When it was put in force. */
  public Instant createdAt() {
    return about.createdAt();
  }

  /** The subject that put it in force. */
  public String createdBy() {
    return about.createdBy();
  }
}
