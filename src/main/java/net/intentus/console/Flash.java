package net.intentus.console;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The message that the page after a form shows once. It travels in a cookie as a key of {@link
 * #WORDS} and a name, so that nobody can make a page say anything else.
 */
public record Flash(String text) {
  static final String COOKIE = "intentus_flash";

  private static final Map<String, String> WORDS =
      Map.of(
          "registered", "Agent %s is registered and takes part in routing at once.",
          "saved", "Agent %s is saved.",
          "enabled", "Agent %s is enabled.",
          "disabled", "Agent %s is disabled: it is no candidate any more.",
          "deleted", "Agent %s is deleted. Its executions stay.");

  /** What a cookie value says, or null when it says nothing known. */
  static @Nullable Flash read(@Nullable String cookie) {
    if (cookie == null || cookie.indexOf('.') < 0) {
      return null;
    }
    String words = WORDS.get(cookie.substring(0, cookie.indexOf('.')));
    try {
      String name = cookie.substring(cookie.indexOf('.') + 1);
      return words == null
          ? null
          : new Flash(words.formatted(URLDecoder.decode(name, StandardCharsets.UTF_8)));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** The cookie value for a key and the name it is about. */
  static String value(String key, String name) {
    if (!WORDS.containsKey(key)) {
      throw new IllegalArgumentException(key);
    }
    return key + "." + Url.encode(name);
  }
}
