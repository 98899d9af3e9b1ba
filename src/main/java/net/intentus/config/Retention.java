package net.intentus.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How long records are kept: {@code intentus.retention.*} and {@code intentus.archive.dir}.
 *
 * @param rules in order, the first match counts; the last one matches everything
 * @param every time between two runs by themselves
 * @param pauseMs milliseconds of rest after each batch
 * @param archiveDir where executions are written to before they are deleted
 * @param storageLimitBytes how large the database may get, for the forecast; 0 when nobody said
 */
public record Retention(
    List<Rule> rules,
    Duration every,
    int pauseMs,
    Optional<Path> archiveDir,
    long storageLimitBytes) {
  public Retention {
    rules = List.copyOf(rules);
  }

  /** Whether anything ever expires. */
  public boolean configured() {
    return rules.stream()
        .anyMatch(rule -> rule.payload().isPresent() || rule.metadata().isPresent());
  }

  /** The rule that counts for an execution of that intent which ended in that status. */
  public Rule ruleFor(String intent, String status) {
    return rules.stream()
        .filter(rule -> rule.matches(intent, status))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("the last rule matches everything"));
  }

  /**
   * Lifetimes of the executions that match.
   *
   * @param intent a name in which {@code *} stands for anything
   * @param status lower-case status, or {@code *}
   * @param payload empty: as long as the metadata
   * @param metadata empty: for ever
   */
  public record Rule(
      String intent, String status, Optional<Duration> payload, Optional<Duration> metadata) {

    boolean matches(String name, String ended) {
      return (status.equals("*") || status.equals(ended)) && glob(intent, name);
    }

    /** As it is written in the settings. */
    public String text() {
      return intent + ":" + status + "=" + written(payload) + "/" + written(metadata);
    }

    private static String written(Optional<Duration> lifetime) {
      return lifetime.map(Rule::written).orElse("keep");
    }

    private static String written(Duration lifetime) {
      long seconds = lifetime.toSeconds();
      if (seconds % 86_400 == 0) {
        return seconds / 86_400 + "d";
      }
      return lifetime.toString().substring(2).toLowerCase(Locale.ROOT);
    }

    /** The leftmost place for each piece between the stars is as good as any other. */
    private static boolean glob(String pattern, String name) {
      String[] pieces = pattern.split("\\*", -1);
      if (pieces.length == 1) {
        return pattern.equals(name);
      }
      String tail = pieces[pieces.length - 1];
      int at = pieces[0].length();
      int end = name.length() - tail.length();
      if (end < at || !name.startsWith(pieces[0]) || !name.endsWith(tail)) {
        return false;
      }
      for (int i = 1; i < pieces.length - 1; i++) {
        int found = name.indexOf(pieces[i], at);
        if (found < 0 || found + pieces[i].length() > end) {
          return false;
        }
        at = found + pieces[i].length();
      }
      return true;
    }
  }
}
