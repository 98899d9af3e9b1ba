package net.intentus.console;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/** Addresses of our pages. */
final class Url {
  private Url() {}

  /** One path segment or query value, percent-encoded. */
  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20").replace("%7E", "~");
  }

  /** The path with these parameters, in their order. */
  static String of(String path, Map<String, String> parameters) {
    return parameters.isEmpty()
        ? path
        : path
            + parameters.entrySet().stream()
                .map(e -> e.getKey() + "=" + encode(e.getValue()))
                .collect(Collectors.joining("&", "?", ""));
  }

  static String execution(String id) {
    return "/console/executions/" + encode(id);
  }

  static String agent(String name) {
    return "/console/agents/" + encode(name);
  }

  /** Where the runbook of an error code is. */
  static String runbook(String code) {
    return "/console/runbooks/" + encode(code.toLowerCase(java.util.Locale.ROOT).replace('_', '-'));
  }
}
