package net.intentus.agent;

import java.util.List;
import net.intentus.intent.Violation;

/** What a wish to change the registry came to. */
public sealed interface AgentChange {

  /** It was done; routing knows of it already. */
  record Changed(AgentRegistration registration) implements AgentChange {}

  /** It was removed; routing knows of it already. */
  record Removed(String name, long version) implements AgentChange {}

  /** The name belongs to another agent. */
  record Taken() implements AgentChange {}

  /** There is no such agent for this caller. */
  record NotFound() implements AgentChange {}

  /** It has been changed since the caller read it. */
  record Stale() implements AgentChange {}

  /** An agent inside this application can't be removed. */
  record Managed() implements AgentChange {}

  /** An agent inside this application can't be changed like that. */
  record Fixed(List<Violation> violations) implements AgentChange {
    public Fixed {
      violations = List.copyOf(violations);
    }
  }

  /** The caller may see it, but belongs to another tenant than it. */
  record NotAllowed() implements AgentChange {}

  /** The registry of this installation changes by import of a compiled plan only. */
  record ByPlanOnly() implements AgentChange {}
}
