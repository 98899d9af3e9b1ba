package net.intentus.journal;

import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.event.Event;
import jakarta.persistence.PersistenceException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import javax.sql.DataSource;
import net.intentus.config.Ids;
import net.intentus.config.SettingsReader;

/** An embedded database that fails as a test wants it to, and the journal in front of it. */
final class StorageByHand {
  final Map<String, Append> stored = Collections.synchronizedMap(new LinkedHashMap<>());
  final List<Thread> threads = new CopyOnWriteArrayList<>();
  volatile boolean broken;
  final AtomicInteger failingForces = new AtomicInteger();
  volatile boolean losesWhatIsNotForced;
  volatile Predicate<Append> poison = append -> false;
  volatile Error unexpected;
  volatile boolean brokenObservers;
  final AtomicInteger forces = new AtomicInteger();
  final InFlight inFlight = new InFlight();
  JournalWriter writer = new JournalWriter();
  private final Path directory;

  StorageByHand(Path directory) {
    this.directory = directory;
  }

  /** A journal over this storage, started; what an earlier one stored is still there. */
  @SuppressWarnings("UnnecessaryAssignment") // this test is the container
  Journal start() {
    writer = new JournalWriter();
    writer.settings =
        SettingsReader.read(
            key -> Optional.ofNullable(Map.of("intentus.data.dir", directory.toString()).get(key)));
    writer.store = new Store();
    writer.verdicts = new JournalVerdicts();
    writer.verdicts.commits = events();
    writer.verdicts.losses = events();
    writer.disk = new JournalDisk();
    writer.disk.settings = writer.settings;
    writer.disk.database = dataSource();
    writer.inFlight = inFlight;
    writer.threads =
        (ManagedThreadFactory)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {ManagedThreadFactory.class},
                (self, method, arguments) -> {
                  Thread thread = new Thread((Runnable) arguments[0]);
                  threads.add(thread);
                  return thread;
                });
    writer.disk.instance =
        new Instance(
            new InstanceStore() {
              @Override
              public void beat(String id, long leaseMs) {
                answer();
              }
            },
            writer.settings,
            new Ids(Clock.systemUTC()));
    Journal journal =
        new Journal(
            writer,
            inFlight,
            writer.disk.instance,
            null, // nothing is kept apart here
            new Completions(),
            null, // nothing is signed here
            new KeepingRules(writer.settings),
            PayloadVault.NONE,
            writer.settings);
    writer.start();
    return journal;
  }

  /** What a checkpoint goes to. */
  DataSource dataSource() {
    return proxy(DataSource.class, "getConnection", this::connection);
  }

  private void answer() {
    if (broken) {
      throw new PersistenceException("no answer");
    }
  }

  private Connection connection() {
    return proxy(Connection.class, "createStatement", this::statement);
  }

  private Statement statement() {
    return proxy(
        Statement.class,
        "execute",
        () -> {
          answer();
          if (failingForces.get() > 0) {
            failingForces.decrementAndGet();
            if (losesWhatIsNotForced) {
              stored.clear();
            }
            throw new SQLException("the disk is full");
          }
          forces.incrementAndGet();
          return true;
        });
  }

  private interface Call<T> {
    T make() throws SQLException;
  }

  @SuppressWarnings("unchecked") // a proxy for the one interface that is asked for
  private static <T> T proxy(Class<T> type, String name, Call<?> call) {
    return (T)
        Proxy.newProxyInstance(
            StorageByHand.class.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> method.getName().equals(name) ? call.make() : null);
  }

  @SuppressWarnings("unchecked") // a proxy has no type arguments
  private <T> Event<T> events() {
    return (Event<T>)
        Proxy.newProxyInstance(
            Event.class.getClassLoader(),
            new Class<?>[] {Event.class},
            (self, method, arguments) -> {
              if (brokenObservers) {
                throw new IllegalStateException("an observer is broken");
              }
              return null;
            });
  }

  private static String key(Append append) {
    return append.executionId() + "/" + append.block().firstSeq();
  }

  private final class Store extends JournalStore {
    @Override
    public List<Append> write(List<Append> batch) {
      answer();
      Error error = unexpected;
      if (error != null) {
        unexpected = null;
        throw error;
      }
      for (Append append : batch) {
        if (poison.test(append) || stored.containsKey(key(append))) {
          throw new PersistenceException("refused");
        }
      }
      batch.forEach(append -> stored.put(key(append), append));
      return List.of();
    }

    @Override
    public void writeMissing(List<Append> batch) {
      write(missing(batch));
    }

    @Override
    public List<Append> missing(List<Append> batch) {
      answer();
      List<Append> missing = new ArrayList<>(batch);
      missing.removeIf(append -> stored.containsKey(key(append)));
      return missing;
    }
  }
}
