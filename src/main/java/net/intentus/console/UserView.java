package net.intentus.console;

import java.util.List;
import java.util.TreeSet;
import net.intentus.security.ConsoleUser;

/** A console user as pages show it. */
public record UserView(
    String name, String tenant, List<String> roles, boolean disabled, Mark state) {

  static UserView of(ConsoleUser user) {
    return new UserView(
        user.name(),
        user.tenant(),
        List.copyOf(new TreeSet<>(user.roles())),
        user.disabled(),
        user.disabled()
            ? new Mark("idle", "stop", "Disabled")
            : new Mark("ok", "check", "May sign in"));
  }

  /** The address of its page. */
  public String url() {
    return "/console/users/" + Url.encode(name);
  }

  /** The form that changes it. */
  PlainForm form() {
    TreeSet<String> others = new TreeSet<>(roles);
    PlainForm.ROLES.forEach(others::remove);
    return PlainForm.empty()
        .with("tenant", tenant)
        .with("role", String.join(" ", roles))
        .with("others", String.join(" ", others));
  }
}
