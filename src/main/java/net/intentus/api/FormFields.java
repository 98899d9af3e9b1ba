package net.intentus.api;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Fields of {@code application/x-www-form-urlencoded} text in UTF-8 (WHATWG URL, section 5.1). */
final class FormFields {
  private static final int MAX_FIELDS = 1_000;

  private FormFields() {}

  /** Adds the fields of the text, in order; text that cannot be decoded has none. */
  static void read(String text, Map<String, List<String>> fields) {
    String[] pairs = text.split("&", MAX_FIELDS);
    Map<String, List<String>> found = new LinkedHashMap<>();
    try {
      for (String pair : pairs) {
        if (!pair.isEmpty()) {
          int equals = pair.indexOf('=');
          String name = equals < 0 ? pair : pair.substring(0, equals);
          String value = equals < 0 ? "" : pair.substring(equals + 1);
          found.computeIfAbsent(decoded(name), key -> new ArrayList<>()).add(decoded(value));
        }
      }
    } catch (IllegalArgumentException e) {
      return;
    }
    found.forEach(
        (name, values) -> fields.computeIfAbsent(name, k -> new ArrayList<>()).addAll(values));
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
