package net.intentus.privacy;

import java.util.BitSet;
import java.util.Collection;

/**
 * Finds any of many secrets in one pass over a text (Aho and Corasick, 1975). Its own size and the
 * time of a search are linear, whoever chose the secrets and the text. Immutable once built.
 *
 * <p>States are numbers; 0 is the start. The edges of all states live in one open-addressed table,
 * keyed by state and character: a million states must not be a million maps.
 */
final class SecretFinder {
  private final long[] edges;
  private final int[] targets;
  private final int[] fallback;

  /** The length of the longest secret that ends in a state, 0 for none. */
  private final int[] longest;

  SecretFinder(Collection<String> secrets) {
    int most = secrets.stream().mapToInt(String::length).sum() + 1;
    int capacity = Integer.highestOneBit(most) * 4;
    edges = new long[capacity];
    targets = new int[capacity];
    int[] parent = new int[most];
    char[] letter = new char[most];
    longest = new int[most];
    int states = 1;
    for (String secret : secrets) {
      int state = 0;
      for (int i = 0; i < secret.length(); i++) {
        int slot = slot(state, secret.charAt(i));
        if (targets[slot] == 0) {
          edges[slot] = ((long) state << 16) | secret.charAt(i);
          targets[slot] = states;
          parent[states] = state;
          letter[states++] = secret.charAt(i);
        }
        state = targets[slot];
      }
      longest[state] = secret.length();
    }
    fallback = new int[states];
    linkFallbacks(parent, letter);
  }

  /** The text with {@link Redactor#MARK} in place of every stretch that secrets cover. */
  String mask(String text) {
    int[] ending = null;
    int state = 0;
    for (int i = 0; i < text.length(); i++) {
      state = step(state, text.charAt(i));
      if (longest[state] > 0) {
        ending = ending == null ? new int[text.length()] : ending;
        ending[i] = longest[state];
      }
    }
    return ending == null ? text : replace(text, ending);
  }

  /** A secret may begin before another that ends earlier, hence backwards. */
  private static String replace(String text, int[] ending) {
    int reach = text.length();
    BitSet covered = new BitSet(text.length());
    for (int i = text.length() - 1; i >= 0; i--) {
      if (ending[i] > 0) {
        reach = Math.min(reach, i + 1 - ending[i]);
      }
      covered.set(i, i >= reach);
    }
    StringBuilder masked = new StringBuilder(text.length());
    int copied = 0;
    for (int from = covered.nextSetBit(0); from >= 0; from = covered.nextSetBit(copied)) {
      masked.append(text, copied, from).append(Redactor.MARK);
      copied = covered.nextClearBit(from);
    }
    return masked.append(text, copied, text.length()).toString();
  }

  private int step(int from, char c) {
    int state = from;
    int next = targets[slot(state, c)];
    while (next == 0 && state != 0) {
      state = fallback[state];
      next = targets[slot(state, c)];
    }
    return next;
  }

  /** Where the edge is, or would go. */
  private int slot(int state, char c) {
    long key = ((long) state << 16) | c;
    long mixed = key * 0x9e3779b97f4a7c15L;
    int slot = (int) (mixed ^ (mixed >>> 32)) & (edges.length - 1);
    while (targets[slot] != 0 && edges[slot] != key) {
      slot = (slot + 1) & (edges.length - 1);
    }
    return slot;
  }

  /** A state falls back to the longest proper suffix of its text that is a state too. */
  private void linkFallbacks(int[] parent, char[] letter) {
    for (int state : byDepth(parent, fallback.length)) {
      if (parent[state] != 0) {
        fallback[state] = step(fallback[parent[state]], letter[state]);
      }
      if (longest[state] == 0) {
        longest[state] = longest[fallback[state]];
      }
    }
  }

  /** All states but the start, those with shorter texts first. */
  private static int[] byDepth(int[] parent, int states) {
    int[] depth = new int[states];
    int[] first = new int[states + 1];
    for (int state = 1; state < states; state++) {
      depth[state] = depth[parent[state]] + 1;
      first[depth[state]]++;
    }
    int[] sorted = new int[states - 1];
    int place = 0;
    for (int d = 1; d < states; d++) {
      int count = first[d];
      first[d] = place;
      place += count;
    }
    for (int state = 1; state < states; state++) {
      sorted[first[depth[state]]++] = state;
    }
    return sorted;
  }
}
