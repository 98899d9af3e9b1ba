package net.intentus.policy;

/**
 * Guesses from above how large a pattern becomes when its counted repetitions are written out,
 * which is what compiling it does: {@code ((a{1000}){1000}){1000}} would take all memory. Pure.
 */
final class PatternSize {
  /** What a pattern may grow to; compiled, it takes some hundred kilobytes. */
  static final int MOST = 5_000;

  /** What all patterns of a document may grow to together. */
  static final int MOST_TOGETHER = 100_000;

  private final String regex;
  private final long[] outer;
  private int depth;
  private int at;
  private long size;
  private long last;

  private PatternSize(String regex) {
    this.regex = regex;
    this.outer = new long[regex.length() + 1];
  }

  /** The guess; some number above {@link #MOST} as soon as it is known to be. */
  static long of(String regex) {
    return new PatternSize(regex).scan();
  }

  private long scan() {
    while (at < regex.length() && size <= MOST) {
      char next = regex.charAt(at++);
      switch (next) {
        case '(' -> {
          outer[depth++] = size;
          size = 0;
        }
        case ')' -> close();
        case '[' -> skipClass();
        case '\\' -> skipEscape();
        case '{' -> repeat();
        default -> atom();
      }
    }
    while (depth > 0) {
      close();
    }
    return size;
  }

  private void atom() {
    last = 1;
    size++;
  }

  private void close() {
    last = size + 1;
    size = last + (depth == 0 ? 0 : outer[--depth]);
  }

  private void skipEscape() {
    char kind = at < regex.length() ? regex.charAt(at++) : '\\';
    boolean named = kind == 'p' || kind == 'P' || kind == 'x';
    if (named && at < regex.length() && regex.charAt(at) == '{') {
      int end = regex.indexOf('}', at);
      at = end < 0 ? regex.length() : end + 1;
    }
    atom();
  }

  /** A bracket that comes first in a class is a member of it. */
  private void skipClass() {
    if (at < regex.length() && regex.charAt(at) == '^') {
      at++;
    }
    int first = at;
    while (at < regex.length() && (regex.charAt(at) != ']' || at == first)) {
      at += regex.charAt(at) == '\\' ? 2 : 1;
    }
    at = Math.min(at + 1, regex.length());
    atom();
  }

  private void repeat() {
    int end = regex.indexOf('}', at);
    String counts = end < 0 ? "" : regex.substring(at, end);
    if (!counts.matches("[0-9]{1,4}(,[0-9]{0,4})?")) {
      atom();
      return;
    }
    String highest = counts.substring(counts.indexOf(',') + 1);
    String given = highest.isEmpty() ? counts.substring(0, counts.length() - 1) : highest;
    long most = Math.max(1, Long.parseLong(given));
    size += last * (most - 1);
    last *= most;
    at = end + 1;
  }
}
