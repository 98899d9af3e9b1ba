package net.intentus.policy;

import java.util.List;

/**
 * A pattern in which {@code *} stands for any run of characters and everything else for itself.
 * Matching takes no backtracking: the leftmost place for each piece is as good as any other.
 */
public record Glob(String head, List<String> middle, String tail) {

  /** Whether the entry is a pattern rather than a plain name. */
  public static boolean isPattern(String entry) {
    return entry.indexOf('*') >= 0;
  }

  /** Reads a pattern, which has at least one star. */
  public static Glob of(String pattern) {
    List<String> pieces = List.of(pattern.split("\\*", -1));
    int last = pieces.size() - 1;
    return new Glob(pieces.get(0), pieces.subList(1, last), pieces.get(last));
  }

  /** Whether the whole text is as the pattern says. */
  public boolean matches(String text) {
    if (text.length() < head.length() + tail.length()
        || !text.startsWith(head)
        || !text.endsWith(tail)) {
      return false;
    }
    int at = head.length();
    int end = text.length() - tail.length();
    for (String piece : middle) {
      int found = text.indexOf(piece, at);
      if (found < 0 || found + piece.length() > end) {
        return false;
      }
      at = found + piece.length();
    }
    return true;
  }
}
