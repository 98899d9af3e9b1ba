package net.intentus.samples;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import net.intentus.agent.Agent;
import net.intentus.agent.AgentDescriptor;
import net.intentus.agent.AgentException;
import net.intentus.intent.IntentEnvelope;
import net.intentus.intent.SideEffect;
import net.intentus.routing.IntentPattern;

/** An agent of the story: it keeps nothing and never blocks. Thread-safe. */
record SampleAgent(AgentDescriptor descriptor, boolean enabled, Work work) implements Agent {

  /** From a payload to an answer. */
  @FunctionalInterface
  interface Work {
    JsonNode answer(ObjectNode payload) throws AgentException;
  }

  /** One that does a single intent, version 1.0. */
  static SampleAgent of(
      String name, String intent, SideEffect effect, int priority, boolean enabled, Work work) {
    List<IntentPattern> does = List.of(new IntentPattern(intent, "1.0"));
    return new SampleAgent(
        new AgentDescriptor(name, "1.0", does, effect, priority, true), enabled, work);
  }

  @Override
  public JsonNode handle(IntentEnvelope envelope) throws AgentException {
    return work.answer(envelope.payload());
  }
}
