package net.intentus.security;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Role names as one column: sorted, separated by commas. */
final class RoleNames {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:-]{0,63}");

  private RoleNames() {}

  static boolean valid(String role) {
    return FORM.matcher(role).matches();
  }

  static String join(Set<String> roles) {
    for (String role : roles) {
      if (!valid(role)) {
        throw new IllegalArgumentException("not a role name");
      }
    }
    return String.join(",", new TreeSet<>(roles));
  }

  static Set<String> split(String column) {
    return Arrays.stream(column.split(",", -1))
        .filter(role -> !role.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }
}
