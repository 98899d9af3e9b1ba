package net.intentus.intent;

import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who is asking, as authentication established it.
 *
 * @param subject stable name, such as {@code key:abc} or {@code user:admin}
 * @param tenant the tenant the credential belongs to, or {@code *} for all
 * @param roles role names; those unknown to the contract mean something to policy rules only
 * @param keyId id of the API key, or null for a console user
 * @param address network address of the peer, or null when unknown
 */
public record Caller(
    String subject,
    String tenant,
    Set<String> roles,
    @Nullable String keyId,
    @Nullable String address) {

  /** The tenant that sees all tenants. */
  public static final String ALL_TENANTS = "*";

  /** Where work of an all-tenant caller goes when no tenant is named. */
  public static final String DEFAULT_TENANT = "default";

  public Caller {
    Objects.requireNonNull(subject, "subject");
    Objects.requireNonNull(tenant, "tenant");
    roles = Set.copyOf(roles);
  }

  /** Whether the caller sees every tenant. */
  public boolean allTenants() {
    return ALL_TENANTS.equals(tenant);
  }

  /** Whether the caller may see an object of that tenant. */
  public boolean sees(String objectTenant) {
    return allTenants() || tenant.equals(objectTenant);
  }

  /** Whether the caller has the role itself or one that includes it. */
  public boolean has(Role role) {
    return roles.stream()
        .anyMatch(name -> Role.find(name).filter(r -> r.includes(role)).isPresent());
  }
}
