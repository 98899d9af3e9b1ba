package net.intentus.audit;

import org.jspecify.annotations.Nullable;

/**
 * What a check of the chain found.
 *
 * @param chain as far as it went when the check began
 * @param checked how many entries were looked at
 * @param unsealed how many entries wait for their place
 * @param nextFrom where the next call goes on; null when all was looked at, or something is wrong
 * @param broken the first entry that does not hold, or null
 */
public record AuditReport(
    AuditChain chain,
    long checked,
    long unsealed,
    @Nullable Long nextFrom,
    @Nullable Broken broken) {

  /**
   * An entry that does not hold.
   *
   * @param id null when the entry is missing
   * @param problem what is wrong with it, for people
   */
  public record Broken(long seq, @Nullable String id, String problem) {}

  /** Whether everything that was looked at holds. */
  public boolean valid() {
    return broken == null;
  }
}
