package net.intentus.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import net.intentus.config.Settings.PayloadRule;
import net.intentus.config.Settings.Payloads;

/** Reads what is kept of payloads. The exceptions are one list, so that it fits into a variable. */
record PayloadSettings(Function<String, Optional<String>> source) {
  private static final String MODE = "intentus.recording.payloads";
  private static final String BY_INTENT = "intentus.recording.payloads-by-intent";
  private static final String MAX_BYTES = "intentus.recording.max-payload-bytes";
  private static final int SMALLEST = 1_024;
  private static final int LARGEST = 64 << 20;

  Payloads read() {
    boolean digest =
        source.apply(MODE).map(word -> digest(MODE, word, "Use full or digest.")).orElse(false);
    return new Payloads(digest, rules(source.apply(BY_INTENT).orElse("")), maxBytes());
  }

  /** {@code pattern=mode} separated by commas; a name that holds a comma is written with a star. */
  private static List<PayloadRule> rules(String list) {
    List<PayloadRule> rules = new ArrayList<>();
    String remedy = "Write pattern=full or pattern=digest, separated by commas.";
    for (String entry : list.split(",", -1)) {
      if (entry.isBlank()) {
        continue;
      }
      int equals = entry.lastIndexOf('=');
      String pattern = equals < 0 ? "" : entry.substring(0, equals).strip();
      if (pattern.isEmpty()) {
        throw new ConfigurationProblem(BY_INTENT, "has an entry without a pattern.", remedy);
      }
      rules.add(new PayloadRule(pattern, digest(BY_INTENT, entry.substring(equals + 1), remedy)));
    }
    return rules;
  }

  private static boolean digest(String key, String word, String remedy) {
    return switch (word.strip().toLowerCase(Locale.ROOT)) {
      case "full" -> false;
      case "digest" -> true;
      default -> throw new ConfigurationProblem(key, "names neither full nor digest.", remedy);
    };
  }

  private int maxBytes() {
    int bytes;
    try {
      bytes = Integer.parseInt(source.apply(MAX_BYTES).orElse("65536"));
    } catch (NumberFormatException e) {
      bytes = -1;
    }
    if (bytes < SMALLEST || bytes > LARGEST) {
      throw new ConfigurationProblem(
          MAX_BYTES,
          "is not a whole number from " + SMALLEST + " to " + LARGEST + ".",
          "The default is 65536.");
    }
    return bytes;
  }
}
