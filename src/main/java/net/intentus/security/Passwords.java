package net.intentus.security;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which passwords people may choose: long ones that are not known to everybody who guesses (NIST SP
 * 800-63B, section 3.1.1.2). No rules about kinds of characters, and no expiry.
 */
final class Passwords {
  static final int MIN = 12;
  static final int MAX = 1_024;
  private static final int MIN_DIFFERENT = 5;
  private static final int MAX_WORDS = 3;
  private static final String KEYBOARD =
      "abcdefghijklmnopqrstuvwxyz qwertyuiop asdfghjkl zxcvbnm qwertzuiop yxcvbnm azertyuiop"
          + " qsdfghjklm wxcvbn 1qaz2wsx3edc4rfv5tgb6yhn7ujm 01234567890 !@#$%^&*()";
  private static final String LEET = "@4301!5$7";
  private static final String LETTERS = "aaeoiisst";
  private static final Set<String> WORDS = read();

  private Passwords() {}

  /**
   * What is wrong with the password, for the person who chose it; null when nothing is.
   *
   * @param user the name that it is for
   */
  static @Nullable String problem(String password, String user) {
    int length = password.codePointCount(0, password.length());
    if (length < MIN || password.length() > MAX) {
      return "must have " + MIN + " to " + MAX + " characters";
    }
    if (password.chars().distinct().count() < MIN_DIFFERENT) {
      return "must have at least " + MIN_DIFFERENT + " different characters";
    }
    String lower = password.toLowerCase(Locale.ROOT);
    if (onlyWords(lower, 0) || onlyWords(letters(lower), 0)) {
      return "is among the first that are guessed";
    }
    String name = user.toLowerCase(Locale.ROOT);
    boolean named = name.length() >= 3 && lower.contains(name);
    return named && onlyWords(lower.replace(name, ""), 0)
        ? "must not be the user name with something common"
        : null;
  }

  /** Whether the text is at most a few known words and runs of keys, and else digits and signs. */
  private static boolean onlyWords(String text, int words) {
    String rest = text.replaceAll("^\\P{L}+", "");
    if (rest.isEmpty()) {
      return true;
    }
    if (words == MAX_WORDS) {
      return false;
    }
    for (int end = rest.length(); end >= 3; end--) {
      String piece = rest.substring(0, end);
      if ((WORDS.contains(piece) || run(piece)) && onlyWords(rest.substring(end), words + 1)) {
        return true;
      }
    }
    return false;
  }

  /** At least four neighbours on the keyboard or in the alphabet, in either direction. */
  private static boolean run(String piece) {
    return piece.length() >= 4
        && (KEYBOARD.contains(piece)
            || KEYBOARD.contains(new StringBuilder(piece).reverse().toString()));
  }

  /** The letters that people replace by similar signs, without the digits and signs around them. */
  private static String letters(String text) {
    StringBuilder plain = new StringBuilder(text.replaceAll("^\\P{L}+|\\P{L}+$", ""));
    for (int i = 0; i < plain.length(); i++) {
      int sign = LEET.indexOf(plain.charAt(i));
      if (sign >= 0) {
        plain.setCharAt(i, LETTERS.charAt(sign));
      }
    }
    return plain.toString();
  }

  private static Set<String> read() {
    try (InputStream in =
        Objects.requireNonNull(Passwords.class.getResourceAsStream("guessed-words.txt"))) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .flatMap(line -> Arrays.stream(line.split(" ")))
          .collect(Collectors.toUnmodifiableSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
