package net.intentus.security;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.intentus.SettableClock;
import net.intentus.audit.TrailFixture;
import net.intentus.config.Settings;
import net.intentus.config.SettingsReader;
import net.intentus.intent.Caller;
import net.intentus.intent.Hashes;
import net.intentus.privacy.Sealer;

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
  final FactorStore factorStore = new FactorStore();
  final SecondFactors factors;
  final SecondStep secondStep;
  final SignIn signIn;
  final SignInBounds bounds;
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
        List.of(
            ApiKeyRow.class,
            UserRow.class,
            SessionRow.class,
            BootstrapMark.class,
            FactorRow.class,
            RecoveryCodeRow.class,
            PendingRow.class)) {
      classes.add(entity.getName());
    }
    database = new TestDatabase(classes);
    keyStore.entities = database.entities;
    users.entities = database.entities;
    sessionStore.entities = database.entities;
    marks.entities = database.entities;
    factorStore.entities = database.entities;
    trail = new TrailFixture(database.entities, clock);
    bounds = new SignInBounds(clock);
    keys = newKeys();
    sessions = newSessions();
    refusals = new Refusals(trail.log, clock);
    factors = factors("none");
    secondStep = secondStep(factors);
    signIn = new SignIn(users, sessions, hasher, refusals, bounds, secondStep);
    keyChanges = new KeyChanges(keys, keyStore, users, clock);
    UserChanges changes = new UserChanges(users, sessions, factorStore, trail.log, clock);
    people = new Users(users, changes, keyStore, sessions, hasher, secrets);
    own = new OwnPassword(users, changes, sessions, hasher, clock);
  }

  /** Second factors that must be had by those. */
  SecondFactors factors(String required) {
    return new SecondFactors(
        factorStore,
        new FakeSealer(),
        trail.log,
        secrets,
        settings("intentus.console.require-second-factor", required),
        clock);
  }

  SecondStep secondStep(SecondFactors of) {
    return new SecondStep(factorStore, of, users, sessions, bounds, refusals, secrets, clock);
  }

  /** Sealed for a subject and a purpose, and not readable as it is. */
  static final class FakeSealer implements Sealer {
    @Override
    public byte[] seal(String subject, String purpose, byte[] plain) {
      byte[] mask = mask(subject, purpose);
      byte[] sealed = plain.clone();
      for (int i = 0; i < sealed.length; i++) {
        sealed[i] ^= mask[i % mask.length];
      }
      return sealed;
    }

    @Override
    public Optional<byte[]> open(String subject, String purpose, byte[] sealed) {
      return Optional.of(seal(subject, purpose, sealed));
    }

    private static byte[] mask(String subject, String purpose) {
      return Hashes.sha256((subject + "\n" + purpose).getBytes(StandardCharsets.UTF_8));
    }
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
