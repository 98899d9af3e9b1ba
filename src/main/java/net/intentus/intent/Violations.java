package net.intentus.intent;

import java.util.ArrayList;
import java.util.List;

/**
 * Collects violations. Beyond {@link #MAX} they are only counted, so that a small body cannot cause
 * an answer many times its size. Not thread-safe.
 */
public final class Violations {
  /** How many are listed one by one. */
  public static final int MAX = 1_000;

  private final List<Violation> found = new ArrayList<>();
  private int more;

  /** Notes that something is wrong at the pointer (RFC 6901). */
  public void add(String pointer, String message) {
    if (found.size() < MAX) {
      found.add(new Violation(pointer, message));
    } else {
      more++;
    }
  }

  /** Whether nothing was wrong. */
  public boolean isEmpty() {
    return found.isEmpty();
  }

  /** Everything that was noted, in order. */
  public List<Violation> all() {
    List<Violation> all = new ArrayList<>(found);
    if (more > 0) {
      all.add(new Violation("", "there are " + more + " more violations"));
    }
    return all;
  }

  /** The pointer to a member of what the other pointer names (RFC 6901). */
  public static String pointer(String parent, String name) {
    return parent + "/" + name.replace("~", "~0").replace("/", "~1");
  }
}
