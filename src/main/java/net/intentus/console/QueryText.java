package net.intentus.console;

import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The small language of the query box: {@code status:failed agent:"search a" anything else}. */
final class QueryText {
  /** A word, a quoted phrase, or {@code key:} and either of them; possessive, so linear. */
  private static final Pattern WORD =
      Pattern.compile("(?:([A-Za-z]++):)?+(?:\"([^\"]*+)\"|([^\\s\"]++)|\"([^\"]*+)$)");

  private static final Map<String, String> KEYS =
      Map.ofEntries(
          Map.entry("status", "status"),
          Map.entry("is", "is"),
          Map.entry("intent", "intent"),
          Map.entry("version", "version"),
          Map.entry("agent", "agent"),
          Map.entry("strategy", "strategy"),
          Map.entry("error", "errorCode"),
          Map.entry("errorcode", "errorCode"),
          Map.entry("tag", "tag"),
          Map.entry("trace", "traceId"),
          Map.entry("traceid", "traceId"),
          Map.entry("request", "requestId"),
          Map.entry("requestid", "requestId"),
          Map.entry("tenant", "tenant"),
          Map.entry("since", "since"),
          Map.entry("from", "from"),
          Map.entry("to", "to"));

  private QueryText() {}

  /** Puts each {@code key:value} of the text into the filters and answers the rest of the text. */
  static String split(String text, Map<String, String> filters) {
    StringJoiner rest = new StringJoiner(" ");
    Matcher word = WORD.matcher(text);
    while (word.find()) {
      String key = word.group(1) == null ? "" : word.group(1).toLowerCase(Locale.ROOT);
      String filter = KEYS.get(key);
      String value = value(word);
      if (filter == null || value.isBlank()) {
        rest.add(word.group().replace("\"", ""));
      } else {
        filters.put(filter, filter.equals("status") ? status(value) : value);
      }
    }
    return rest.toString();
  }

  private static String status(String value) {
    return value.toLowerCase(Locale.ROOT);
  }

  private static String value(Matcher word) {
    for (int group = 2; group <= 4; group++) {
      if (word.group(group) != null) {
        return word.group(group);
      }
    }
    return "";
  }
}
