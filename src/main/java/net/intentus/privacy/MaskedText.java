package net.intentus.privacy;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A text that held secrets, without them. In memory only; printed nowhere.
 *
 * @param text with marks in their places
 * @param whole the pattern that all of the text fits, or null when only parts of it were secret
 * @param rules names of the patterns that found something
 * @param secrets what was found
 */
record MaskedText(String text, @Nullable String whole, Set<String> rules, List<String> secrets) {
  @Override
  public String toString() {
    return "MaskedText[rules=" + rules + "]";
  }
}
