package net.intentus.security;

import com.nimbusds.jwt.JWTClaimsSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import net.intentus.intent.Caller;
import net.intentus.intent.Violations;
import org.jspecify.annotations.Nullable;

/**
 * Makes a caller of what a token claims. What the token names is put behind a prefix, so that no
 * issuer can speak for a user or a key of ours. Immutable.
 *
 * @param prefix of the subject, with its colon
 * @param rolesClaim the claim that lists roles; those that we do not know mean something to policy
 * @param tenantClaim absent from a token means {@code default}
 * @param allTenants whether that claim may say {@code *}
 */
record TokenClaims(String prefix, String rolesClaim, String tenantClaim, boolean allTenants) {
  private static final int MAX_NAME = 190;
  private static final int MAX_ROLES = 200;

  TokenClaims(String prefix, String tenantClaim, boolean allTenants) {
    this(prefix, "groups", tenantClaim, allTenants);
  }

  /** Empty when a claim is missing, too long or of the wrong form. */
  Optional<Caller> caller(JWTClaimsSet claims, @Nullable String name, @Nullable String address) {
    String tenant = tenant(claims);
    Set<String> roles = roles(claims);
    if (name == null
        || name.isBlank()
        || name.length() > MAX_NAME
        || name.chars().anyMatch(Character::isISOControl)
        || tenant == null
        || roles == null) {
      return Optional.empty();
    }
    return Optional.of(new Caller(prefix + name, tenant, roles, null, address));
  }

  private @Nullable String tenant(JWTClaimsSet claims) {
    Object claimed = claim(claims, tenantClaim);
    if (claimed == null) {
      return Caller.DEFAULT_TENANT;
    }
    if (!(claimed instanceof String tenant) || (tenant.equals(Caller.ALL_TENANTS) && !allTenants)) {
      return null;
    }
    Violations wrong = new Violations();
    Grants.check(tenant, wrong);
    return wrong.isEmpty() ? tenant : null;
  }

  /** A claim by its name, or else by a path through objects ({@code realm_access.roles}). */
  private static @Nullable Object claim(JWTClaimsSet claims, String name) {
    Object found = claims.getClaim(name);
    if (found != null || name.indexOf('.') < 0) {
      return found;
    }
    Object inner = claims.getClaims();
    for (String step : name.split("\\.", -1)) {
      inner = inner instanceof Map<?, ?> object ? object.get(step) : null;
    }
    return inner;
  }

  /** Names that no role can have are left out: issuers list groups of every kind there. */
  private @Nullable Set<String> roles(JWTClaimsSet claims) {
    Object claimed = claim(claims, rolesClaim);
    if (claimed == null) {
      return Set.of();
    }
    if (!(claimed instanceof List<?> list) || list.size() > MAX_ROLES) {
      return null;
    }
    Set<String> roles = new TreeSet<>();
    for (Object one : list) {
      if (one instanceof String role && RoleNames.valid(role)) {
        roles.add(role);
      }
    }
    return roles;
  }
}
