package net.intentus.privacy;

/**
 * A stretch of a text that is a secret.
 *
 * @param from first character
 * @param to behind the last one
 * @param rule name of the pattern that says so
 */
record Hit(int from, int to, String rule) {

  /** This hit and one that overlaps it, as one. */
  Hit and(Hit other) {
    return new Hit(Math.min(from, other.from), Math.max(to, other.to), rule);
  }
}
