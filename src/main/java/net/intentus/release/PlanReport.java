package net.intentus.release;

import java.util.List;

/**
 * A plan next to what is live.
 *
 * @param hash of the plan in its normal form
 * @param liveHash of what is in force, as a plan
 * @param differences at most {@value #MOST}
 * @param more how many differences are not listed
 */
public record PlanReport(
    String hash,
    String liveHash,
    SignatureState signature,
    List<PlanDifference> differences,
    int more) {
  /** How many differences are listed. */
  public static final int MOST = 1_000;

  public PlanReport {
    differences = List.copyOf(differences);
  }

  /** Whether importing it would change nothing. */
  public boolean same() {
    return hash.equals(liveHash);
  }

  static PlanReport of(
      String hash, String liveHash, SignatureState signature, List<PlanDifference> all) {
    int listed = Math.min(MOST, all.size());
    return new PlanReport(hash, liveHash, signature, all.subList(0, listed), all.size() - listed);
  }
}
