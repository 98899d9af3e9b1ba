package net.intentus.policy;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import net.intentus.audit.AuditEntry;
import net.intentus.audit.AuditLog;
import net.intentus.intent.Caller;
import org.jspecify.annotations.Nullable;

/** Every version of the policy; the highest is in force. */
@ApplicationScoped
public class PolicyStore {
  @PersistenceContext(unitName = "intentusnet")
  private EntityManager entities;

  private @Nullable Consumer<AuditEntry> audit;

  protected PolicyStore() {}

  PolicyStore(EntityManager entities, Consumer<AuditEntry> audit) {
    this.entities = entities;
    this.audit = audit;
  }

  @Inject
  void audit(AuditLog log) {
    audit = log::record;
  }

  /** The highest version, 0 when there is none. */
  @Transactional
  public long currentVersion() {
    Long version =
        entities
            .createQuery("SELECT MAX(p.version) FROM PolicyDocumentEntity p", Long.class)
            .getSingleResult();
    return version == null ? 0 : version;
  }

  /** The policy in force; empty when none was ever saved. */
  @Transactional
  public Optional<StoredPolicy> current() {
    return find(currentVersion());
  }

  /** That version; empty when there is none. */
  @Transactional
  public Optional<StoredPolicy> find(long version) {
    return Optional.ofNullable(entities.find(PolicyDocumentEntity.class, version))
        .map(PolicyDocumentEntity::stored);
  }

  /**
   * Versions, newest first.
   *
   * @param before the version to begin behind, or null for the newest
   */
  @Transactional
  public List<PolicyVersion> versions(@Nullable Long before, int limit) {
    return entities
        .createQuery(
            "SELECT p.version, p.createdAt, p.createdBy, p.reason, p.restoredFrom"
                + " FROM PolicyDocumentEntity p WHERE p.version < :before ORDER BY p.version DESC",
            Object[].class)
        .setParameter("before", before == null ? Long.MAX_VALUE : before)
        .setMaxResults(limit)
        .getResultStream()
        .map(PolicyStore::version)
        .toList();
  }

  private static PolicyVersion version(Object[] row) {
    return new PolicyVersion(
        (Long) row[0],
        Instant.ofEpochMilli((Long) row[1]),
        (String) row[2],
        (String) row[3],
        (Long) row[4]);
  }

  /**
   * Puts a document in force as the next version, when the transaction commits.
   *
   * @throws jakarta.persistence.PersistenceException when somebody else saved that version first
   */
  @Transactional
  public StoredPolicy save(PolicyDocument document, String by, Instant at) {
    return insert(currentVersion() + 1, new PolicyDraft(document, null, null), by, at);
  }

  /**
   * Puts a draft in force, with its audit entry, as the version behind the one that must be in
   * force now; empty when that is another.
   *
   * @throws jakarta.persistence.PersistenceException when somebody else saved that version first
   */
  @Transactional
  Optional<StoredPolicy> change(PolicyDraft draft, long expected, Caller by, Instant at) {
    if (currentVersion() != expected) {
      return Optional.empty();
    }
    StoredPolicy saved = insert(expected + 1, draft, by.subject(), at);
    Objects.requireNonNull(audit).accept(draft.audit(saved.version(), by));
    return Optional.of(saved);
  }

  /**
   * The same for the policy of a compiled plan.
   *
   * @param expected the version that must be in force now
   */
  @Transactional
  public Optional<StoredPolicy> change(
      PolicyDocument document, String reason, long expected, Caller by, Instant at) {
    return change(new PolicyDraft(document, reason, null), expected, by, at);
  }

  private StoredPolicy insert(long version, PolicyDraft draft, String by, Instant at) {
    PolicyDocumentEntity entity = new PolicyDocumentEntity(version, draft, at, by);
    entities.persist(entity);
    entities.flush();
    return entity.stored();
  }
}
