package net.intentus.journal;

/** Stored bytes that cannot be read back: somebody or something changed them. */
final class CorruptBlock extends Exception {
  private static final long serialVersionUID = 1L;

  CorruptBlock() {
    super("stored bytes cannot be read back");
  }
}
