package net.intentus.console;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.intentus.intent.Json;
import net.intentus.intent.Violation;
import net.intentus.policy.PolicyDocument;
import org.jspecify.annotations.Nullable;

/**
 * A policy that is being edited.
 *
 * @param base the version that it was made from
 * @param report what a dry run came to, or null
 */
public record PolicyEditor(
    String text, long base, String reason, List<Problem> problems, @Nullable DryRunView report) {
  /** Where nobody has made a policy yet: what is in force without one. */
  static final String FIRST = "{\n  \"default\": \"allow\",\n  \"rules\": []\n}";

  private static final JsonFactory JSON = new JsonFactory();

  /**
   * Something that is wrong.
   *
   * @param place the line and the pointer, in words
   * @param line what stands there
   */
  public record Problem(String place, String line, String message) {}

  /** Something that is wrong with no place in particular. */
  static Problem problem(String message) {
    return new Problem("", "", message);
  }

  PolicyEditor with(List<Problem> found) {
    return new PolicyEditor(text, base, reason, found, null);
  }

  PolicyEditor with(DryRunView result) {
    return new PolicyEditor(text, base, reason, List.of(), result);
  }

  /** What a text is. */
  sealed interface Read {
    /** It can be put in force. */
    record Good(PolicyDocument policy) implements Read {}

    /** It cannot. */
    record Bad(List<Problem> problems) implements Read {}
  }

  /** Reads a text as strictly as the API does. */
  static Read read(String text) {
    try {
      PolicyDocument.Reading reading =
          PolicyDocument.strict(Json.read(text.getBytes(StandardCharsets.UTF_8)), true);
      return reading instanceof PolicyDocument.Reading.Invalid invalid
          ? new Read.Bad(places(text, invalid.violations()))
          : new Read.Good(((PolicyDocument.Reading.Accepted) reading).document());
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      return new Read.Bad(List.of(new Problem("Line " + line, excerpt(text, line), NO_JSON)));
    } catch (IOException e) {
      return new Read.Bad(List.of(new Problem("", "", NO_JSON)));
    }
  }

  private static final String NO_JSON =
      "The text must be one JSON document, without repeated names.";

  private static List<Problem> places(String text, List<Violation> violations) throws IOException {
    Map<String, Integer> lines = lines(text);
    return violations.stream()
        .map(
            violation -> {
              int line = line(lines, violation.pointer());
              return new Problem(
                  "Line " + line + " " + violation.pointer(),
                  excerpt(text, line),
                  violation.message());
            })
        .toList();
  }

  /** What is missing is missed where it should be. */
  private static int line(Map<String, Integer> lines, String pointer) {
    Integer line = lines.get(pointer);
    int parent = pointer.lastIndexOf('/');
    if (line != null || parent < 0) {
      return line == null ? 1 : line;
    }
    return line(lines, pointer.substring(0, parent));
  }

  private static Map<String, Integer> lines(String text) throws IOException {
    Map<String, Integer> lines = new HashMap<>();
    try (JsonParser parser = JSON.createParser(text)) {
      while (parser.nextToken() != null) {
        lines.putIfAbsent(
            parser.getParsingContext().pathAsPointer().toString(),
            parser.currentTokenLocation().getLineNr());
      }
    }
    return lines;
  }

  private static String excerpt(String text, int line) {
    return text.lines()
        .skip(line - 1L)
        .findFirst()
        .map(found -> found.strip())
        .map(found -> found.length() <= 120 ? found : found.substring(0, 120) + "…")
        .orElse("");
  }
}
