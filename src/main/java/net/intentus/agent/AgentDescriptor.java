package net.intentus.agent;

import java.util.List;
import net.intentus.intent.SideEffect;
import net.intentus.routing.IntentPattern;

/**
 * What an in-process agent registers itself with.
 *
 * @param prompt whether {@link Agent#handle} promises never to block or loop: it is then called on
 *     the caller's own thread
 */
public record AgentDescriptor(
    String name,
    String version,
    List<IntentPattern> capabilities,
    SideEffect sideEffect,
    int nodePriority,
    boolean prompt) {
  public AgentDescriptor {
    capabilities = List.copyOf(capabilities);
  }
}
