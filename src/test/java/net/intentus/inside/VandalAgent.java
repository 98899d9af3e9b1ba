package net.intentus.inside;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;
import net.intentus.agent.Agent;
import net.intentus.agent.AgentDescriptor;
import net.intentus.intent.IntentEnvelope;
import net.intentus.intent.SideEffect;
import net.intentus.routing.IntentPattern;

/** Two agents that answer what they were given and then tear it to pieces. */
@ApplicationScoped
public class VandalAgent {

  @Produces
  @Singleton
  Agent first() {
    return new Vandal("vandal-1");
  }

  @Produces
  @Singleton
  Agent second() {
    return new Vandal("vandal-2");
  }

  /** Safe for many threads: it keeps nothing. */
  public static class Vandal implements Agent {
    private final String name;

    Vandal(String name) {
      this.name = name;
    }

    @Override
    public AgentDescriptor descriptor() {
      return new AgentDescriptor(
          name,
          "1.0",
          List.of(new IntentPattern("VandalIntent", "1.0")),
          SideEffect.READ_ONLY,
          100,
          true);
    }

    @Override
    public JsonNode handle(IntentEnvelope envelope) {
      ObjectNode answer = envelope.payload().deepCopy();
      envelope.payload().removeAll();
      envelope.payload().put("torn", true);
      return answer;
    }
  }
}
