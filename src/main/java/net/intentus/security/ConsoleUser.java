package net.intentus.security;

import java.util.Set;

/** A person who may sign in to the console. */
public record ConsoleUser(String name, String tenant, Set<String> roles, boolean disabled) {
  public ConsoleUser {
    roles = Set.copyOf(roles);
  }
}
