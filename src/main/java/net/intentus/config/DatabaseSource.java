package net.intentus.config;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;
import javax.sql.DataSource;
import net.intentus.config.Settings.Database;
import org.eclipse.microprofile.config.ConfigProvider;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The database that the settings name, as the container's pool sees it.
 *
 * <p>JPA connects while the application is still being prepared, before any bean of ours exists.
 * This class is therefore where unusable settings and an unreachable database are noticed first,
 * and where such a start ends. Thread-safe.
 */
public class DatabaseSource implements DataSource {
  private static final Object CHECK = new Object();
  private static volatile @Nullable DataSource checked;

  @Override
  public Connection getConnection() throws SQLException {
    return delegate().getConnection();
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    return getConnection();
  }

  private static DataSource delegate() {
    DataSource known = checked;
    if (known != null) {
      return known;
    }
    synchronized (CHECK) {
      known = checked;
      if (known == null) {
        known = firstUse();
        checked = known;
      }
      return known;
    }
  }

  private static DataSource firstUse() {
    Settings settings;
    try {
      settings =
          SettingsReader.read(ConfigProvider.getConfig(DatabaseSource.class.getClassLoader()));
      DataDirectory.prepare(settings.dataDir());
    } catch (ConfigurationProblem problem) {
      throw StartFailure.halt(String.valueOf(problem.getMessage()));
    }
    DataSource source = open(settings.database());
    try (Connection connection = source.getConnection()) {
      if (connection.isValid(10)) {
        return source;
      }
      throw new SQLException("the connection is not valid");
    } catch (SQLException e) {
      throw StartFailure.halt(
          "intentus.db.url: the database cannot be reached ("
              + reason(e)
              + "). Check the address, the user and the password, and that the server runs.");
    }
  }

  /** The driver's own words without the URL, which may hold a password. */
  private static String reason(SQLException e) {
    String state = e.getSQLState() == null ? "" : "SQLSTATE " + e.getSQLState();
    return switch (state.length() > 11 ? state.substring(9, 11) : "") {
      case "08" -> "connection refused or lost, " + state;
      case "28" -> "user or password refused, " + state;
      case "3D" -> "no such database, " + state;
      default -> e.getErrorCode() == 90020 ? "another process has the file open" : state;
    };
  }

  private static DataSource open(Database database) {
    if (database.postgresql()) {
      PGSimpleDataSource source = new PGSimpleDataSource();
      source.setURL(database.url());
      if (!database.user().isEmpty()) {
        source.setUser(database.user());
      }
      if (!database.password().isEmpty()) {
        source.setPassword(database.password());
      }
      source.setReWriteBatchedInserts(true);
      source.setConnectTimeout(10);
      source.setSocketTimeout(60);
      source.setTcpKeepAlive(true);
      source.setApplicationName("intentusnet");
      return source;
    }
    JdbcDataSource source = new JdbcDataSource();
    source.setURL(database.url());
    source.setUser(database.user());
    source.setPassword(database.password());
    return source;
  }

  @Override
  public @Nullable PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(PrintWriter out) {
    // the drivers log through java.util.logging
  }

  @Override
  public void setLoginTimeout(int seconds) {
    // bounded by the connect timeout above
  }

  @Override
  public int getLoginTimeout() {
    return 0;
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    if (type.isInstance(this)) {
      return type.cast(this);
    }
    throw new SQLException("not a wrapper for that type");
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return type.isInstance(this);
  }
}
