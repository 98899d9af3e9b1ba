package net.intentus.security;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import net.intentus.intent.Caller;
import net.intentus.intent.Violations;
import org.jspecify.annotations.Nullable;

/**
 * Managing the people who may sign in: an administrator those of its own tenant, one of tenant
 * {@code *} all. Users are disabled, never deleted: the trail names them. Thread-safe; passwords
 * are hashed outside of any transaction.
 */
@Singleton
public class Users {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@+-]{0,127}");

  private final UserStore store;
  private final UserChanges changes;
  private final ApiKeyStore keys;
  private final Sessions sessions;
  private final PasswordHasher hasher;
  private final Secrets secrets;

  @Inject
  Users(
      UserStore store,
      UserChanges changes,
      ApiKeyStore keys,
      Sessions sessions,
      PasswordHasher hasher,
      Secrets secrets) {
    this.store = store;
    this.changes = changes;
    this.keys = keys;
    this.sessions = sessions;
    this.hasher = hasher;
    this.secrets = secrets;
  }

  /** One page of the users that the caller sees, by name. */
  public List<ConsoleUser> page(Caller by, @Nullable String after, int limit) {
    String behind = Objects.requireNonNullElse(after, "");
    return NAME.matcher(behind + "a").matches() || ConsoleUser.providers(behind)
        ? store.page(by.allTenants() ? null : by.tenant(), behind, limit)
        : List.of();
  }

  /** The user of that name, if the caller sees it. */
  public Optional<ConsoleUser> find(Caller by, String name) {
    return NAME.matcher(name).matches() || ConsoleUser.providers(name)
        ? store.find(name).map(UserStore.Known::user).filter(user -> by.sees(user.tenant()))
        : Optional.empty();
  }

  /**
   * Makes a user.
   *
   * @param tenant null for the caller's own, {@code default} when the caller has all
   * @param password null to have one generated
   */
  public UserChange create(
      Caller by,
      String name,
      @Nullable String tenant,
      Set<String> roles,
      @Nullable String password) {
    String own = by.allTenants() ? Caller.DEFAULT_TENANT : by.tenant();
    ConsoleUser user = new ConsoleUser(name, Objects.requireNonNullElse(tenant, own), roles, false);
    if (!Grants.manages(by, user.tenant())) {
      return new UserChange.NotAllowed();
    }
    Violations violations = new Violations();
    if (!NAME.matcher(name).matches()) {
      violations.add("/name", "must be 1 to 128 letters, digits and . _ @ + -");
    } else if (keys.acts("user:" + name)) {
      violations.add("/name", "is the subject of an API key");
    }
    Grants.check(user.tenant(), violations);
    Grants.check(by, roles, violations);
    checkPassword(password, name, violations);
    if (!violations.isEmpty()) {
      return new UserChange.Invalid(violations.all());
    }
    String text = password == null ? secrets.token() : password;
    return changes.create(by, user, hasher.hash(text))
        ? new UserChange.Changed(user, password == null ? text : null)
        : new UserChange.Taken();
  }

  /** Gives a user that tenant and those roles, and lets it in or not. */
  public UserChange change(Caller by, ConsoleUser wanted) {
    ConsoleUser before = find(by, wanted.name()).orElse(null);
    if (before == null) {
      return new UserChange.NotFound();
    }
    if (!above(by, before) || !Grants.manages(by, wanted.tenant())) {
      return new UserChange.NotAllowed();
    }
    if (by.subject().equals(wanted.subject()) && !before.equals(wanted)) {
      return new UserChange.Own();
    }
    Violations violations = new Violations();
    Grants.check(wanted.tenant(), violations);
    Grants.check(by, wanted.roles(), violations);
    if (!violations.isEmpty()) {
      return new UserChange.Invalid(violations.all());
    }
    if (!before.equals(wanted)) {
      changes.change(by, before, wanted);
      sessions.forgetAll();
    }
    return new UserChange.Changed(wanted, null);
  }

  /**
   * Gives a user another password and ends its sessions.
   *
   * @param password null to have one generated
   */
  public UserChange resetPassword(Caller by, String name, @Nullable String password) {
    ConsoleUser user = find(by, name).orElse(null);
    if (user == null) {
      return new UserChange.NotFound();
    }
    if (!above(by, user)) {
      return new UserChange.NotAllowed();
    }
    Violations violations = new Violations();
    checkPassword(password, name, violations);
    if (user.ofProvider()) {
      violations.add("/password", "is the OpenID provider's matter");
    }
    if (!violations.isEmpty()) {
      return new UserChange.Invalid(violations.all());
    }
    String text = password == null ? secrets.token() : password;
    changes.password(by, name, hasher.hash(text));
    sessions.forgetAll();
    return new UserChange.Changed(user, password == null ? text : null);
  }

  /** Takes a user's second factor away, whose device is lost, and ends its sessions. */
  public UserChange resetFactor(Caller by, String name) {
    ConsoleUser user = find(by, name).orElse(null);
    if (user == null) {
      return new UserChange.NotFound();
    }
    if (!above(by, user)) {
      return new UserChange.NotAllowed();
    }
    changes.factor(by, name);
    sessions.forgetAll();
    return new UserChange.Changed(user, null);
  }

  /** Whoever gets somebody's password gets its rights, so they must not be more than one's own. */
  private static boolean above(Caller by, ConsoleUser user) {
    Violations more = new Violations();
    Grants.check(by, user.roles(), more);
    return Grants.manages(by, user.tenant()) && more.isEmpty();
  }

  private static void checkPassword(@Nullable String password, String name, Violations violations) {
    String problem = password == null ? null : Passwords.problem(password, name);
    if (problem != null) {
      violations.add("/password", problem);
    }
  }
}
