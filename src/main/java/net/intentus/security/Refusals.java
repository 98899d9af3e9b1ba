package net.intentus.security;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Locale;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import net.intentus.audit.AuditEntry;
import net.intentus.audit.AuditLog;
import net.intentus.intent.Caller;
import net.intentus.privacy.SecretShapes;
import org.jspecify.annotations.Nullable;

/**
 * Tells the trail of attempts that were refused, so many that nobody can fill it. Thread-safe. A
 * refusal stands also when it cannot be written.
 */
@Singleton
public class Refusals {
  private static final Logger LOG = Logger.getLogger(Refusals.class.getName());
  private static final Caller STRANGER =
      new Caller("anonymous", Caller.ALL_TENANTS, Set.of(), null, null);
  private static final Kind OTHERS = new Kind("anonymous", "*", "access.refused", "others", null);

  /** What makes two refusals the same. */
  private record Kind(
      String actor, String tenant, String action, String why, @Nullable String address) {}

  private final AuditLog audit;
  private final RefusalBound<Kind> bound;

  @Inject
  Refusals(AuditLog audit, Clock clock) {
    this.audit = audit;
    this.bound = new RefusalBound<>(clock, OTHERS);
  }

  /**
   * Somebody known may not do that.
   *
   * @param method of HTTP
   * @param path without its query
   */
  public void forbidden(Caller caller, String method, String path) {
    note(caller, "access.refused", "forbidden", "path", SecretShapes.mask(method + " " + path));
  }

  /** A key was presented that is no good. */
  public void badKey(KeyResult.Reason why, @Nullable String address, String method, String path) {
    Caller stranger = new Caller(STRANGER.subject(), STRANGER.tenant(), Set.of(), null, address);
    String reason = why.name().toLowerCase(Locale.ROOT);
    note(stranger, "access.refused", reason, "path", SecretShapes.mask(method + " " + path));
  }

  /**
   * A sign-in failed.
   *
   * @param user null when there is none of that name
   * @param why for readers of the trail only
   */
  void signIn(@Nullable ConsoleUser user, @Nullable String address, String why) {
    Caller caller =
        user == null
            ? new Caller(STRANGER.subject(), STRANGER.tenant(), Set.of(), null, address)
            : new Caller(user.subject(), user.tenant(), Set.of(), null, address);
    note(caller, "session.start", why, "user", user == null ? null : user.name());
  }

  /** Writes what was counted. Called every second or so. */
  public void tick() {
    for (RefusalBound.Counted<Kind> counted : bound.over()) {
      Kind kind = counted.kind();
      Caller caller = new Caller(kind.actor(), kind.tenant(), Set.of(), null, kind.address());
      write(
          AuditEntry.of(caller, kind.action(), "refusals", null)
              .with("reason", kind.why())
              .with("times", Long.toString(counted.times())));
    }
  }

  private void note(
      Caller caller, String action, String why, String type, @Nullable String object) {
    Kind kind = new Kind(caller.subject(), caller.tenant(), action, why, caller.address());
    if (bound.writes(kind)) {
      write(AuditEntry.of(caller, action, type, object).with("reason", why));
    }
  }

  private void write(AuditEntry entry) {
    try {
      audit.record(entry.ended(AuditEntry.Result.REFUSED));
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "a refusal could not be written to the audit trail", e);
    }
  }
}
