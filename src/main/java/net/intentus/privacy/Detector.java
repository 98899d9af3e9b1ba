package net.intentus.privacy;

import org.jspecify.annotations.Nullable;

/**
 * Knows one kind of secret by its shape. Stateless. What it looks at from one place on is bounded,
 * or part of the hit, so that going through a text takes linear time.
 */
interface Detector {

  /** As settings and marks call it. */
  String name();

  /** Every ASCII character that may be where {@link #at} has to look. */
  String starts();

  /** No text with fewer characters holds one. */
  int shortest();

  /**
   * The secret whose characteristic place this is, or null. A place with a letter or digit is one
   * where a word begins.
   */
  @Nullable Hit at(String text, int place);
}
