package net.intentus.privacy;

import org.jspecify.annotations.Nullable;

/** Addresses of electronic mail in their usual form; the lengths are those of RFC 5321. */
final class EmailShape implements Detector {
  private static final int LOCAL = 64;
  private static final int DOMAIN = 255;

  @Override
  public String name() {
    return "email";
  }

  @Override
  public String starts() {
    return "@";
  }

  @Override
  public int shortest() {
    return "a@b.cd".length();
  }

  @Override
  public @Nullable Hit at(String text, int place) {
    int from = place;
    int earliest = Math.max(0, place - LOCAL);
    while (from > earliest && local(text.charAt(from - 1))) {
      from--;
    }
    int end = place + 1;
    int latest = Math.min(text.length(), place + 1 + DOMAIN);
    while (end < latest && domain(text.charAt(end))) {
      end++;
    }
    while (end > place + 1 && !Shape.wordCharacter(text.charAt(end - 1))) {
      end--;
    }
    int top = end;
    while (top > place && Shape.letter(text.charAt(top - 1))) {
      top--;
    }
    boolean named = end - top >= 2 && top - 2 > place && text.charAt(top - 1) == '.';
    return from < place && named ? new Hit(from, end, name()) : null;
  }

  private static boolean local(char c) {
    return Shape.wordCharacter(c) || "._%+-!#$&'*/=?^`{|}~".indexOf(c) >= 0;
  }

  private static boolean domain(char c) {
    return Shape.wordCharacter(c) || c == '.' || c == '-';
  }
}
