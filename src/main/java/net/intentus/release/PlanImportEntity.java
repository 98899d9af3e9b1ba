package net.intentus.release;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One import. Written once, never changed. Times are milliseconds since 1970 UTC. */
@Entity
@Cacheable(false)
@Table(name = "plan_import")
class PlanImportEntity {
  private static final int MAX_SUBJECT = 256;

  @Id private long number;
  private String hash;

  @Column(name = "signed_by")
  private @Nullable String signedBy;

  @Column(name = "imported_by")
  private String importedBy;

  @Column(name = "imported_at")
  private long importedAt;

  protected PlanImportEntity() {}

  PlanImportEntity(PlanImport made) {
    this.number = made.number();
    this.hash = made.hash();
    this.signedBy = made.signedBy();
    this.importedBy =
        made.by().length() <= MAX_SUBJECT ? made.by() : made.by().substring(0, MAX_SUBJECT);
    this.importedAt = made.at().toEpochMilli();
  }

  PlanImport read() {
    return new PlanImport(number, hash, signedBy, importedBy, Instant.ofEpochMilli(importedAt));
  }
}
