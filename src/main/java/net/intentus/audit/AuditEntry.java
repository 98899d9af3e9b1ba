package net.intentus.audit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Objects;
import net.intentus.intent.Caller;
import net.intentus.intent.Json;
import org.jspecify.annotations.Nullable;

/**
 * What somebody did, or tried to do. The trail itself adds the time and an identifier.
 *
 * @param actor the subject that acted, such as {@code user:admin} or {@code system}
 * @param tenant the tenant the actor belongs to
 * @param action verb with its object, such as {@code agent.update}
 * @param objectType what was acted on, such as {@code agent}
 * @param objectId which one, or null when there is no such object
 * @param address network address of the peer, or null when nobody was connected
 * @param detail further facts; the caller leaves secrets and payloads out
 */
public record AuditEntry(
    String actor,
    String tenant,
    String action,
    String objectType,
    @Nullable String objectId,
    @Nullable String address,
    Result result,
    ObjectNode detail) {

  /** How it ended. */
  public enum Result {
    /** The change was made. */
    OK,
    /** The actor was not allowed to, or did not prove who it is. */
    REFUSED,
    /** It was allowed, and went wrong. */
    FAILED;

    /** The lower-case form that is stored. */
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public AuditEntry {
    Objects.requireNonNull(actor, "actor");
    Objects.requireNonNull(tenant, "tenant");
    Objects.requireNonNull(action, "action");
    Objects.requireNonNull(objectType, "objectType");
    Objects.requireNonNull(result, "result");
    detail = detail.deepCopy();
  }

  /** A change that the caller made. The key that it used is named where the subject does not. */
  public static AuditEntry of(
      Caller caller, String action, String objectType, @Nullable String objectId) {
    ObjectNode detail = Json.object();
    if (caller.keyId() != null && !caller.subject().equals("key:" + caller.keyId())) {
      detail.put("key", caller.keyId());
    }
    return new AuditEntry(
        caller.subject(),
        caller.tenant(),
        action,
        objectType,
        objectId,
        caller.address(),
        Result.OK,
        detail);
  }

  /** A change that the runtime made by itself. */
  public static AuditEntry bySystem(String action, String objectType, @Nullable String objectId) {
    return of(
        new Caller("system", Caller.ALL_TENANTS, java.util.Set.of(), null, null),
        action,
        objectType,
        objectId);
  }

  /** The same entry with another result. */
  public AuditEntry ended(Result other) {
    return new AuditEntry(actor, tenant, action, objectType, objectId, address, other, detail);
  }

  /** The same entry with one more fact. */
  public AuditEntry with(String name, String value) {
    ObjectNode more = detail.deepCopy();
    more.put(name, value);
    return new AuditEntry(actor, tenant, action, objectType, objectId, address, result, more);
  }
}
