package net.intentus.config;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import net.intentus.config.Settings.Agents;
import net.intentus.config.Settings.Bootstrap;
import net.intentus.config.Settings.Database;
import net.intentus.config.Settings.Durability;
import net.intentus.config.Settings.Guards;
import net.intentus.config.Settings.History;
import net.intentus.config.Settings.Idempotency;
import net.intentus.config.Settings.Identity;
import net.intentus.config.Settings.Limits;
import net.intentus.config.Settings.MasterKeySource;
import net.intentus.config.Settings.Node;
import net.intentus.config.Settings.Recording;
import net.intentus.config.Settings.Signing;
import net.intentus.config.Settings.Verification;
import org.eclipse.microprofile.config.Config;

/** Reads {@link Settings} and refuses every value that cannot be used. */
public final class SettingsReader {
  static final String MODE = "intentus.compliance.mode";

  private final Function<String, Optional<String>> source;
  private final SecretSettings secrets;

  private SettingsReader(Function<String, Optional<String>> source) {
    this.source = source;
    this.secrets = new SecretSettings(source);
  }

  /**
   * Reads from MicroProfile Config, over the file that it may name.
   *
   * @throws ConfigurationProblem naming the first key that cannot be used
   */
  public static Settings read(Config config) {
    return Configuration.read(config).settings();
  }

  /**
   * Reads from any source.
   *
   * @throws ConfigurationProblem naming the first key that cannot be used
   */
  public static Settings read(Function<String, Optional<String>> source) {
    return new SettingsReader(source).settings();
  }

  private Settings settings() {
    ComplianceMode mode = mode();
    Path dataDir = Path.of(text("intentus.data.dir").orElse("data")).toAbsolutePath().normalize();
    return Compliance.checked(settings(mode, dataDir));
  }

  private Settings settings(ComplianceMode mode, Path dataDir) {
    return new Settings(
        mode,
        dataDir,
        database(dataDir),
        new Bootstrap(
            secrets.read("intentus.bootstrap.admin-password"),
            secrets.read("intentus.bootstrap.api-key"),
            flag("intentus.bootstrap.reset-admin-password", false)),
        flag("intentus.demo.enabled", false),
        flag("intentus.routing.require-determinism", mode != ComplianceMode.DEVELOPMENT),
        recording(),
        new Limits(
            number("intentus.limits.max-body-bytes", 1_048_576, 1_024, 64 << 20),
            number("intentus.limits.max-body-seconds", 30, 1, 3_600),
            number("intentus.limits.max-concurrent", 128, 1, 10_000),
            number("intentus.limits.max-fanout", 32, 1, 1_000)),
        new Agents(
            number("intentus.agents.connect-timeout-ms", 5_000, 1, 600_000),
            number("intentus.agents.call-ceiling-ms", 600_000, 1, 3_600_000),
            list("intentus.agents.allowed-addresses", "")),
        new Guards(
            number("intentus.deadline-ms", 0, 0, 86_400_000),
            number("intentus.guards.timeout-ms", 0, 0, 3_600_000),
            number("intentus.guards.max-concurrent", 0, 0, 10_000)),
        new Idempotency(number("intentus.idempotency.ttl-hours", 24, 1, 8_760)),
        new RedactionReader(source).read(),
        masterKey(),
        new Signing(flag("intentus.signing.enabled", false)),
        new Verification(
            number("intentus.verification.sweep-interval-hours", 24, 0, 8_760),
            number("intentus.verification.sweep-per-second", 50, 1, 10_000)),
        source.apply("LOG_JSON").map(value -> !value.strip().equals("0")).orElse(true),
        new RetentionReader(source).read(),
        new History(
            flag("intentus.history.enabled", true),
            number("intentus.history.max-bytes", 10_485_760, 65_536, 1 << 30),
            number("intentus.history.files", 5, 1, 100)),
        node(),
        new TlsReader(source).read(),
        new Identity(
            environment(),
            number("intentus.session.idle-minutes", 30, 1, 1_440),
            number("intentus.session.lifetime-hours", 12, 1, 168),
            secondFactor(),
            new TokenReader(source).read(),
            new OidcReader(source).read(flag("intentus.jwt.allow-all-tenants", false))),
        onOff("intentus.encryption.payloads"),
        new PriceReader(source).read(),
        new PlanSettingsReader(this::text).read(flag("intentus.routing.require-compiled", false)));
  }

  private SecondFactor secondFactor() {
    String key = "intentus.console.require-second-factor";
    String word = text(key).orElse("none").toLowerCase(Locale.ROOT);
    return switch (word) {
      case "none" -> SecondFactor.NONE;
      case "admin" -> SecondFactor.ADMIN;
      case "all" -> SecondFactor.ALL;
      default ->
          throw new ConfigurationProblem(
              key, "is neither none, admin nor all.", "The default is none.");
    };
  }

  private MasterKeySource masterKey() {
    Optional<String> key = text("intentus.encryption.key");
    // As environment variables the two are one.
    Optional<Path> file =
        text("intentus.encryption.key-file")
            .or(() -> text("intentus.encryption.key.file"))
            .map(Path::of);
    if (key.isPresent() && file.isPresent()) {
      throw new ConfigurationProblem(
          "intentus.encryption.key-file",
          "is given together with intentus.encryption.key.",
          "Set only one of the two.");
    }
    return new MasterKeySource(key, file, secrets.read("intentus.encryption.previous-key"));
  }

  private boolean onOff(String key) {
    String word = text(key).orElse("off").toLowerCase(Locale.ROOT);
    if (!word.equals("on") && !word.equals("off")) {
      throw new ConfigurationProblem(key, "is neither on nor off.", "Write on or off.");
    }
    return word.equals("on");
  }

  private ComplianceMode mode() {
    return text(MODE)
        .map(
            word ->
                ComplianceMode.find(word)
                    .orElseThrow(
                        () ->
                            new ConfigurationProblem(
                                MODE,
                                "is neither development, standard nor regulated.",
                                "The default is standard.")))
        .orElse(ComplianceMode.STANDARD);
  }

  private String environment() {
    String name = text("intentus.environment").orElse("");
    if (!name.matches("[A-Za-z0-9._-]{0,64}")) {
      throw new ConfigurationProblem(
          "intentus.environment",
          "is no name.",
          "Use at most 64 letters, digits, dots, dashes and underscores.");
    }
    return name;
  }

  private Node node() {
    Optional<String> id = text("intentus.node.id");
    if (id.isPresent() && !id.get().matches("[A-Za-z0-9._:@-]{1,128}")) {
      throw new ConfigurationProblem(
          "intentus.node.id",
          "is not made of 1 to 128 letters, digits and the characters . _ : @ -.",
          "Use the name that other nodes know this one by.");
    }
    Optional<String> secret = secrets.read("intentus.node.secret");
    if (secret.isPresent() && id.isEmpty()) {
      throw new ConfigurationProblem(
          "intentus.node.secret", "is of no use without intentus.node.id.", "Set both.");
    }
    return new Node(id, secret);
  }

  private Database database(Path dataDir) {
    String url =
        text("intentus.db.url")
            .orElseGet(
                () ->
                    "jdbc:h2:file:"
                        + dataDir.resolve("intentusnet")
                        + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;CACHE_SIZE=8192");
    if (!url.startsWith("jdbc:h2:") && !url.startsWith("jdbc:postgresql:")) {
      throw new ConfigurationProblem(
          "intentus.db.url",
          "names a database that is not supported.",
          "Use a URL that begins with jdbc:postgresql: or jdbc:h2:.");
    }
    if (url.startsWith("jdbc:h2:") && !url.toUpperCase(Locale.ROOT).contains(";WRITE_DELAY=")) {
      url = url + ";WRITE_DELAY=0"; // the default of 500 ms loses acknowledged commits
    }
    return new Database(
        url,
        text("intentus.db.user").orElse(url.startsWith("jdbc:h2:") ? "sa" : ""),
        secrets.read("intentus.db.password").orElse(""));
  }

  private Recording recording() {
    String word = text("intentus.recording.durability").orElse("fsync");
    Durability durability =
        switch (word.toLowerCase(Locale.ROOT)) {
          case "fsync" -> Durability.FSYNC;
          case "commit" -> Durability.COMMIT;
          case "async" -> Durability.ASYNC;
          default ->
              throw new ConfigurationProblem(
                  "intentus.recording.durability",
                  "is neither fsync, commit nor async.",
                  "The default is fsync.");
        };
    double rate;
    try {
      rate = Double.parseDouble(text("intentus.recording.sample-rate").orElse("1.0"));
    } catch (NumberFormatException e) {
      rate = Double.NaN;
    }
    if (!(rate >= 0 && rate <= 1)) {
      throw new ConfigurationProblem(
          "intentus.recording.sample-rate", "is not a number from 0 to 1.", "Use 1.0 for all.");
    }
    return new Recording(
        flag("intentus.recording.enabled", true),
        rate,
        durability,
        new PayloadSettings(this::text).read());
  }

  private Optional<String> text(String key) {
    return source.apply(key).map(String::strip).filter(value -> !value.isEmpty());
  }

  private List<String> list(String key, String byDefault) {
    return Arrays.stream(source.apply(key).orElse(byDefault).split(",", -1))
        .map(String::strip)
        .filter(value -> !value.isEmpty())
        .toList();
  }

  private boolean flag(String key, boolean byDefault) {
    return text(key)
        .map(
            value ->
                switch (value.toLowerCase(Locale.ROOT)) {
                  case "true" -> true;
                  case "false" -> false;
                  default ->
                      throw new ConfigurationProblem(
                          key, "is neither true nor false.", "Write true or false.");
                })
        .orElse(byDefault);
  }

  private int number(String key, int byDefault, int min, int max) {
    return text(key)
        .map(
            value -> {
              try {
                int parsed = Integer.parseInt(value);
                if (parsed >= min && parsed <= max) {
                  return parsed;
                }
              } catch (NumberFormatException e) {
                // falls through to the one message for every unusable number
              }
              throw new ConfigurationProblem(
                  key,
                  "is not a whole number from " + min + " to " + max + ".",
                  "The default is " + byDefault + ".");
            })
        .orElse(byDefault);
  }
}
