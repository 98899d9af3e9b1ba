package net.intentus.agent;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import net.intentus.audit.AuditEntry;
import net.intentus.audit.AuditLog;
import net.intentus.intent.Caller;
import net.intentus.privacy.Sealer;
import org.jspecify.annotations.Nullable;

/**
 * The secrets that payloads refer to by name. Stored sealed, given to the agents that they are for,
 * and shown to nobody. Changes are audited and hold at once on every instance. Thread-safe.
 */
@Singleton
public class PayloadSecrets {
  private static final String OBJECT = "secret";
  private static final String PURPOSE = "payload-secret";
  private final PayloadSecretStore store;
  private final Sealer sealer;
  private final Consumer<AuditEntry> audit;
  private final Clock clock;

  @Inject
  PayloadSecrets(PayloadSecretStore store, Sealer sealer, AuditLog audit, Clock clock) {
    this(store, sealer, audit::record, clock);
  }

  PayloadSecrets(PayloadSecretStore store, Sealer sealer, Consumer<AuditEntry> audit, Clock clock) {
    this.store = store;
    this.sealer = sealer;
    this.audit = audit;
    this.clock = clock;
  }

  /** A secret and its value, for a call. */
  record Opened(PayloadSecret secret, String value) {
    @Override
    public String toString() {
      return "Opened[" + secret.name() + "]";
    }
  }

  /** Up to that many that the caller may change, behind a cursor, in order. */
  public List<PayloadSecret> list(@Nullable String after, int limit, Caller caller) {
    return store.after(after, limit, caller.allTenants() ? null : caller.tenant()).stream()
        .map(PayloadSecretEntity::view)
        .toList();
  }

  /** Where {@link #list} goes on behind a secret. */
  public static String cursor(PayloadSecret secret) {
    return PayloadSecretEntity.id(secret.tenant(), secret.name());
  }

  /** Whether submissions of that tenant may refer to a secret of that name. */
  public boolean known(@Nullable String tenant, String name) {
    return store.find(tenant, name).isPresent();
  }

  /** The secret that submissions of that tenant mean; empty when there is none. */
  Optional<Opened> open(@Nullable String tenant, String name) {
    return store
        .find(tenant, name)
        .flatMap(
            row ->
                sealer
                    .open(row.id(), PURPOSE, row.sealed())
                    .map(plain -> new String(plain, StandardCharsets.UTF_8))
                    .map(value -> new Opened(row.view(), value)));
  }

  /**
   * Keeps a secret, in the place of the one there is.
   *
   * @param tenant whose; the caller must be allowed to change what belongs to it
   * @return whether there was none
   */
  @Transactional
  public boolean put(
      String name, @Nullable String tenant, List<String> agents, String value, Caller by) {
    requireChangeable(by, tenant);
    byte[] sealed =
        sealer.seal(
            PayloadSecretEntity.id(tenant, name), PURPOSE, value.getBytes(StandardCharsets.UTF_8));
    PayloadSecretEntity row = store.lock(tenant, name).orElse(null);
    if (row == null) {
      store.insert(new PayloadSecretEntity(name, tenant, agents, sealed, clock.millis()));
    } else {
      row.change(agents, sealed, clock.millis());
    }
    audit.accept(
        entry(row == null ? "secret.create" : "secret.update", name, tenant, by)
            .with("agents", String.join(", ", agents)));
    return row == null;
  }

  /** Forgets a secret; whether there was one. */
  @Transactional
  public boolean remove(String name, @Nullable String tenant, Caller by) {
    requireChangeable(by, tenant);
    Optional<PayloadSecretEntity> row = store.lock(tenant, name);
    row.ifPresent(
        found -> {
          store.remove(found);
          audit.accept(entry("secret.delete", name, tenant, by));
        });
    return row.isPresent();
  }

  /** The secret as it is now; empty when there is none of exactly that tenant. */
  public Optional<PayloadSecret> find(String name, @Nullable String tenant) {
    return store
        .find(tenant, name)
        .map(PayloadSecretEntity::view)
        .filter(secret -> Objects.equals(secret.tenant(), tenant));
  }

  /** Whether the caller may change secrets of that tenant; null is all tenants. */
  public static boolean mayChange(Caller caller, @Nullable String tenant) {
    return Tenancy.mayChange(caller, tenant);
  }

  private static void requireChangeable(Caller caller, @Nullable String tenant) {
    if (!mayChange(caller, tenant)) {
      throw new IllegalArgumentException("a secret of another tenant");
    }
  }

  private static AuditEntry entry(String action, String name, @Nullable String tenant, Caller by) {
    AuditEntry entry = AuditEntry.of(by, action, OBJECT, name);
    return tenant == null ? entry : entry.with("tenant", tenant);
  }
}
