package net.intentus.observability;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.regex.Pattern;
import net.intentus.privacy.LogMask;

/**
 * Makes text safe for a log line: credentials masked, nothing that ends or hides a line (CWE-117),
 * bounded in length. Stateless.
 */
final class LogText {
  /** Characters of a message that are kept. */
  static final int MAX_MESSAGE = 16_384;

  /** Characters of an exception that are kept. */
  static final int MAX_EXCEPTION = 8_192;

  private static final int BEYOND = 1_024;
  private static final int MAX_FRAMES = 24;
  private static final String CUT = "…";
  private static final char[] HEX = "0123456789abcdef".toCharArray();
  private static final String END = "(?!\\[redacted)[^\\s\"',;)\\]}]+";
  private static final Pattern KEY = Pattern.compile("\\bink_([A-Za-z0-9-]{1,64})_" + END);
  private static final Pattern BEARER =
      Pattern.compile("\\bbearer\\s+" + END, Pattern.CASE_INSENSITIVE);

  private LogText() {}

  /** Cuts and masks; the id of an API key stays, its secret goes, however short it is. */
  static String clean(String text, int max, LogMask mask) {
    // A secret that is cut in two must still be known by its first half.
    String looked = text.length() <= max + BEYOND ? text : text.substring(0, max + BEYOND);
    String clean = mask.mask(looked);
    String masked = clean.length() <= max ? clean : clean.substring(0, max) + CUT;
    if (masked.contains("ink_")) {
      masked = KEY.matcher(masked).replaceAll("ink_$1_***");
    }
    if (mentionsBearer(masked)) {
      masked = BEARER.matcher(masked).replaceAll("Bearer ***");
    }
    return masked;
  }

  private static boolean mentionsBearer(String text) {
    String word = "bearer";
    for (int i = text.length() - word.length() - 1; i >= 0; i--) {
      if (text.regionMatches(true, i, word, 0, word.length())) {
        return true;
      }
    }
    return false;
  }

  /** Kind, message and the top of the stack of a throwable and its causes, over several lines. */
  static String describe(Throwable thrown, LogMask mask) {
    StringBuilder out = new StringBuilder(512);
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Throwable t = thrown; t != null && seen.add(t); t = t.getCause()) {
      out.append(out.isEmpty() ? "" : "\ncaused by: ").append(t);
      StackTraceElement[] frames = t.getStackTrace();
      int shown = Math.min(frames.length, MAX_FRAMES);
      for (int i = 0; i < shown; i++) {
        out.append("\n  at ").append(frames[i]);
      }
      if (out.length() > MAX_EXCEPTION) {
        break;
      }
    }
    return clean(out.toString(), MAX_EXCEPTION, mask);
  }

  /** Appends text as the inside of a JSON string (RFC 8259), invisible characters escaped. */
  static void appendJson(StringBuilder out, String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else {
        appendVisible(out, text, i);
      }
    }
  }

  /** Appends text for people, invisible characters escaped. */
  static void appendPlain(StringBuilder out, String text) {
    for (int i = 0; i < text.length(); i++) {
      appendVisible(out, text, i);
    }
  }

  private static void appendVisible(StringBuilder out, String text, int at) {
    char c = text.charAt(at);
    switch (c) {
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      default -> {
        if (visible(text, at)) {
          out.append(c);
        } else {
          out.append("\\u");
          for (int shift = 12; shift >= 0; shift -= 4) {
            out.append(HEX[(c >> shift) & 0xf]);
          }
        }
      }
    }
  }

  private static boolean visible(String text, int at) {
    char c = text.charAt(at);
    if (c >= 0x20 && c < 0x7f) {
      return true;
    }
    if (Character.isHighSurrogate(c)) {
      return at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1));
    }
    if (Character.isLowSurrogate(c)) {
      return at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
    }
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
