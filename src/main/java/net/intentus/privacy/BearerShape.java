package net.intentus.privacy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is sent to prove who one is: the token behind {@code Bearer} (RFC 6750), the credentials
 * behind {@code Authorization} (RFC 9110, section 11.6.2), and JSON Web Tokens (RFC 7519) wherever
 * they are. The words around the secret stay.
 */
final class BearerShape implements Detector {
  private static final String BEARER = "bearer";
  private static final String HEADER = "authorization";
  private static final List<String> SCHEMES =
      List.of("basic", BEARER, "digest", "negotiate", "token", "apikey");
  private static final int JWT = 24;
  private static final int LONGEST_JOSE = 1_024;
  private static final int LEAST = 4;
  private static final int MOST_BETWEEN = 8;

  @Override
  public String name() {
    return "bearer";
  }

  @Override
  public String starts() {
    return "bBaAe";
  }

  @Override
  public int shortest() {
    return 15;
  }

  @Override
  public @Nullable Hit at(String text, int place) {
    return switch (text.charAt(place)) {
      case 'e' -> text.startsWith("eyJ", place) ? jwt(text, place) : null;
      case 'a', 'A' -> word(text, place, HEADER) ? header(text, place) : null;
      default -> word(text, place, BEARER) ? bearer(text, place) : null;
    };
  }

  private static boolean word(String text, int place, String word) {
    return text.regionMatches(true, place, word, 0, word.length());
  }

  /** Many may seem to begin in one run of characters, hence the bound. */
  private @Nullable Hit jwt(String text, int place) {
    int claims = Shape.token(text, place, LONGEST_JOSE) + 1;
    if (!dot(text, claims - 1)) {
      return null;
    }
    int signature = Shape.token(text, claims) + 1;
    if (!dot(text, signature - 1)) {
      return null;
    }
    int end = Shape.token68(text, signature);
    return end - place >= JWT ? new Hit(place, end, name()) : null;
  }

  private static boolean dot(String text, int at) {
    return at < text.length() && text.charAt(at) == '.';
  }

  private @Nullable Hit bearer(String text, int place) {
    int word = place + BEARER.length();
    int from = between(text, word);
    int end = Shape.token68(text, from);
    return from > word && Shape.random(text, from, end) ? new Hit(from, end, name()) : null;
  }

  private @Nullable Hit header(String text, int place) {
    int word = place + HEADER.length();
    int from = between(text, word);
    if (text.substring(word, from).chars().noneMatch(c -> c == ':' || c == '=')) {
      return null;
    }
    for (String scheme : SCHEMES) {
      if (text.regionMatches(true, from, scheme, 0, scheme.length())) {
        int value = between(text, from + scheme.length());
        int end = Shape.token68(text, value);
        return value > from + scheme.length() && end - value >= LEAST
            ? new Hit(value, end, name())
            : null;
      }
    }
    int end = Shape.token68(text, from);
    return Shape.random(text, from, end) ? new Hit(from, end, name()) : null;
  }

  /** Behind spaces, quotes, colons and the like, also as they are written in URLs. */
  private static int between(String text, int from) {
    int at = from;
    for (int i = 0; i < MOST_BETWEEN && at < text.length(); i++) {
      if (text.startsWith("%20", at)) {
        at += 3;
      } else if (" \t\r\n:=+\"'\\".indexOf(text.charAt(at)) >= 0) {
        at++;
      }
    }
    return at;
  }
}
