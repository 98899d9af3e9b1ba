package net.intentus.policy;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Optional;

/** Every version of the policy; the highest is in force. */
@ApplicationScoped
public class PolicyStore {
  @PersistenceContext(unitName = "intentusnet")
  private EntityManager entities;

  protected PolicyStore() {}

  PolicyStore(EntityManager entities) {
    this.entities = entities;
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
    return Optional.ofNullable(entities.find(PolicyDocumentEntity.class, currentVersion()))
        .map(PolicyDocumentEntity::stored);
  }

  /**
   * Puts a document in force as the next version, when the transaction commits.
   *
   * @throws jakarta.persistence.PersistenceException when somebody else saved that version first
   */
  @Transactional
  public StoredPolicy save(PolicyDocument document, String by, Instant at) {
    PolicyDocumentEntity entity = new PolicyDocumentEntity(currentVersion() + 1, document, at, by);
    entities.persist(entity);
    entities.flush();
    return entity.stored();
  }
}
