package net.intentus.privacy;

import org.jspecify.annotations.Nullable;

/**
 * Numbers of payment cards (ISO/IEC 7812): 13 to 19 digits with a check digit after Luhn, plain or
 * in groups of three to six with one kind of separator. They begin with 2 to 6, as those of banks,
 * travel and shops do: times in milliseconds begin with 1.
 */
final class CardShape implements Detector {
  private static final int LEAST = 13;
  private static final int MOST = 19;
  private static final int SMALLEST_GROUP = 3;
  private static final int LARGEST_GROUP = 6;

  @Override
  public String name() {
    return "card";
  }

  @Override
  public String starts() {
    return "23456";
  }

  @Override
  public int shortest() {
    return LEAST;
  }

  @Override
  public @Nullable Hit at(String text, int place) {
    if (place + LEAST > text.length() || !Shape.digit(text.charAt(place + 1))) {
      return null;
    }
    int[] digits = new int[MOST];
    int count = 0;
    int group = 0;
    int end = -1;
    char separator = 0;
    for (int at = place; at < text.length(); at++) {
      char c = text.charAt(at);
      if (Shape.digit(c)) {
        if (count == MOST || (separator != 0 && group == LARGEST_GROUP)) {
          return hit(place, end);
        }
        digits[count++] = c - '0';
        group++;
        if (count >= LEAST && Shape.ends(text, at + 1) && luhn(digits, count)) {
          end = at + 1;
        }
      } else {
        boolean goesOn = separator == 0 ? " -.\u00a0".indexOf(c) >= 0 : c == separator;
        if (!goesOn || group < SMALLEST_GROUP || group > LARGEST_GROUP) {
          return hit(place, end);
        }
        separator = c;
        group = 0;
      }
    }
    return hit(place, end);
  }

  private @Nullable Hit hit(int from, int end) {
    return end < 0 ? null : new Hit(from, end, name());
  }

  private static boolean luhn(int[] digits, int count) {
    int sum = 0;
    for (int i = 0; i < count; i++) {
      int digit = digits[count - 1 - i];
      int weighted = i % 2 == 0 ? digit : 2 * digit;
      sum += weighted > 9 ? weighted - 9 : weighted;
    }
    return sum % 10 == 0;
  }
}
