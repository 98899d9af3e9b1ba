package net.intentus.policy;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One list of a rule, ready to be asked. */
record NameFilter(boolean any, Set<String> exact, List<Glob> globs) {
  static final NameFilter ANY = new NameFilter(true, Set.of(), List.of());

  static NameFilter of(Collection<String> entries) {
    if (entries.isEmpty() || entries.contains("*")) {
      return ANY;
    }
    return new NameFilter(
        false,
        entries.stream()
            .filter(entry -> !Glob.isPattern(entry))
            .collect(Collectors.toUnmodifiableSet()),
        entries.stream().filter(Glob::isPattern).map(Glob::of).toList());
  }

  boolean matches(@Nullable String name) {
    if (any) {
      return true;
    }
    return name != null
        && (exact.contains(name) || globs.stream().anyMatch(glob -> glob.matches(name)));
  }

  boolean matchesAny(Collection<String> names) {
    return any || names.stream().anyMatch(this::matches);
  }
}
