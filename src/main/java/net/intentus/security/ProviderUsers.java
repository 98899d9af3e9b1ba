package net.intentus.security;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Optional;
import net.intentus.audit.AuditEntry;
import net.intentus.audit.AuditLog;
import net.intentus.intent.Caller;

/**
 * The people whom the provider knows. Each has a row among the users, so that it can be disabled
 * and has sessions like everybody; tenant and roles are what the provider said last. Thread-safe.
 */
@Singleton
class ProviderUsers {
  private final UserStore users;
  private final AuditLog audit;
  private final Clock clock;

  @Inject
  ProviderUsers(UserStore users, AuditLog audit, Clock clock) {
    this.users = users;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * The user as the provider describes it now; empty when it is disabled here.
   *
   * @param unusableHash of a password that nobody knows, for a user who is new
   */
  @Transactional
  public Optional<ConsoleUser> arrive(Caller caller, String unusableHash) {
    String name = caller.subject();
    ConsoleUser wanted = new ConsoleUser(name, caller.tenant(), caller.roles(), false);
    ConsoleUser before = users.find(name).map(UserStore.Known::user).orElse(null);
    if (before == null) {
      users.insert(wanted, unusableHash, clock.millis());
      audit.record(described(AuditEntry.of(caller, "user.create", "user", name), wanted));
    } else if (before.disabled()) {
      return Optional.empty();
    } else if (!before.equals(wanted)) {
      users.change(wanted);
      audit.record(described(AuditEntry.of(caller, "user.update", "user", name), wanted));
    }
    return Optional.of(wanted);
  }

  private static AuditEntry described(AuditEntry entry, ConsoleUser user) {
    return entry.with("tenant", user.tenant()).with("roles", RoleNames.join(user.roles()));
  }
}
