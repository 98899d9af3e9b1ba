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
import java.util.function.Predicate;
import net.intentus.audit.AuditEntry;
import net.intentus.audit.AuditLog;
import net.intentus.intent.Caller;
import net.intentus.privacy.Sealer;
import org.jspecify.annotations.Nullable;

/**
 * What agents want to see of their callers. Stored sealed, sent to the agents that refer to it, and
 * shown to nobody. Only agents of the credential's own tenant may use it: else whoever may register
 * an agent could have any secret sent to an address of theirs. Changes are audited and hold at once
 * on every instance. Thread-safe.
 */
@Singleton
public class Credentials {
  private static final String OBJECT = "credential";
  private final CredentialStore store;
  private final Sealer sealer;
  private final Consumer<AuditEntry> audit;
  private final Predicate<String> used;
  private final Clock clock;

  @Inject
  Credentials(
      CredentialStore store, Sealer sealer, AuditLog audit, AgentRegistry agents, Clock clock) {
    this(
        store,
        sealer,
        audit::record,
        name -> agents.anyUses(endpoint -> name.equals(endpoint.credentialRef())),
        clock);
  }

  Credentials(
      CredentialStore store,
      Sealer sealer,
      Consumer<AuditEntry> audit,
      Predicate<String> used,
      Clock clock) {
    this.store = store;
    this.sealer = sealer;
    this.audit = audit;
    this.used = used;
    this.clock = clock;
  }

  /** The credential, if the caller may see it. */
  public Optional<Credential> find(String name, Caller caller) {
    return store
        .find(name)
        .map(CredentialEntity::view)
        .filter(credential -> seenBy(caller, credential));
  }

  /** Up to that many that the caller may see, behind a name, in order. */
  public List<Credential> list(@Nullable String after, int limit, Caller caller) {
    return store.after(after, limit, caller.allTenants() ? null : caller.tenant()).stream()
        .map(CredentialEntity::view)
        .toList();
  }

  /** Whether an agent of that tenant may use a credential of that name. */
  boolean usable(String name, @Nullable String tenant) {
    return store.find(name).filter(row -> Objects.equals(row.view().tenant(), tenant)).isPresent();
  }

  /** The header for an agent of that tenant; empty when it may use no credential of that name. */
  Optional<CredentialHeader> header(String name, @Nullable String tenant) {
    return store
        .find(name)
        .filter(row -> Objects.equals(row.view().tenant(), tenant))
        .flatMap(
            row ->
                sealer
                    .open(name, OBJECT, row.sealed())
                    .map(secret -> new String(secret, StandardCharsets.UTF_8))
                    .map(secret -> CredentialHeader.of(row.view(), secret)));
  }

  /** Makes a credential; the draft must have a secret. */
  @Transactional
  public CredentialChange create(CredentialDraft draft, Caller by) {
    if (!Tenancy.mayChange(by, draft.tenant())) {
      return new CredentialChange.NotAllowed();
    }
    if (store.find(draft.name()).isPresent()) {
      return new CredentialChange.Taken();
    }
    String secret = Objects.requireNonNull(draft.secret(), "secret");
    CredentialEntity row = new CredentialEntity(draft, seal(draft.name(), secret), clock.millis());
    store.insert(row);
    audit.accept(AuditEntry.of(by, "credential.create", OBJECT, draft.name()));
    return new CredentialChange.Changed(row.view());
  }

  /**
   * Changes a credential; name and tenant stay.
   *
   * @param revision the one it must have, or null for any
   */
  @Transactional
  public CredentialChange replace(CredentialDraft draft, @Nullable Long revision, Caller by) {
    CredentialEntity row = store.lock(draft.name()).orElse(null);
    CredentialChange refusal = refusal(row, revision, by);
    if (refusal != null || row == null) {
      return refusal == null ? new CredentialChange.NotFound() : refusal;
    }
    String secret = draft.secret();
    row.change(draft, secret == null ? row.sealed() : seal(draft.name(), secret), clock.millis());
    audit.accept(
        AuditEntry.of(by, "credential.update", OBJECT, draft.name())
            .with("secret", secret == null ? "kept" : "changed"));
    return new CredentialChange.Changed(row.view());
  }

  /**
   * Removes a credential that no agent refers to.
   *
   * @param revision the one it must have, or null for any
   */
  @Transactional
  public CredentialChange remove(String name, @Nullable Long revision, Caller by) {
    CredentialEntity row = store.lock(name).orElse(null);
    CredentialChange refusal = refusal(row, revision, by);
    if (refusal != null || row == null) {
      return refusal == null ? new CredentialChange.NotFound() : refusal;
    }
    if (used.test(name)) {
      return new CredentialChange.InUse();
    }
    store.remove(row);
    audit.accept(AuditEntry.of(by, "credential.delete", OBJECT, name));
    return new CredentialChange.Removed();
  }

  private static @Nullable CredentialChange refusal(
      @Nullable CredentialEntity row, @Nullable Long revision, Caller by) {
    if (row == null || !seenBy(by, row.view())) {
      return new CredentialChange.NotFound();
    }
    return revision != null && revision != row.view().revision()
        ? new CredentialChange.Stale()
        : null;
  }

  /** Nobody sees what they may not change. */
  private static boolean seenBy(Caller caller, Credential credential) {
    return Tenancy.mayChange(caller, credential.tenant());
  }

  private byte[] seal(String name, String secret) {
    return sealer.seal(name, OBJECT, secret.getBytes(StandardCharsets.UTF_8));
  }
}
