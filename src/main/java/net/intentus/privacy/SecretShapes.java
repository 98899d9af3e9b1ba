package net.intentus.privacy;

import java.util.Map;
import java.util.Set;

/**
 * What has the shape of a key, a token or a card number, whatever the settings say. For the few
 * words of a request that have no payload, no intent and no rules yet. Stateless.
 */
public final class SecretShapes {
  private static final TextPatterns PATTERNS =
      new TextPatterns(Set.of("api-key", "bearer", "card"), Map.of());

  private SecretShapes() {}

  /** Whether there is one in the text. */
  public static boolean in(String text) {
    return PATTERNS.mask(text, null) != null;
  }

  /** The text with a mark, which names the pattern, in the place of each. */
  public static String mask(String text) {
    MaskedText masked = PATTERNS.mask(text, null);
    return masked == null ? text : masked.text();
  }
}
