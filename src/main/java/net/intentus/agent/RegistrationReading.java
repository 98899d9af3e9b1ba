package net.intentus.agent;

import java.util.List;
import net.intentus.intent.Violation;

/** What reading a registration document came to. */
public sealed interface RegistrationReading {

  /** It is valid and complete; not managed, without a revision. */
  record Accepted(AgentRegistration registration) implements RegistrationReading {}

  /** Everything that is wrong with it. */
  record Invalid(List<Violation> violations) implements RegistrationReading {
    public Invalid {
      violations = List.copyOf(violations);
    }
  }

  /** It asks for what the contract describes and this version does not do. */
  record NotSupported(List<Violation> features) implements RegistrationReading {
    public NotSupported {
      features = List.copyOf(features);
    }
  }
}
