package net.intentus.routing;

import java.util.List;
import net.intentus.intent.ErrorCode;

/** What the router decided. */
public sealed interface RoutingDecision {

  /** Somebody can be called. */
  record Routed(Plan plan) implements RoutingDecision {}

  /**
   * Nobody will be called.
   *
   * @param message for the caller
   * @param candidates as in {@link Plan}
   * @param skipped as in {@link Plan}
   */
  record Refused(ErrorCode code, String message, List<Candidate> candidates, List<String> skipped)
      implements RoutingDecision {
    public Refused {
      candidates = List.copyOf(candidates);
      skipped = List.copyOf(skipped);
    }
  }
}
