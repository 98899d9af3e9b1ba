package net.intentus.agent;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an agent last said of its health.
 *
 * @param lastHeartbeat null when it has never said anything
 */
public record AgentHealth(HealthStatus status, @Nullable Instant lastHeartbeat) {
  /** Of an agent that has never sent a heartbeat. */
  public static final AgentHealth NEVER_HEARD = new AgentHealth(HealthStatus.UNKNOWN, null);
}
