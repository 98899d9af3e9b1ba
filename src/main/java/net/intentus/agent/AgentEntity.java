package net.intentus.agent;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import net.intentus.intent.Json;

/** A stored registration. Times are milliseconds since 1970 UTC. */
@Entity
@Cacheable(false) // a change made by another instance must be seen
@Table(name = "agent")
class AgentEntity {
  @Id private String name;

  private String document;

  private long revision;

  @Column(name = "created_at", updatable = false)
  private long createdAt;

  @Column(name = "updated_at")
  private long updatedAt;

  protected AgentEntity() {}

  AgentEntity(AgentRegistration registration, long now) {
    this.name = registration.name();
    this.createdAt = now;
    change(registration, now);
  }

  /** Takes the registration over, which carries its new revision. */
  final void change(AgentRegistration registration, long now) {
    byte[] json = Json.bytes(RegistrationWriter.document(registration));
    this.document = new String(json, StandardCharsets.UTF_8);
    this.revision = registration.revision();
    this.updatedAt = now;
  }

  AgentRegistration registration() {
    try {
      return RegistrationDocument.stored(
          Json.readStored(document.getBytes(StandardCharsets.UTF_8)), revision);
    } catch (IOException e) {
      throw new IllegalStateException("a stored registration is unreadable", e);
    }
  }
}
