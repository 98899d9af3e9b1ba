package net.intentus.security;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.time.Clock;
import net.intentus.audit.AuditEntry;
import net.intentus.audit.AuditLog;
import net.intentus.intent.Caller;

/** Changes to users, each with its entry in the trail and its effect on sessions, or not at all. */
@Singleton
class UserChanges {
  private static final String OBJECT = "user";

  private final UserStore users;
  private final Sessions sessions;
  private final FactorStore factors;
  private final AuditLog audit;
  private final Clock clock;

  @Inject
  UserChanges(
      UserStore users, Sessions sessions, FactorStore factors, AuditLog audit, Clock clock) {
    this.users = users;
    this.sessions = sessions;
    this.factors = factors;
    this.audit = audit;
    this.clock = clock;
  }

  /** False when the name is taken. */
  @Transactional
  public boolean create(Caller by, ConsoleUser user, String hash) {
    if (users.find(user.name()).isPresent()) {
      return false;
    }
    users.insert(user, hash, clock.millis());
    audit.record(described(AuditEntry.of(by, "user.create", OBJECT, user.name()), user));
    return true;
  }

  /** Ends the sessions of a user that is let in no more. */
  @Transactional
  public void change(Caller by, ConsoleUser before, ConsoleUser wanted) {
    users.change(wanted);
    String action =
        before.disabled() == wanted.disabled()
            ? "user.update"
            : wanted.disabled() ? "user.disable" : "user.enable";
    AuditEntry entry = described(AuditEntry.of(by, action, OBJECT, wanted.name()), wanted);
    audit.record(wanted.disabled() ? entry.with("sessionsEnded", ended(wanted.name())) : entry);
  }

  /** Ends all sessions of the user: whoever knew the old password is out. */
  @Transactional
  public void password(Caller by, String name, String hash) {
    users.changePassword(name, hash);
    factors.endPending(name);
    audit.record(
        AuditEntry.of(by, "user.password", OBJECT, name).with("sessionsEnded", ended(name)));
  }

  /** Takes the user's second factor away and ends its sessions; false when it has none. */
  @Transactional
  public boolean factor(Caller by, String name) {
    if (!factors.delete(name)) {
      return false;
    }
    audit.record(
        AuditEntry.of(by, "user.factor.reset", OBJECT, name).with("sessionsEnded", ended(name)));
    return true;
  }

  private String ended(String name) {
    return Integer.toString(sessions.endAllOf(name));
  }

  private static AuditEntry described(AuditEntry entry, ConsoleUser user) {
    return entry.with("tenant", user.tenant()).with("roles", RoleNames.join(user.roles()));
  }
}
