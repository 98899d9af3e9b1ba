package net.intentus.intent;

import java.util.Locale;
import java.util.Optional;

/** The roles of the contract. */
public enum Role {
  /** Submits intents and reads what its own key submitted. */
  SUBMITTER,
  /** Reads everything of its tenant, redacted. */
  VIEWER,
  /** Viewer and submitter, and acts on executions. */
  OPERATOR,
  /** Sends heartbeats of the agent it is named for. */
  AGENT,
  /** Operator, and changes agents, policy, keys and users. */
  ADMIN;

  /** The lower-case form that documents carry. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether whoever has this role also has the other. */
  public boolean includes(Role other) {
    return switch (this) {
      case ADMIN -> true;
      case OPERATOR -> other == OPERATOR || other == VIEWER || other == SUBMITTER;
      case SUBMITTER, VIEWER, AGENT -> other == this;
    };
  }

  /** The role of that lower-case name; empty when it is a policy-only role. */
  public static Optional<Role> find(String name) {
    for (Role role : values()) {
      if (role.wire().equals(name)) {
        return Optional.of(role);
      }
    }
    return Optional.empty();
  }
}
