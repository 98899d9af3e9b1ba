package net.intentus.agent;

import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The tables of this room. Thread-safe in the container, whose entity manager is shared. */
@Singleton
class AgentStore {
  @PersistenceContext(unitName = "intentusnet")
  EntityManager entities;

  AgentStore() {}

  AgentStore(EntityManager entities) {
    this.entities = entities;
  }

  /**
   * What has changed since a version.
   *
   * @param names of all agents when some have been removed since, else null
   */
  record Delta(
      long version, long removals, List<AgentRegistration> changed, @Nullable Set<String> names) {}

  /** Waits until no other change is under way, anywhere, and keeps others waiting. */
  @Transactional(Transactional.TxType.MANDATORY)
  public RegistryVersionEntity lock() {
    return entities.find(
        RegistryVersionEntity.class, RegistryVersionEntity.ONLY, LockModeType.PESSIMISTIC_WRITE);
  }

  @Transactional
  public Optional<AgentEntity> find(String name) {
    return Optional.ofNullable(entities.find(AgentEntity.class, name));
  }

  @Transactional(Transactional.TxType.MANDATORY)
  public void insert(AgentRegistration registration, long now) {
    entities.persist(new AgentEntity(registration, now));
    entities.persist(new AgentHealthEntity(registration.name()));
  }

  @Transactional(Transactional.TxType.MANDATORY)
  public void remove(AgentEntity agent, String name) {
    entities.remove(agent);
    AgentHealthEntity health = entities.find(AgentHealthEntity.class, name);
    if (health != null) {
      entities.remove(health);
    }
  }

  /** False when there is no such agent. */
  @Transactional
  public boolean beat(String name, HealthStatus status, long now) {
    AgentHealthEntity health =
        entities.find(AgentHealthEntity.class, name, LockModeType.PESSIMISTIC_WRITE);
    if (health == null) {
      return false;
    }
    health.beat(status, now);
    return true;
  }

  @Transactional
  public Map<String, AgentHealth> health(Collection<String> names) {
    Map<String, AgentHealth> found = new HashMap<>();
    if (!names.isEmpty()) {
      entities
          .createQuery(
              "select h from AgentHealthEntity h where h.name in :names", AgentHealthEntity.class)
          .setParameter("names", names)
          .getResultList()
          .forEach(row -> found.put(row.name(), row.health()));
    }
    return found;
  }

  /**
   * The version is read first and the rows last: what is committed in between comes again with the
   * next delta, and nothing is missed.
   */
  @Transactional
  public Delta since(long version, long removals) {
    RegistryVersionEntity now =
        entities.find(RegistryVersionEntity.class, RegistryVersionEntity.ONLY);
    if (now.version() == version) {
      return new Delta(version, removals, List.of(), null);
    }
    Set<String> names =
        now.removals() == removals
            ? null
            : new HashSet<>(
                entities
                    .createQuery("select a.name from AgentEntity a", String.class)
                    .getResultList());
    List<AgentRegistration> changed =
        entities
            .createQuery("select a from AgentEntity a where a.revision > :known", AgentEntity.class)
            .setParameter("known", version)
            .getResultStream()
            .map(AgentEntity::registration)
            .toList();
    return new Delta(now.version(), now.removals(), changed, names);
  }
}
