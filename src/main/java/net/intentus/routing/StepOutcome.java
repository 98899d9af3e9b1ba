package net.intentus.routing;

import net.intentus.intent.IntentError;

/** What calling one agent of a plan came to, as far as the plan cares. */
public sealed interface StepOutcome {

  /** It answered. */
  record Succeeded() implements StepOutcome {}

  /** It certainly did not do it, or doing it twice is harmless. */
  record Failed(IntentError error) implements StepOutcome {}

  /** Nobody knows whether it did something that must not be done twice. Stops every strategy. */
  record Ambiguous(IntentError error) implements StepOutcome {}
}
