package net.intentus.privacy;

/** What detectors share: words, runs of characters and where they may begin. Pure. */
final class Shape {
  private static final String TOKEN = "-_";
  private static final String TOKEN68 = "-._~+/=";

  private static final boolean[] WORD = new boolean[128];

  static {
    for (char c = 0; c < WORD.length; c++) {
      WORD[c] = digit(c) || letter(c);
    }
  }

  private Shape() {}

  static boolean digit(char c) {
    return c >= '0' && c <= '9';
  }

  static boolean letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  static boolean wordCharacter(char c) {
    return c < WORD.length && WORD[c];
  }

  /**
   * Whether a word can begin there: not inside another one. What an escape of JSON or a URL ends
   * with is no part of the word behind it.
   */
  static boolean begins(String text, int at) {
    if (at == 0 || !wordCharacter(text.charAt(at - 1))) {
      return true;
    }
    if (at >= 2 && text.charAt(at - 2) == '\\') {
      return "nrtbf".indexOf(text.charAt(at - 1)) >= 0;
    }
    return at >= 3
        && text.charAt(at - 3) == '%'
        && Character.digit(text.charAt(at - 2), 16) >= 0
        && Character.digit(text.charAt(at - 1), 16) >= 0;
  }

  /** Whether a word ends before that place. */
  static boolean ends(String text, int at) {
    return at >= text.length() || !wordCharacter(text.charAt(at));
  }

  /** Behind the run of letters, digits, dashes and underscores that begins there. */
  static int token(String text, int from) {
    return token(text, from, text.length() - from);
  }

  /** The same, looking at so many characters at most. */
  static int token(String text, int from, int most) {
    int at = from;
    int end = Math.min(text.length(), from + most);
    while (at < end && (wordCharacter(text.charAt(at)) || TOKEN.indexOf(text.charAt(at)) >= 0)) {
      at++;
    }
    return at;
  }

  /** Behind the run of characters of {@code token68} (RFC 9110, section 11.2). */
  static int token68(String text, int from) {
    int at = from;
    while (at < text.length()
        && (wordCharacter(text.charAt(at)) || TOKEN68.indexOf(text.charAt(at)) >= 0)) {
      at++;
    }
    return at;
  }

  /** Words of a language seldom have digits, nor are they that long. */
  static boolean random(String text, int from, int to) {
    if (to - from >= 16) {
      return true;
    }
    boolean digits = false;
    for (int i = from; i < to; i++) {
      digits |= digit(text.charAt(i));
    }
    return digits && to - from >= 8;
  }
}
