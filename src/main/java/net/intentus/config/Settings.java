package net.intentus.config;

import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Every setting of the application, typed and within its limits. Immutable. Read it once at start
 * with {@link SettingsReader}; inject it everywhere else.
 *
 * @param dataDir {@code intentus.data.dir}: embedded database, generated keys, credentials
 * @param encryptPayloads {@code intentus.encryption.payloads}: whether what is kept of payloads is
 *     encrypted from now on
 * @param prices {@code intentus.prices}: what tokens of a model cost
 */
public record Settings(
    ComplianceMode complianceMode,
    Path dataDir,
    Database database,
    Bootstrap bootstrap,
    boolean demoEnabled,
    boolean requireDeterminism,
    Recording recording,
    Limits limits,
    Agents agents,
    Guards guards,
    Idempotency idempotency,
    RedactionRules redaction,
    MasterKeySource masterKey,
    Signing signing,
    Verification verification,
    boolean jsonLogs,
    Retention retention,
    History history,
    Node node,
    Tls tls,
    Identity identity,
    boolean encryptPayloads,
    Prices prices,
    PlanSettings plan) {

  /** {@code intentus.node.*}: who this node is to others, and what it proves that with. */
  public record Node(Optional<String> id, Optional<String> secret) {
    @Override
    public String toString() {
      return "Node[id=" + id.orElse("") + "]";
    }
  }

  /**
   * {@code intentus.agents.tls.*}: for connections to agents.
   *
   * @param trusted authorities besides the platform's
   * @param identity what is shown to agents that ask for a certificate
   */
  public record Tls(List<X509Certificate> trusted, Optional<ClientIdentity> identity) {
    public Tls {
      trusted = List.copyOf(trusted);
    }

    @Override
    public String toString() {
      return "Tls[trusted=" + trusted.size() + ", identity=" + identity.isPresent() + "]";
    }
  }

  /** A client certificate, its authorities behind it, and its private key. */
  public record ClientIdentity(List<X509Certificate> chain, PrivateKey key) {
    public ClientIdentity {
      chain = List.copyOf(chain);
    }

    @Override
    public String toString() {
      return "ClientIdentity";
    }
  }

  /** {@code intentus.db.*}. */
  public record Database(String url, String user, String password) {
    /** Whether the URL names PostgreSQL; otherwise it names H2. */
    public boolean postgresql() {
      return url.startsWith("jdbc:postgresql:");
    }

    /** Whether it is an H2 file that this process alone has open. */
    public boolean embedded() {
      boolean file =
          url.startsWith("jdbc:h2:file:")
              || url.startsWith("jdbc:h2:/")
              || url.startsWith("jdbc:h2:.")
              || url.startsWith("jdbc:h2:~");
      return file && !url.toUpperCase(Locale.ROOT).contains(";AUTO_SERVER=TRUE");
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

  /**
   * {@code intentus.environment} and {@code intentus.session.*}.
   *
   * @param environment what this installation is, such as {@code production}; may be empty
   * @param idleMinutes a session that is not used for so long is over
   * @param lifetimeHours a session is over after so long, however busy
   * @param secondFactor who must have one
   * @param tokens whose tokens are taken besides our own keys
   * @param oidc where people may sign in besides here
   */
  public record Identity(
      String environment,
      int idleMinutes,
      int lifetimeHours,
      SecondFactor secondFactor,
      Optional<TokenSettings> tokens,
      Optional<OidcSettings> oidc) {}

  /** When an append to the journal is acknowledged. */
  public enum Durability {
    /** When it survives a loss of power. */
    FSYNC,
    /** When it survives the end of this process. */
    COMMIT,
    /** When it is queued, for work that may be lost; everything else waits as for FSYNC. */
    ASYNC
  }

  /**
   * {@code intentus.recording.*}.
   *
   * @param sampleRate 0 to 1: the share of read-only executions that are recorded
   */
  public record Recording(
      boolean enabled, double sampleRate, Durability durability, Payloads payloads) {}

  /**
   * What is kept of payloads: {@code intentus.recording.payloads}, {@code .payloads-by-intent} and
   * {@code .max-payload-bytes}.
   *
   * @param digest whether only hashes are kept of intents that no rule names
   * @param byIntent the first that matches an intent's name decides
   * @param maxBytes of the canonical UTF-8 text; a larger payload is kept truncated
   */
  public record Payloads(boolean digest, List<PayloadRule> byIntent, int maxBytes) {
    public Payloads {
      byIntent = List.copyOf(byIntent);
    }
  }

  /**
   * One exception to {@code intentus.recording.payloads}.
   *
   * @param pattern an intent's name, in which {@code *} stands for any run of characters
   */
  public record PayloadRule(String pattern, boolean digest) {}

  /**
   * {@code intentus.history.*}: the mirror of finished executions.
   *
   * @param maxBytes of one file
   * @param files how many there are at most, with the one that is being written
   */
  public record History(boolean enabled, int maxBytes, int files) {}

  /**
   * {@code intentus.limits.*}.
   *
   * @param maxBodySeconds how long a body may take from its first byte to its last
   */
  public record Limits(int maxBodyBytes, int maxBodySeconds, int maxConcurrent, int maxFanout) {}

  /** {@code intentus.agents.*}; times in milliseconds. */
  public record Agents(int connectTimeoutMs, int callCeilingMs, List<String> allowedAddresses) {
    public Agents {
      allowedAddresses = List.copyOf(allowedAddresses);
    }
  }

  /**
   * {@code intentus.deadline-ms} and {@code intentus.guards.*}; 0 is off.
   *
   * @param deadlineMs how long an execution may take, with everything that it waits for
   * @param timeoutMs how long a call may take of an agent that has no timeout of its own
   * @param maxConcurrent how many calls at once, per instance, of an agent without a limit of its
   *     own
   */
  public record Guards(int deadlineMs, int timeoutMs, int maxConcurrent) {}

  /**
   * {@code intentus.idempotency.*}.
   *
   * @param ttlHours how long a key stands for its execution
   */
  public record Idempotency(int ttlHours) {}

  /**
   * {@code intentus.encryption.*}: where the master key comes from; neither means generated.
   *
   * @param previousKey the master key before this one, while keys are still wrapped with it
   */
  public record MasterKeySource(
      Optional<String> key, Optional<Path> keyFile, Optional<String> previousKey) {
    @Override
    public String toString() {
      return "MasterKeySource[given=" + (key.isPresent() || keyFile.isPresent()) + "]";
    }
  }

  /** {@code intentus.signing.*}: whether journal heads are signed. */
  public record Signing(boolean enabled) {}

  /**
   * {@code intentus.verification.*}: how old records are checked again.
   *
   * @param sweepIntervalHours from the beginning of one round to that of the next; 0 is never
   * @param sweepPerSecond the most records checked in a second
   */
  public record Verification(int sweepIntervalHours, int sweepPerSecond) {}
}
