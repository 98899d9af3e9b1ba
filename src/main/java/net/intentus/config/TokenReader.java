package net.intentus.config;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads {@link TokenSettings}; without a key no token is taken. */
final class TokenReader {
  private static final String KEY = "mp.jwt.verify.publickey";
  private static final String LOCATION = "mp.jwt.verify.publickey.location";
  private static final String ALGORITHM = "mp.jwt.verify.publickey.algorithm";
  private static final String ISSUER = "mp.jwt.verify.issuer";
  private static final Set<String> ALGORITHMS =
      Set.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512");
  private final Function<String, Optional<String>> source;

  TokenReader(Function<String, Optional<String>> source) {
    this.source = source;
  }

  Optional<TokenSettings> read() {
    Optional<String> issuer = text(ISSUER);
    Optional<TokenSettings.Key> key = key();
    if (key.isEmpty() && issuer.isEmpty()) {
      return Optional.empty();
    }
    if (key.isEmpty()) {
      throw new ConfigurationProblem(
          KEY,
          "is missing: tokens of an issuer are checked with its key.",
          "Set it or its location.");
    }
    return Optional.of(
        new TokenSettings(
            key.get(),
            issuer.orElseThrow(
                () ->
                    new ConfigurationProblem(
                        ISSUER,
                        "is missing: a key alone does not say whose tokens are taken.",
                        "Set it to what tokens carry as iss.")),
            words("mp.jwt.verify.audiences", ""),
            algorithms(),
            number("mp.jwt.verify.clock.skew", 0, 300).orElse(60),
            number("mp.jwt.verify.token.age", 1, 31_536_000),
            text("intentus.jwt.tenant-claim").orElse("tenant"),
            flag("intentus.jwt.allow-all-tenants")));
  }

  private Optional<TokenSettings.Key> key() {
    Optional<String> inline = text(KEY);
    Optional<String> location = text(LOCATION);
    if (inline.isPresent() && location.isPresent()) {
      throw new ConfigurationProblem(
          LOCATION, "and mp.jwt.verify.publickey are both set.", "Keep one of them.");
    }
    return inline
        .map(text -> new TokenSettings.Key(KEY, text, true))
        .or(() -> location.map(text -> new TokenSettings.Key(LOCATION, text, false)));
  }

  private Set<String> algorithms() {
    Set<String> named = words(ALGORITHM, "RS256");
    if (named.isEmpty() || !ALGORITHMS.containsAll(named)) {
      throw new ConfigurationProblem(
          ALGORITHM,
          "names what is not supported.",
          "Use RS256, ES256 or another RS, PS or ES algorithm, several separated by commas.");
    }
    return named;
  }

  private Optional<String> text(String key) {
    return source.apply(key).map(String::strip).filter(value -> !value.isEmpty());
  }

  private Set<String> words(String key, String byDefault) {
    Set<String> words = new LinkedHashSet<>();
    Arrays.stream(text(key).orElse(byDefault).split(",", -1))
        .map(String::strip)
        .filter(word -> !word.isEmpty())
        .forEach(words::add);
    return words;
  }

  private Optional<Integer> number(String key, int min, int max) {
    return text(key)
        .map(
            value -> {
              if (value.matches("[0-9]{1,8}")) {
                int parsed = Integer.parseInt(value);
                if (parsed >= min && parsed <= max) {
                  return parsed;
                }
              }
              throw new ConfigurationProblem(
                  key,
                  "is not a whole number from " + min + " to " + max + ".",
                  "It is in seconds.");
            });
  }

  private boolean flag(String key) {
    String value = text(key).orElse("false");
    if (!value.equalsIgnoreCase("true") && !value.equalsIgnoreCase("false")) {
      throw new ConfigurationProblem(key, "is neither true nor false.", "Write true or false.");
    }
    return value.equalsIgnoreCase("true");
  }
}
