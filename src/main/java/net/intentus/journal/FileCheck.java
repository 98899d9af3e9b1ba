package net.intentus.journal;

/** What checking an exported file came to. */
public sealed interface FileCheck {

  /** It is an exported execution, and this is what checking it found. */
  record Checked(String executionId, VerifyReport report) implements FileCheck {}

  /**
   * It is none, or not one that this version reads.
   *
   * @param why a sentence for whoever gave it
   */
  record Unreadable(String why) implements FileCheck {}
}
