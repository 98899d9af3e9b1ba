package net.intentus.routing;

import java.util.Arrays;
import java.util.List;

/** Merges a handful of ascending runs into one ascending run without repetitions. */
final class RankMerge {
  private static final int[] NONE = {};

  private RankMerge() {}

  /** Never writes to the runs; the result may be one of them. */
  static int[] distinct(List<int[]> runs) {
    if (runs.isEmpty()) {
      return NONE;
    }
    int[] merged = runs.get(0);
    for (int[] run : runs.subList(1, runs.size())) {
      merged = union(merged, run);
    }
    return merged;
  }

  private static int[] union(int[] a, int[] b) {
    int[] out = new int[a.length + b.length];
    int size = 0;
    int i = 0;
    int j = 0;
    while (i < a.length && j < b.length) {
      int next = Math.min(a[i], b[j]);
      if (a[i] == next) {
        i++;
      }
      if (b[j] == next) {
        j++;
      }
      out[size++] = next;
    }
    while (i < a.length) {
      out[size++] = a[i++];
    }
    while (j < b.length) {
      out[size++] = b[j++];
    }
    return Arrays.copyOf(out, size);
  }
}
