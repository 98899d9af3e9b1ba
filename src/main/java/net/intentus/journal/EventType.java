package net.intentus.journal;

import java.util.Optional;

/** What can happen to an execution. */
public enum EventType {
  INTENT_RECEIVED(1),
  POLICY_DECISION(2),
  ROUTER_DECISION(3),
  AGENT_ATTEMPT_START(4),
  AGENT_ATTEMPT_END(5),
  AGENT_SKIPPED(6),
  FALLBACK_TRIGGERED(7),
  APPROVAL_REQUESTED(8),
  APPROVAL_DECIDED(9),
  BUDGET_RESERVED(10),
  BUDGET_SETTLED(11),
  MODEL_CALL(12),
  CHECKPOINT(13),
  TOOL_CALL(14),
  RECOVERY_STARTED(15),
  RECOVERY_COMPLETED(16),
  FINAL_RESPONSE(17);

  private final int code;

  EventType(int code) {
    this.code = code;
  }

  /** What stands for the type in storage; never changes. */
  int code() {
    return code;
  }

  static Optional<EventType> ofCode(int code) {
    for (EventType type : values()) {
      if (type.code == code) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }
}
