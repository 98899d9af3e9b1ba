package net.intentus.agent;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** The last heartbeat of an agent; there is a row for every registered agent. */
@Entity
@Cacheable(false)
@Table(name = "agent_health")
class AgentHealthEntity {
  @Id private String name;

  private String status;

  /** Milliseconds since 1970 UTC; 0 when there was none. */
  @Column(name = "last_heartbeat")
  private long lastHeartbeat;

  protected AgentHealthEntity() {}

  AgentHealthEntity(String name) {
    this.name = name;
    this.status = HealthStatus.UNKNOWN.name();
  }

  void beat(HealthStatus now, long at) {
    this.status = now.name();
    this.lastHeartbeat = at;
  }

  String name() {
    return name;
  }

  AgentHealth health() {
    return new AgentHealth(
        HealthStatus.valueOf(status),
        lastHeartbeat == 0 ? null : Instant.ofEpochMilli(lastHeartbeat));
  }
}
