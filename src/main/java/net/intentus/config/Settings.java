package net.intentus.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Every setting of the application, typed and within its limits. Immutable. Read it once at start
 * with {@link SettingsReader}; inject it everywhere else.
 *
 * @param dataDir {@code intentus.data.dir}: embedded database, generated keys, credentials
 */
public record Settings(
    Path dataDir,
    Database database,
    Bootstrap bootstrap,
    boolean demoEnabled,
    boolean requireDeterminism,
    Recording recording,
    Limits limits,
    Agents agents,
    List<String> redactedFields,
    MasterKeySource masterKey,
    boolean jsonLogs) {

  public Settings {
    redactedFields = List.copyOf(redactedFields);
  }

  /** {@code intentus.db.*}. */
  public record Database(String url, String user, String password) {
    /** Whether the URL names PostgreSQL; otherwise it names H2. */
    public boolean postgresql() {
      return url.startsWith("jdbc:postgresql:");
    }

    @Override
    public String toString() {
      return "Database[postgresql=" + postgresql() + "]";
    }
  }

  /** {@code intentus.bootstrap.*}: what the first start creates. */
  public record Bootstrap(
      Optional<String> adminPassword, Optional<String> apiKey, boolean resetAdminPassword) {
    @Override
    public String toString() {
      return "Bootstrap[resetAdminPassword=" + resetAdminPassword + "]";
    }
  }

  /** When an append to the journal is acknowledged. */
  public enum Durability {
    /** When it survives a loss of power. */
    FSYNC,
    /** When it survives the end of this process. */
    COMMIT
  }

  /**
   * {@code intentus.recording.*}.
   *
   * @param sampleRate 0 to 1: the share of read-only executions that are recorded
   */
  public record Recording(boolean enabled, double sampleRate, Durability durability) {}

  /** {@code intentus.limits.*}. */
  public record Limits(int maxBodyBytes, int maxConcurrent, int maxFanout) {}

  /** {@code intentus.agents.*}; times in milliseconds. */
  public record Agents(int connectTimeoutMs, int callCeilingMs, List<String> allowedAddresses) {
    public Agents {
      allowedAddresses = List.copyOf(allowedAddresses);
    }
  }

  /** {@code intentus.encryption.*}: where the master key comes from; neither means generated. */
  public record MasterKeySource(Optional<String> key, Optional<Path> keyFile) {
    @Override
    public String toString() {
      return "MasterKeySource[given=" + (key.isPresent() || keyFile.isPresent()) + "]";
    }
  }
}
