package net.intentus.console;

import net.intentus.intent.Caller;
import net.intentus.intent.Role;
import org.jspecify.annotations.Nullable;

/**
 * What surrounds every page.
 *
 * @param caller who is signed in, or null on the open pages
 * @param csrf value of the form field {@code _csrf}; empty when nobody is signed in
 * @param theme {@code system|light|dark}
 * @param flash what the last action did, or null
 * @param path address of this page, with its query, to come back to
 * @param development whether this installation is in the mode {@code development}
 * @param css address of the style sheet
 * @param script address of the script
 * @param icon address of the icon
 */
public record Chrome(
    @Nullable Caller caller,
    String csrf,
    String theme,
    @Nullable Flash flash,
    String path,
    boolean development,
    String css,
    String script,
    String icon) {

  /** Whether the signed-in user may test agents. */
  public boolean operator() {
    return caller != null && caller.has(Role.OPERATOR);
  }

  /** Whether the signed-in user may change agents. */
  public boolean admin() {
    return caller != null && caller.has(Role.ADMIN);
  }

  /** The name to greet with. */
  public String user() {
    return caller == null ? "" : caller.subject().replaceFirst("^user:", "");
  }

  /** The tenants that the signed-in user sees. */
  public String tenant() {
    return caller == null ? "" : caller.allTenants() ? "all tenants" : caller.tenant();
  }
}
