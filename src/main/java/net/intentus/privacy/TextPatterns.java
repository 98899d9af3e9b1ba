package net.intentus.privacy;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Secrets that are known by their shape. One pass over a text asks a detector only where a
 * character of its kind is; own expressions run on RE2, which never backtracks. Immutable.
 */
final class TextPatterns {
  private static final List<Detector> ALL =
      List.of(new ApiKeyShape(), new BearerShape(), new CardShape(), new EmailShape());
  private static final int ROUNDS = 4;

  private static final Detector[] NONE = {};

  /** Whom to ask, by the character that is there. */
  private final Detector[][] starts = new Detector[128][];

  private final Map<String, Pattern> own;
  private final int shortest;
  private final boolean numbers;

  /**
   * @param detectors names of built-in ones
   * @param own further expressions by name
   */
  TextPatterns(Collection<String> detectors, Map<String, Pattern> own) {
    this.own = own;
    Arrays.fill(starts, NONE);
    int least = own.isEmpty() ? Integer.MAX_VALUE : 1;
    for (Detector detector : ALL) {
      if (detectors.contains(detector.name())) {
        detector.starts().chars().forEach(c -> add((char) c, detector));
        least = Math.min(least, detector.shortest());
      }
    }
    this.shortest = least;
    this.numbers = detectors.contains("card") || !own.isEmpty();
  }

  private void add(char start, Detector detector) {
    Detector[] more = Arrays.copyOf(starts[start], starts[start].length + 1);
    more[more.length - 1] = detector;
    starts[start] = more;
  }

  /** Whether a text of that length can hold a secret. */
  boolean mayHit(int length) {
    return length >= shortest;
  }

  /** Whether a number can be a secret. */
  boolean mayHit(double number) {
    return numbers && (!own.isEmpty() || Math.abs(number) >= 1e12);
  }

  /**
   * The text without its secrets, in which nothing more is found; null when there are none.
   *
   * @param digest what a mark carries; without it marks only name the pattern
   */
  @Nullable MaskedText mask(String text, @Nullable KeyedDigest digest) {
    if (text.length() < shortest) {
      return null;
    }
    List<Hit> hits = hits(text);
    if (hits.isEmpty()) {
      return null;
    }
    Set<String> rules = new LinkedHashSet<>();
    List<String> secrets = new ArrayList<>();
    Hit first = hits.get(0);
    boolean whole = first.from() == 0 && first.to() == text.length();
    String masked = text;
    // What is left may look different when its neighbours are gone.
    for (int round = 0; !hits.isEmpty() && round < ROUNDS; round++) {
      masked = replace(masked, hits, digest, rules, secrets);
      hits = hits(masked);
    }
    if (!hits.isEmpty()) {
      secrets.add(text);
      return new MaskedText(Marks.of(first.rule(), text, digest), first.rule(), rules, secrets);
    }
    return new MaskedText(masked, whole ? first.rule() : null, rules, secrets);
  }

  private static String replace(
      String text,
      List<Hit> hits,
      @Nullable KeyedDigest digest,
      Set<String> rules,
      List<String> secrets) {
    StringBuilder masked = new StringBuilder(text.length() + 40);
    int copied = 0;
    for (Hit hit : hits) {
      String secret = text.substring(hit.from(), hit.to());
      rules.add(hit.rule());
      secrets.add(secret);
      masked.append(text, copied, hit.from()).append(Marks.of(hit.rule(), secret, digest));
      copied = hit.to();
    }
    return masked.append(text, copied, text.length()).toString();
  }

  /** In order, none overlapping another. */
  private List<Hit> hits(String text) {
    List<Hit> found = scan(text);
    for (Map.Entry<String, Pattern> expression : own.entrySet()) {
      Matcher matcher = expression.getValue().matcher(text);
      while (matcher.find()) {
        if (matcher.end() > matcher.start()) {
          found = found.isEmpty() ? new ArrayList<>() : found;
          found.addAll(
              Marks.without(text, new Hit(matcher.start(), matcher.end(), expression.getKey())));
        }
      }
    }
    return found.size() < 2 ? found : merged(found);
  }

  private List<Hit> scan(String text) {
    List<Hit> found = List.of();
    int length = text.length();
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      Hit hit = c < 128 && asks(starts[c], text, c, i) ? ask(starts[c], text, i) : null;
      if (hit != null) {
        found = found.isEmpty() ? new ArrayList<>() : found;
        found.add(hit);
        i = hit.to() - 1;
      }
    }
    return found;
  }

  /** Most characters are inside a word; nothing begins there. */
  private static boolean asks(Detector[] detectors, String text, char c, int place) {
    return detectors.length > 0 && (!Shape.wordCharacter(c) || Shape.begins(text, place));
  }

  private static @Nullable Hit ask(Detector[] detectors, String text, int place) {
    for (Detector detector : detectors) {
      Hit hit = detector.at(text, place);
      if (hit != null) {
        return hit;
      }
    }
    return null;
  }

  private static List<Hit> merged(List<Hit> hits) {
    hits.sort(Comparator.comparingInt(Hit::from));
    List<Hit> merged = new ArrayList<>();
    Hit last = hits.get(0);
    for (Hit next : hits.subList(1, hits.size())) {
      if (next.from() < last.to()) {
        last = last.and(next);
      } else {
        merged.add(last);
        last = next;
      }
    }
    merged.add(last);
    return merged;
  }
}
