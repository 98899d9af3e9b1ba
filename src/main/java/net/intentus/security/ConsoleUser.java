package net.intentus.security;

import java.util.Set;
import java.util.regex.Pattern;

/** A person who may sign in to the console. */
public record ConsoleUser(String name, String tenant, Set<String> roles, boolean disabled) {
  /** Before the name of whoever an OpenID provider vouches for; no other name holds a colon. */
  static final String PROVIDER = "oidc:";

  private static final Pattern PROVIDERS = Pattern.compile("oidc:[A-Za-z0-9._@+|~=-]{1,120}");

  public ConsoleUser {
    roles = Set.copyOf(roles);
  }

  /** Whether it is the name of somebody whom an OpenID provider vouches for. */
  static boolean providers(String name) {
    return PROVIDERS.matcher(name).matches();
  }

  /** Whether an OpenID provider vouches for it; then it has no password here. */
  public boolean ofProvider() {
    return name.startsWith(PROVIDER);
  }

  /** What the record and the trail call it. */
  String subject() {
    return ofProvider() ? name : "user:" + name;
  }
}
