package net.intentus.privacy;

import com.fasterxml.jackson.databind.node.TextNode;
import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import net.intentus.intent.CanonicalJson;
import org.jspecify.annotations.Nullable;

/**
 * What stands where a part of a text was a secret: {@code [redacted:card#h0123456789abcdef]}, the
 * pattern's name and the beginning of the digest that a whole value would have. Without a digest
 * {@code [redacted:card]}. Pure.
 */
final class Marks {
  private static final String BEGIN = "[redacted";
  private static final int DIGEST_BYTES = 8;
  private static final Pattern MARK =
      Pattern.compile("\\[redacted(?::[a-z][a-z0-9-]{0,31}(?:#h[0-9a-f]{16})?)?\\]");

  private Marks() {}

  /** The # and the h keep what is behind a pattern's name from looking like another secret. */
  static String of(String rule, String secret, @Nullable KeyedDigest digest) {
    if (digest == null) {
      return BEGIN + ":" + rule + "]";
    }
    byte[] keyed = digest.of(CanonicalJson.bytes(TextNode.valueOf(secret)));
    return BEGIN + ":" + rule + "#h" + HexFormat.of().formatHex(keyed, 0, DIGEST_BYTES) + "]";
  }

  static boolean in(String text) {
    return text.contains(BEGIN) && MARK.matcher(text).find();
  }

  /** What of the hit is no mark. */
  static List<Hit> without(String text, Hit hit) {
    if (!text.contains(BEGIN)) {
      return List.of(hit);
    }
    List<Hit> rest = new ArrayList<>();
    int from = hit.from();
    Matcher mark = MARK.matcher(text);
    for (int at = 0; from < hit.to() && mark.find(at) && mark.start() < hit.to(); at = mark.end()) {
      if (mark.start() > from) {
        rest.add(new Hit(from, mark.start(), hit.rule()));
      }
      from = Math.max(from, mark.end());
    }
    if (from < hit.to()) {
      rest.add(new Hit(from, hit.to(), hit.rule()));
    }
    return rest;
  }
}
