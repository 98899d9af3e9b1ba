package net.intentus.agent;

import org.jspecify.annotations.Nullable;

/** What an agent may be called. Names are compared exactly and never normalised. */
final class AgentNames {
  private static final int MAX = 128;

  private AgentNames() {}

  /** Why the name can't be used; null when it can. */
  static @Nullable String problem(String name) {
    if (name.codePointCount(0, name.length()) > MAX) {
      return "must not be longer than " + MAX + " characters";
    }
    if (name.equals(".") || name.equals("..")) {
      return "must not be . or ..";
    }
    if (name.indexOf('/') >= 0 || name.indexOf('\\') >= 0) {
      return "must not contain / or \\";
    }
    if (name.codePoints().anyMatch(AgentNames::invisible)) {
      return "must not contain control or format characters";
    }
    if (blank(name.codePointAt(0)) || blank(name.codePointBefore(name.length()))) {
      return "must not begin or end with a blank";
    }
    return null;
  }

  private static boolean invisible(int c) {
    int type = Character.getType(c);
    return type == Character.CONTROL
        || type == Character.FORMAT
        || type == Character.SURROGATE
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR;
  }

  private static boolean blank(int c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c);
  }
}
