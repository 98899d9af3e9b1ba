package net.intentus.audit;

import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.util.List;
import net.intentus.config.Ids;

/** The trail over a test's entity manager. */
public final class TrailFixture {
  /** What the table is mapped to. */
  public static final List<String> ENTITIES =
      List.of(AuditRow.class.getName(), AuditHead.class.getName());

  private static final AuditFilter ALL = new AuditFilter(null, null, null, null, null, null);

  private final AuditStore store = new AuditStore();
  public final AuditLog log;

  public TrailFixture(EntityManager entities, Clock clock) {
    store.entities = entities;
    log = new AuditLog(store, new Ids(clock), clock);
  }

  /** Action, object and result of the newest entries, newest first. */
  public List<String> recent(int limit) {
    return store.page(ALL, null, limit).stream()
        .map(a -> a.actor() + " " + a.action() + " " + a.objectId() + " " + a.result())
        .toList();
  }

  List<AuditView> views(int limit) {
    return store.page(ALL, null, limit);
  }
}
