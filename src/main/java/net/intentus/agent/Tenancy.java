package net.intentus.agent;

import net.intentus.intent.Caller;
import org.jspecify.annotations.Nullable;

/** Which agents a caller may see and change; those without a tenant serve all of them. */
final class Tenancy {
  private Tenancy() {}

  static boolean sees(Caller caller, @Nullable String tenant) {
    return tenant == null || caller.sees(tenant);
  }

  static boolean mayChange(Caller caller, @Nullable String tenant) {
    return caller.allTenants() || caller.tenant().equals(tenant);
  }
}
