package net.intentus.security;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import net.intentus.intent.Caller;
import net.intentus.intent.Role;
import net.intentus.intent.Violations;
import org.jspecify.annotations.Nullable;

/**
 * Managing keys: an administrator those of its own tenant, one of tenant {@code *} all.
 * Thread-safe.
 */
@Singleton
public class KeyChanges {
  private static final int MAX_SUBJECT = 200;
  private static final int MAX_ENTRIES = 50;
  private static final int MAX_INTENT = 150;
  private static final int MAX_ADDRESS = 39;
  private static final Set<String> RESERVED = Set.of("system", "anonymous");

  private final ApiKeys keys;
  private final ApiKeyStore store;
  private final UserStore users;
  private final Clock clock;

  @Inject
  KeyChanges(ApiKeys keys, ApiKeyStore store, UserStore users, Clock clock) {
    this.keys = keys;
    this.store = store;
    this.users = users;
    this.clock = clock;
  }

  /** Makes a key, if it is the caller's to make. */
  public KeyIssue issue(Caller by, KeyRequest wanted) {
    String own = by.allTenants() ? Caller.DEFAULT_TENANT : by.tenant();
    String tenant = Objects.requireNonNullElse(wanted.tenant(), own);
    if (!Grants.manages(by, tenant)) {
      return new KeyIssue.NotAllowed();
    }
    Violations violations = new Violations();
    Grants.check(tenant, violations);
    Grants.check(by, wanted.roles(), violations);
    checkSubject(wanted.subject(), violations);
    if (wanted.expiresAt() != null && !wanted.expiresAt().isAfter(clock.instant())) {
      violations.add("/expiresAt", "must be in the future");
    }
    checkLimits(wanted, violations);
    if (!violations.isEmpty()) {
      return new KeyIssue.Invalid(violations.all());
    }
    ApiKeys.Issued made =
        keys.issue(
            by, wanted.subject(), tenant, wanted.roles(), wanted.expiresAt(), wanted.limits());
    keys.forget(made.key().id());
    return new KeyIssue.Issued(made.key(), made.text());
  }

  /**
   * Ends a key: here at once, on other instances within {@value LookupCache#LIFE_MILLIS} ms.
   *
   * @return whether there is one that the caller sees
   */
  public boolean revoke(Caller by, String id) {
    if (!ApiKeyToken.isId(id)) {
      return false;
    }
    boolean found = keys.revoke(by, id);
    keys.forget(id); // once more after the commit: a use in between may have brought it back
    return found;
  }

  /** One page of the keys that the caller sees, the newest first; revoked ones stay in it. */
  public List<ApiKey> page(Caller by, @Nullable String after, int limit) {
    ApiKey behind = after == null ? null : find(by, after).orElse(null);
    return after != null && behind == null
        ? List.of()
        : store.page(by.allTenants() ? null : by.tenant(), behind, limit);
  }

  /** The key of that id, if the caller sees it. */
  public Optional<ApiKey> find(Caller by, String id) {
    return ApiKeyToken.isId(id)
        ? store.find(id).map(StoredKey::key).filter(key -> by.sees(key.tenant()))
        : Optional.empty();
  }

  /** The trail must not show somebody else's name for what is done with the key. */
  private void checkSubject(@Nullable String subject, Violations violations) {
    if (subject == null) {
      return;
    }
    if (subject.isBlank()
        || subject.length() > MAX_SUBJECT
        || subject.chars().anyMatch(Character::isISOControl)) {
      violations.add("/subject", "must be a name of at most " + MAX_SUBJECT + " characters");
    } else if (RESERVED.contains(subject)
        || subject.startsWith("jwt:")
        || subject.startsWith(ConsoleUser.PROVIDER)
        || (subject.startsWith("user:") && users.find(subject.substring(5)).isPresent())
        || (subject.startsWith("key:") && store.find(subject.substring(4)).isPresent())) {
      violations.add("/subject", "is the name of somebody else");
    }
  }

  private static void checkLimits(KeyRequest wanted, Violations violations) {
    KeyLimits limits = wanted.limits();
    checkWords("/intents", limits.intents(), MAX_INTENT, violations);
    checkWords("/addresses", limits.addresses(), MAX_ADDRESS + 4, violations);
    if (!limits.intents().isEmpty()
        && wanted.roles().stream()
            .anyMatch(name -> Role.find(name).filter(r -> r != Role.SUBMITTER).isPresent())) {
      violations.add("/intents", "limits what is submitted, so submitter must be the only role");
    }
    if (limits.addresses().stream().anyMatch(text -> KeyLimits.block(text) == null)) {
      violations.add("/addresses", "must hold IP addresses, or blocks such as 10.1.0.0/16");
    }
    String environment = limits.environment();
    if (environment != null && !environment.matches("[A-Za-z0-9._-]{1,64}")) {
      violations.add("/environment", "must be a name of at most 64 letters, digits and . _ -");
    }
  }

  private static void checkWords(
      String pointer, List<String> words, int max, Violations violations) {
    boolean fits =
        words.size() <= MAX_ENTRIES
            && words.stream()
                .noneMatch(
                    word ->
                        word.isBlank()
                            || word.length() > max
                            || word.chars().anyMatch(Character::isISOControl));
    if (!fits) {
      violations.add(
          pointer, "must be at most " + MAX_ENTRIES + " entries of at most " + max + " characters");
    }
  }
}
