package net.intentus.config;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import net.intentus.config.RedactionRules.Rule;

/**
 * Reads {@link RedactionRules} and refuses every value that cannot be used. The ids of the rules
 * are a list of their own, because the names of environment variables cannot be read backwards.
 */
final class RedactionReader {
  private static final String PREFIX = "intentus.redaction.";
  private static final String DEFAULT_FIELDS =
      "password,passwd,secret,token,api_key,apiKey,authorization,ssn,card_number";
  private static final String DEFAULT_PATTERNS = "api-key,bearer,card";
  private static final int MAX_RULES = 50;
  private static final int MAX_REGEX = 500;

  /** What counted repetitions may multiply a pattern to: compiling writes them out. */
  private static final long MAX_REPEATED = 1_000;

  private static final java.util.regex.Pattern ID =
      java.util.regex.Pattern.compile("[a-z][a-z0-9-]{0,31}");
  private static final java.util.regex.Pattern COUNT =
      java.util.regex.Pattern.compile("\\{(\\d{1,9})(?:,(\\d{0,9}))?}");
  private static final java.util.regex.Pattern POINTER =
      java.util.regex.Pattern.compile("(/([^~/]|~[01])*)+");

  private final Function<String, Optional<String>> source;

  RedactionReader(Function<String, Optional<String>> source) {
    this.source = key -> source.apply(PREFIX + key);
  }

  RedactionRules read() {
    List<String> ids = list("rules", "");
    Set<String> taken = new HashSet<>(RedactionRules.DETECTORS);
    List<Rule> rules = new ArrayList<>();
    for (String id : ids) {
      if (!ID.matcher(id).matches() || !taken.add(id) || rules.size() == MAX_RULES) {
        throw problem(
            "rules",
            "holds an id that cannot be used.",
            "List at most 50 different ids of lower-case letters, digits and dashes; the names of"
                + " the built-in patterns are taken.");
      }
      rules.add(rule(id));
    }
    return new RedactionRules(
        list("fields", DEFAULT_FIELDS),
        pointers("pointers"),
        patterns("patterns", DEFAULT_PATTERNS),
        rules);
  }

  private Rule rule(String id) {
    String prefix = "rules." + id + ".";
    Rule rule =
        new Rule(
            id,
            intents(list(prefix + "intents", "*")),
            list(prefix + "fields", ""),
            pointers(prefix + "pointers"),
            patterns(prefix + "patterns", ""),
            regex(prefix + "regex"));
    if (rule.fields().isEmpty()
        && rule.pointers().isEmpty()
        && rule.patterns().isEmpty()
        && rule.regex().isEmpty()) {
      throw problem(
          "rules",
          "names the rule " + id + ", which redacts nothing.",
          "Set " + PREFIX + prefix + "fields, .pointers, .patterns or .regex.");
    }
    return rule;
  }

  /** A star stands for any run of characters, everything else for itself. */
  private static Pattern intents(List<String> globs) {
    String regex =
        globs.stream()
            .map(
                glob ->
                    Arrays.stream(glob.split("\\*", -1))
                        .map(Pattern::quote)
                        .collect(Collectors.joining(".*")))
            .collect(Collectors.joining("|"));
    return Pattern.compile(regex, Pattern.DOTALL);
  }

  private List<String> pointers(String key) {
    List<String> pointers = list(key, "");
    for (String pointer : pointers) {
      if (!POINTER.matcher(pointer).matches()) {
        throw problem(
            key,
            "holds something that is no JSON pointer into a payload.",
            "Write pointers such as /customer/iban or /items/*/secret, separated by commas.");
      }
    }
    return pointers;
  }

  private List<String> patterns(String key, String byDefault) {
    List<String> names =
        list(key, byDefault).stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
    if (names.equals(List.of("none"))) {
      return List.of();
    }
    if (!RedactionRules.DETECTORS.containsAll(names)) {
      throw problem(
          key,
          "names a pattern that does not exist.",
          "Use api-key, bearer, card and email, separated by commas, or none.");
    }
    return names;
  }

  private Optional<Pattern> regex(String key) {
    String text = source.apply(key).orElse("");
    if (text.isBlank()) {
      return Optional.empty();
    }
    try {
      if (text.length() <= MAX_REGEX && repeated(text) <= MAX_REPEATED) {
        Pattern pattern = Pattern.compile(text);
        if (!pattern.matches("")) {
          return Optional.of(pattern);
        }
      }
    } catch (PatternSyntaxException | NumberFormatException e) {
      // the message below is the same for every unusable expression
    }
    throw problem(
        key,
        "is no regular expression that can be used.",
        "Use the syntax of RE2, at most 500 characters, repetitions of at most 1000 in all, and"
            + " nothing that matches the empty text.");
  }

  private static long repeated(String regex) {
    long product = 1;
    Matcher count = COUNT.matcher(regex);
    while (count.find() && product <= MAX_REPEATED) {
      String most =
          count.group(2) == null || count.group(2).isEmpty() ? count.group(1) : count.group(2);
      product *= Math.max(1, Long.parseLong(most));
    }
    return product;
  }

  private List<String> list(String key, String byDefault) {
    return Arrays.stream(source.apply(key).orElse(byDefault).split(",", -1))
        .map(String::strip)
        .filter(value -> !value.isEmpty())
        .toList();
  }

  private static ConfigurationProblem problem(String key, String what, String remedy) {
    return new ConfigurationProblem(PREFIX + key, what, remedy);
  }
}
