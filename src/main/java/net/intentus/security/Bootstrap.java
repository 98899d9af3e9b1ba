package net.intentus.security;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.intentus.audit.AuditEntry;
import net.intentus.audit.AuditLog;
import net.intentus.config.ConfigurationProblem;
import net.intentus.config.Settings;
import net.intentus.intent.Caller;
import net.intentus.intent.Role;
import org.jspecify.annotations.Nullable;

/**
 * Makes the first credentials, and gives a lost administrator's password back.
 *
 * <p>There is no built-in password or key: what is not given is generated. On a shared database one
 * instance does it, under the lock of a row; the others find it done.
 */
@Singleton
public class Bootstrap {
  static final String ADMIN = "admin";
  private static final String PASSWORD_KEY = "intentus.bootstrap.admin-password";
  private static final String PASSWORD_LINE = "admin-password";
  private static final String API_KEY_KEY = "intentus.bootstrap.api-key";
  private static final Caller SYSTEM =
      new Caller("system", Caller.ALL_TENANTS, Set.of(), null, null);

  private final Settings settings;
  private final BootstrapStore marks;
  private final UserStore users;
  private final ApiKeys keys;
  private final Sessions sessions;
  private final FactorStore factors;
  private final PasswordHasher hasher;
  private final Secrets secrets;
  private final AuditLog audit;
  private final Clock clock;

  @Inject
  Bootstrap(
      Settings settings,
      BootstrapStore marks,
      UserStore users,
      ApiKeys keys,
      Sessions sessions,
      FactorStore factors,
      PasswordHasher hasher,
      Secrets secrets,
      AuditLog audit,
      Clock clock) {
    this.settings = settings;
    this.marks = marks;
    this.users = users;
    this.keys = keys;
    this.sessions = sessions;
    this.factors = factors;
    this.hasher = hasher;
    this.secrets = secrets;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Run at every start, after the schema is there. The result says what to print.
   *
   * @throws ConfigurationProblem when a given password or key cannot be used
   * @throws java.io.UncheckedIOException when the credentials file cannot be written; nothing is
   *     stored then
   */
  @Transactional
  public BootstrapResult run() {
    String givenPassword = givenPassword();
    ApiKeyToken givenKey = givenKey();
    BootstrapMark mark = marks.lock();
    if (!mark.completed()) {
      mark.complete(clock.millis());
      return create(givenPassword, givenKey);
    }
    return settings.bootstrap().resetAdminPassword()
        ? reset(givenPassword)
        : new BootstrapResult.AlreadyDone();
  }

  private BootstrapResult create(@Nullable String givenPassword, @Nullable ApiKeyToken givenKey) {
    Password password = password(givenPassword);
    insertAdmin(hasher.hash(password.text()));
    Set<String> roles = Set.of(Role.ADMIN.wire());
    String apiKey = null;
    if (givenKey == null) {
      apiKey = keys.issue(SYSTEM, null, Caller.ALL_TENANTS, roles, null, KeyLimits.NONE).text();
    } else {
      keys.adopt(SYSTEM, givenKey, Caller.ALL_TENANTS, roles);
    }
    List<String> lines = new ArrayList<>();
    lines.add("# Generated credentials. Store them safely, then delete this file.");
    lines.add(line(PASSWORD_LINE, password.generated(), PASSWORD_KEY));
    lines.add(line("api-key", apiKey, API_KEY_KEY));
    CredentialsFile.write(settings.dataDir(), lines);
    return new BootstrapResult.Created(password.generated(), apiKey, file());
  }

  private BootstrapResult reset(@Nullable String givenPassword) {
    Password password = password(givenPassword);
    String hash = hasher.hash(password.text());
    if (!users.restore(ADMIN, hash)) {
      insertAdmin(hash);
    }
    int ended = sessions.endAllOf(ADMIN);
    AuditEntry entry =
        AuditEntry.bySystem("user.password.reset", "user", ADMIN)
            .with("sessionsEnded", Integer.toString(ended));
    audit.record(factors.delete(ADMIN) ? entry.with("factorRemoved", "true") : entry);
    List<String> lines = new ArrayList<>(CredentialsFile.others(settings.dataDir(), PASSWORD_LINE));
    lines.add(line(PASSWORD_LINE, password.generated(), PASSWORD_KEY));
    CredentialsFile.write(settings.dataDir(), lines);
    return new BootstrapResult.PasswordReset(password.generated(), file());
  }

  private void insertAdmin(String hash) {
    users.insert(
        new ConsoleUser(ADMIN, Caller.ALL_TENANTS, Set.of(Role.ADMIN.wire()), false),
        hash,
        clock.millis());
    audit.record(AuditEntry.bySystem("user.create", "user", ADMIN));
  }

  /** A new password; {@code generated} is the same text, or null when it was given. */
  private record Password(String text, @Nullable String generated) {
    @Override
    public String toString() {
      return "Password[]";
    }
  }

  private Password password(@Nullable String given) {
    if (given != null) {
      return new Password(given, null);
    }
    String generated = secrets.token();
    return new Password(generated, generated);
  }

  private Path file() {
    return CredentialsFile.in(settings.dataDir());
  }

  private static String line(String name, @Nullable String generated, String key) {
    return generated == null ? "# " + name + " was given by " + key : name + "=" + generated;
  }

  private @Nullable String givenPassword() {
    String given = settings.bootstrap().adminPassword().orElse(null);
    String problem = given == null ? null : Passwords.problem(given, ADMIN);
    if (problem != null) {
      throw new ConfigurationProblem(
          PASSWORD_KEY, problem + ".", "Choose another or leave it out to have one generated.");
    }
    return given;
  }

  private @Nullable ApiKeyToken givenKey() {
    String given = settings.bootstrap().apiKey().orElse(null);
    return given == null
        ? null
        : ApiKeyToken.parse(given)
            .orElseThrow(
                () ->
                    new ConfigurationProblem(
                        API_KEY_KEY,
                        "is not of the form ink_<id>_<secret>.",
                        "Use 1 to 64 letters, digits or - as id and at least 16 letters,"
                            + " digits, - or _ as secret, or leave it out to have one"
                            + " generated."));
  }
}
