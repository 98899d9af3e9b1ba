package net.intentus.config;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code intentus.prices}: {@code model=input/output}, separated by commas. */
final class PriceReader {
  private static final String KEY = "intentus.prices";
  private static final int MOST = 1_000;
  private static final Pattern ROW =
      Pattern.compile("([^=,\\s]{1,256})\\s*=\\s*([0-9]{1,12})\\s*/\\s*([0-9]{1,12})");
  private final Function<String, Optional<String>> source;

  PriceReader(Function<String, Optional<String>> source) {
    this.source = source;
  }

  /**
   * The prices; none when the setting is absent.
   *
   * @throws ConfigurationProblem when they cannot be used
   */
  Prices read() {
    Map<String, Prices.Price> prices = new HashMap<>();
    for (String part : source.apply(KEY).orElse("").split(",", -1)) {
      if (!part.isBlank()) {
        read(part.strip(), prices);
      }
    }
    if (prices.size() > MOST) {
      throw problem("names more than " + MOST + " models.");
    }
    return new Prices(prices);
  }

  private static void read(String part, Map<String, Prices.Price> prices) {
    Matcher row = ROW.matcher(part);
    if (!row.matches()) {
      throw problem("has an entry that is not model=input/output.");
    }
    Prices.Price price =
        new Prices.Price(Long.parseLong(row.group(2)), Long.parseLong(row.group(3)));
    if (prices.put(row.group(1), price) != null) {
      throw problem("names a model twice.");
    }
  }

  private static ConfigurationProblem problem(String what) {
    return new ConfigurationProblem(
        KEY,
        what,
        "Write model=input/output, in micro-units of the currency for 1,000 tokens, separated by"
            + " commas.");
  }
}
