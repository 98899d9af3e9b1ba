package net.intentus.security;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import net.intentus.intent.Caller;
import net.intentus.intent.Role;
import net.intentus.intent.Violations;

/** What somebody who manages keys and users may hand out: nothing that it does not have. */
final class Grants {
  static final int MAX_ROLES = 15;
  private static final int MAX_TENANT = 128;

  private Grants() {}

  /** Whether objects of the tenant are the caller's to manage. */
  static boolean manages(Caller by, String tenant) {
    return by.has(Role.ADMIN) && by.sees(tenant);
  }

  /** Notes what is wrong with the roles. */
  static void check(Caller by, Set<String> roles, Violations violations) {
    if (roles.isEmpty() || roles.size() > MAX_ROLES) {
      violations.add("/roles", "must be 1 to " + MAX_ROLES + " names");
    }
    for (String role : new TreeSet<>(roles)) {
      if (!RoleNames.valid(role)) {
        violations.add("/roles", "must hold names of at most 64 letters, digits and . _ : -");
      } else if (!has(by, role)) {
        violations.add("/roles", "must not hold a role that you do not have: " + role);
      }
    }
  }

  /** Notes what is wrong with the name of a tenant. */
  static void check(String tenant, Violations violations) {
    if (tenant.isBlank()
        || tenant.length() > MAX_TENANT
        || tenant.chars().anyMatch(Character::isISOControl)) {
      violations.add("/tenant", "must name a tenant in at most " + MAX_TENANT + " characters");
    }
  }

  /** A role that only policy knows is granted by whoever has it, or is above all tenants. */
  private static boolean has(Caller by, String name) {
    Optional<Role> role = Role.find(name);
    return role.map(by::has).orElseGet(() -> by.allTenants() || by.roles().contains(name));
  }
}
