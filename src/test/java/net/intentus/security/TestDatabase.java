package net.intentus.security;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.SharedCacheMode;
import jakarta.persistence.ValidationMode;
import jakarta.persistence.spi.ClassTransformer;
import jakarta.persistence.spi.PersistenceUnitInfo;
import jakarta.persistence.spi.PersistenceUnitTransactionType;
import java.net.URL;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.eclipse.persistence.jpa.PersistenceProvider;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcDataSource;

/** Real migrations and real JPA on an H2 database of its own; transactions begin in {@link #in}. */
public final class TestDatabase implements AutoCloseable {
  private final EntityManagerFactory factory;
  public final DataSource source;
  public final EntityManager entities;

  public TestDatabase(List<String> classes) {
    JdbcDataSource h2 = new JdbcDataSource();
    h2.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    source = h2;
    Flyway.configure()
        .dataSource(h2)
        .locations("classpath:db/common", "classpath:db/h2")
        .load()
        .migrate();
    factory =
        new PersistenceProvider()
            .createContainerEntityManagerFactory(
                new Unit(h2, classes), Map.of("eclipselink.logging.level", "SEVERE"));
    entities = factory.createEntityManager();
  }

  /** What the container's transaction does around an intercepted method. */
  public <T> T in(Supplier<T> work) {
    entities.getTransaction().begin();
    try {
      T result = work.get();
      if (!entities.getTransaction().getRollbackOnly()) {
        entities.getTransaction().commit();
      }
      return result;
    } finally {
      if (entities.getTransaction().isActive()) {
        entities.getTransaction().rollback();
      }
      entities.clear();
    }
  }

  @Override
  public void close() {
    entities.close();
    factory.close();
  }

  private record Unit(DataSource source, List<String> classes) implements PersistenceUnitInfo {
    @Override
    public String getPersistenceUnitName() {
      return "test-" + source.hashCode();
    }

    @Override
    public String getPersistenceProviderClassName() {
      return PersistenceProvider.class.getName();
    }

    @Override
    public PersistenceUnitTransactionType getTransactionType() {
      return PersistenceUnitTransactionType.RESOURCE_LOCAL;
    }

    @Override
    public DataSource getJtaDataSource() {
      return null;
    }

    @Override
    public DataSource getNonJtaDataSource() {
      return source;
    }

    @Override
    public List<String> getMappingFileNames() {
      return List.of();
    }

    @Override
    public List<URL> getJarFileUrls() {
      return List.of();
    }

    @Override
    public URL getPersistenceUnitRootUrl() {
      return TestDatabase.class.getProtectionDomain().getCodeSource().getLocation();
    }

    @Override
    public List<String> getManagedClassNames() {
      return classes;
    }

    @Override
    public boolean excludeUnlistedClasses() {
      return true;
    }

    @Override
    public SharedCacheMode getSharedCacheMode() {
      return SharedCacheMode.NONE;
    }

    @Override
    public ValidationMode getValidationMode() {
      return ValidationMode.NONE;
    }

    @Override
    public Properties getProperties() {
      return new Properties();
    }

    @Override
    public String getPersistenceXMLSchemaVersion() {
      return "3.0";
    }

    @Override
    public ClassLoader getClassLoader() {
      return TestDatabase.class.getClassLoader();
    }

    @Override
    public void addTransformer(ClassTransformer transformer) {
      // tests run without weaving
    }

    @Override
    public ClassLoader getNewTempClassLoader() {
      return new java.net.URLClassLoader(new URL[] {getPersistenceUnitRootUrl()});
    }
  }
}
