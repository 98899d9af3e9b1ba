package net.intentus.security;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.intentus.audit.TrailFixture;
import net.intentus.config.Settings;
import net.intentus.config.SettingsReader;
import net.intentus.intent.Caller;

/** The whole room over a database of its own and a clock that is moved by hand. */
final class SecurityFixture implements AutoCloseable {
  static final Caller ROOT =
      new Caller("user:root", Caller.ALL_TENANTS, Set.of("admin"), null, "192.0.2.1");

  final SettableClock clock = new SettableClock();
  final Secrets secrets = new Secrets();
  final TestDatabase database;
  final TrailFixture trail;
  final CountingKeyStore keyStore = new CountingKeyStore();
  final UserStore users = new UserStore();
  final SessionStore sessionStore = new SessionStore();
  final BootstrapStore marks = new BootstrapStore();
  final PasswordHasher hasher = new PasswordHasher(secrets);
  final ApiKeys keys;
  final Sessions sessions;
  final SignIn signIn;
  final Refusals refusals;
  final KeyChanges keyChanges;
  final Users people;
  final OwnPassword own;

  /** Counts how often the database is asked for a key. */
  static final class CountingKeyStore extends ApiKeyStore {
    int lookups;

    @Override
    public Optional<StoredKey> find(String id) {
      lookups++;
      entities.clear();
      return super.find(id);
    }
  }

  SecurityFixture() {
    List<String> classes = new ArrayList<>(TrailFixture.ENTITIES);
    for (Class<?> entity :
        List.of(ApiKeyRow.class, UserRow.class, SessionRow.class, BootstrapMark.class)) {
      classes.add(entity.getName());
    }
    database = new TestDatabase(classes);
    keyStore.entities = database.entities;
    users.entities = database.entities;
    sessionStore.entities = database.entities;
    marks.entities = database.entities;
    trail = new TrailFixture(database.entities, clock);
    keys = newKeys();
    sessions = newSessions();
    refusals = new Refusals(trail.log, clock);
    signIn = new SignIn(users, sessions, hasher, refusals, clock);
    keyChanges = new KeyChanges(keys, keyStore, users, clock);
    UserChanges changes = new UserChanges(users, sessions, trail.log, clock);
    people = new Users(users, changes, keyStore, sessions, hasher, secrets);
    own = new OwnPassword(users, changes, sessions, hasher, clock);
  }

  /** Another instance over the same database. */
  ApiKeys newKeys() {
    return newKeys("");
  }

  ApiKeys newKeys(String environment) {
    return new ApiKeys(
        keyStore, trail.log, secrets, settings("intentus.environment", environment), clock);
  }

  Sessions newSessions() {
    return newSessions("intentus.data.dir", "data");
  }

  Sessions newSessions(String key, String value) {
    return new Sessions(sessionStore, trail.log, secrets, settings(key, value), clock);
  }

  static Settings settings(String key, String value) {
    return SettingsReader.read(name -> Optional.of(value).filter(v -> name.equals(key)));
  }

  ConsoleUser user(String name, String password) {
    ConsoleUser user = new ConsoleUser(name, "acme", Set.of("viewer"), false);
    database.in(
        () -> {
          users.insert(user, hasher.hash(password), clock.millis());
          return null;
        });
    return user;
  }

  ApiKeys.Issued key(String tenant, String... roles) {
    return database.in(() -> keys.issue(ROOT, null, tenant, Set.of(roles), null, KeyLimits.NONE));
  }

  void sql(String statement) {
    try (var connection = database.source.getConnection();
        var executed = connection.createStatement()) {
      executed.executeUpdate(statement);
    } catch (java.sql.SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  List<List<String>> rows(String query) {
    try (var connection = database.source.getConnection();
        var statement = connection.createStatement();
        var found = statement.executeQuery(query)) {
      List<List<String>> rows = new ArrayList<>();
      while (found.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
          row.add(found.getString(i));
        }
        rows.add(row);
      }
      return rows;
    } catch (java.sql.SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    database.close();
  }
}
