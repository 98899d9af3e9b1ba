package net.intentus;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import javax.sql.DataSource;
import net.intentus.harness.PostgresServer;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcDataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A migrated database with our persistence unit on top, outside any container. */
public final class JpaDatabase implements AutoCloseable {
  private final EntityManagerFactory factory;

  private JpaDatabase(DataSource source, String vendor) {
    Flyway.configure()
        .dataSource(source)
        .locations("classpath:db/common", "classpath:db/" + vendor)
        .load()
        .migrate();
    Map<String, Object> settings = new HashMap<>();
    settings.put("jakarta.persistence.transactionType", "RESOURCE_LOCAL");
    settings.put("jakarta.persistence.jtaDataSource", "");
    settings.put("jakarta.persistence.nonJtaDataSource", source);
    settings.put("eclipselink.weaving", "false");
    factory = Persistence.createEntityManagerFactory("intentusnet", settings);
  }

  /** A new, private H2 database in memory. */
  public static JpaDatabase h2() {
    JdbcDataSource source = new JdbcDataSource();
    source.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    return h2(source);
  }

  /** That H2 database, which may have been filled already. */
  public static JpaDatabase h2(DataSource source) {
    return new JpaDatabase(source, "h2");
  }

  /** A new database of the tests' PostgreSQL. */
  public static JpaDatabase postgresql() {
    PostgresServer.Database database = PostgresServer.shared().newDatabase();
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setURL(database.url());
    source.setUser(database.user());
    source.setPassword(database.password());
    return postgresql(source);
  }

  /** An empty PostgreSQL database. */
  public static JpaDatabase postgresql(DataSource source) {
    return new JpaDatabase(source, "postgresql");
  }

  /** Does the work in one transaction with an entity manager of its own. */
  public <T> T inTransaction(Function<EntityManager, T> work) {
    try (EntityManager entities = factory.createEntityManager()) {
      entities.getTransaction().begin();
      try {
        T result = work.apply(entities);
        entities.getTransaction().commit();
        return result;
      } finally {
        if (entities.getTransaction().isActive()) {
          entities.getTransaction().rollback();
        }
      }
    }
  }

  @Override
  public void close() {
    factory.close();
  }
}
