package net.intentus.audit;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** The end of the chain: the one row whose lock makes one instance at a time seal. */
@Entity
@Cacheable(false)
@Table(name = "audit_head")
class AuditHead {
  static final int ONLY = 1;

  @Id private int id;
  private String chain;

  @Column(name = "seq")
  private long seq;

  private String hash;

  protected AuditHead() {}

  /** Gives the chain its name, once. */
  void begin(String name) {
    if (chain.isEmpty()) {
      chain = name;
      hash = name;
    }
  }

  /** Puts the row behind the last one. */
  void append(AuditRow row) {
    row.seal(seq + 1, hash);
    seq = row.seq();
    hash = row.hash();
  }

  AuditChain chain() {
    return new AuditChain(chain, seq, hash);
  }
}
