package net.intentus.routing;

import java.util.Comparator;

/**
 * The total order of candidates: local before remote, then lower node priority, then name by
 * Unicode code point.
 */
final class AgentOrder {
  static final Comparator<RoutableAgent> TOTAL =
      Comparator.comparing((RoutableAgent agent) -> !agent.local())
          .thenComparingInt(RoutableAgent::nodePriority)
          .thenComparing(RoutableAgent::name, AgentOrder::byCodePoint);

  private AgentOrder() {}

  /**
   * {@link String#compareTo} orders UTF-16 code units, which puts every character beyond U+FFFF
   * before U+E000; other languages, and the contract, compare code points.
   */
  static int byCodePoint(String a, String b) {
    int common = Math.min(a.length(), b.length());
    for (int i = 0; i < common; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        return Integer.compare(rank(x), rank(y));
      }
    }
    return Integer.compare(a.length(), b.length());
  }

  /** Lifts surrogates above the rest of the basic plane, keeping their own order. */
  private static int rank(char unit) {
    return Character.isSurrogate(unit) ? unit + 0x10000 : unit;
  }
}
