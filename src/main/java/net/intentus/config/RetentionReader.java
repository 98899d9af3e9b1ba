package net.intentus.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.intentus.config.Retention.Rule;

/** Reads {@link Retention} and refuses every value that cannot be used. */
final class RetentionReader {
  static final String RULES = "intentus.retention.rules";
  private static final Pattern LIFETIME = Pattern.compile("([0-9]{1,6})([dhms])");
  private static final Set<String> STATUSES = Set.of("*", "succeeded", "failed", "cancelled");
  private static final int MAX_RULES = 100;

  private final Function<String, Optional<String>> source;

  RetentionReader(Function<String, Optional<String>> source) {
    this.source = key -> source.apply(key).map(String::strip).filter(text -> !text.isEmpty());
  }

  Retention read() {
    List<Rule> rules = new ArrayList<>();
    for (String entry : source.apply(RULES).orElse("").split("[;\n]", -1)) {
      if (!entry.isBlank()) {
        rules.add(rule(entry.strip()));
      }
    }
    if (rules.size() > MAX_RULES) {
      throw problem(RULES, "holds more than " + MAX_RULES + " rules.");
    }
    String payload = source.apply("intentus.retention.payload").orElse("keep");
    String metadata = source.apply("intentus.retention.metadata").orElse("keep");
    rules.add(
        checked(
            "intentus.retention.payload",
            new Rule(
                "*",
                "*",
                lifetime("intentus.retention.payload", payload),
                lifetime("intentus.retention.metadata", metadata))));
    return new Retention(
        rules,
        lifetime("intentus.retention.every", source.apply("intentus.retention.every").orElse("1h"))
            .orElseThrow(() -> problem("intentus.retention.every", "is no length of time.")),
        (int) number("intentus.retention.pause-ms", 20, 60_000),
        source.apply("intentus.archive.dir").map(RetentionReader::path),
        number("intentus.retention.storage-limit-bytes", 0, Long.MAX_VALUE));
  }

  /** {@code intent:status=payload/metadata}; an intent's name may hold a colon itself. */
  private static Rule rule(String entry) {
    int equals = entry.lastIndexOf('=');
    int colon = entry.lastIndexOf(':', equals);
    int slash = entry.indexOf('/', equals + 1);
    if (equals < 0 || colon < 1 || slash < 0) {
      throw problem(RULES, "holds a rule that is not of the form intent:status=payload/metadata.");
    }
    String status = entry.substring(colon + 1, equals).strip().toLowerCase(Locale.ROOT);
    if (!STATUSES.contains(status)) {
      throw problem(RULES, "holds a rule for a status that never expires or does not exist.");
    }
    return checked(
        RULES,
        new Rule(
            entry.substring(0, colon).strip(),
            status,
            lifetime(RULES, entry.substring(equals + 1, slash).strip()),
            lifetime(RULES, entry.substring(slash + 1).strip())));
  }

  /** Payloads go with the metadata at the latest: more was hardly meant. */
  private static Rule checked(String key, Rule rule) {
    if (rule.payload().isPresent()
        && rule.metadata().isPresent()
        && rule.payload().get().compareTo(rule.metadata().get()) > 0) {
      throw problem(key, "keeps payloads longer than the metadata they belong to.");
    }
    return rule;
  }

  private static Optional<Duration> lifetime(String key, String text) {
    if (text.equalsIgnoreCase("keep")) {
      return Optional.empty();
    }
    Matcher matcher = LIFETIME.matcher(text.toLowerCase(Locale.ROOT));
    if (!matcher.matches() || Long.parseLong(matcher.group(1)) == 0) {
      throw problem(key, "holds a lifetime that cannot be read.");
    }
    long number = Long.parseLong(matcher.group(1));
    return Optional.of(
        switch (matcher.group(2)) {
          case "d" -> Duration.ofDays(number);
          case "h" -> Duration.ofHours(number);
          case "m" -> Duration.ofMinutes(number);
          default -> Duration.ofSeconds(number);
        });
  }

  private static Path path(String text) {
    try {
      return Path.of(text).toAbsolutePath().normalize();
    } catch (java.nio.file.InvalidPathException e) {
      throw new ConfigurationProblem(
          "intentus.archive.dir", "is no path.", "Name a directory on a file system with room.");
    }
  }

  private long number(String key, long byDefault, long max) {
    String text = source.apply(key).orElse(Long.toString(byDefault));
    try {
      long number = Long.parseLong(text);
      if (number >= 0 && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // the message below is the same for every unusable number
    }
    throw new ConfigurationProblem(
        key, "is not a whole number from 0 to " + max + ".", "The default is " + byDefault + ".");
  }

  private static ConfigurationProblem problem(String key, String what) {
    return new ConfigurationProblem(
        key,
        what,
        "Lifetimes are keep or a number with d, h, m or s; a rule is, for example,"
            + " SearchIntent:succeeded=7d/90d, rules are separated by semicolons.");
  }
}
