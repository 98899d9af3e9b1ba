package net.intentus.samples;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import net.intentus.agent.Agent;
import net.intentus.agent.AgentException;
import net.intentus.config.Settings;
import net.intentus.intent.ErrorCode;
import net.intentus.intent.IntentError;
import net.intentus.intent.Json;
import net.intentus.intent.SideEffect;

/**
 * The agents of the story: an echo, a building whose devices are switched off for maintenance, a
 * search whose first engine is down, a relay whose first two stations are, a vault and a notice
 * board.
 */
@ApplicationScoped
class SampleAgents {
  /** What a policy of the samples keeps running. */
  static final String CCTV = "cctv-controller";

  private static final int FIRST = 10;
  private static final int USUAL = 100;

  private final Settings settings;

  /** For the client proxy only. */
  @SuppressWarnings("NullAway")
  protected SampleAgents() {
    this(null);
  }

  @Inject
  SampleAgents(Settings settings) {
    this.settings = settings;
  }

  @Produces
  @Singleton
  Agent echo() {
    return agent("echo", "EchoIntent", SideEffect.READ_ONLY, USUAL, payload -> payload);
  }

  @Produces
  @Singleton
  Agent hvac() {
    return controller("hvac-controller", "hvac");
  }

  @Produces
  @Singleton
  Agent lighting() {
    return controller("lighting-controller", "lighting");
  }

  @Produces
  @Singleton
  Agent cctv() {
    return controller(CCTV, "cctv");
  }

  @Produces
  @Singleton
  Agent searchPrimary() {
    return agent(
        "search-primary",
        "SearchIntent",
        SideEffect.READ_ONLY,
        FIRST,
        payload -> {
          throw new AgentException(
              IntentError.of(ErrorCode.AGENT_UNAVAILABLE, "the index is being rebuilt"));
        });
  }

  @Produces
  @Singleton
  Agent searchFallback() {
    return agent(
        "search-fallback", "SearchIntent", SideEffect.READ_ONLY, USUAL, SampleAgents::search);
  }

  @Produces
  @Singleton
  Agent vault() {
    return agent(
        "vault", "StoreCredentialIntent", SideEffect.IRREVERSIBLE, USUAL, SampleAgents::store);
  }

  @Produces
  @Singleton
  Agent relayNorth() {
    return silent("relay-north", FIRST);
  }

  @Produces
  @Singleton
  Agent relaySouth() {
    return silent("relay-south", FIRST);
  }

  @Produces
  @Singleton
  Agent relayHome() {
    return agent("relay-home", "RelayIntent", SideEffect.READ_ONLY, USUAL, payload -> payload);
  }

  @Produces
  @Singleton
  Agent noticeBoard() {
    return agent(
        "notice-board", "PostNoticeIntent", SideEffect.IRREVERSIBLE, USUAL, payload -> payload);
  }

  private Agent silent(String name, int priority) {
    return agent(
        name,
        "RelayIntent",
        SideEffect.READ_ONLY,
        priority,
        payload -> {
          throw new AgentException(
              IntentError.of(ErrorCode.AGENT_UNAVAILABLE, "the station does not answer"));
        });
  }

  private Agent controller(String name, String device) {
    return agent(
        name,
        "PowerOffIntent",
        SideEffect.REVERSIBLE,
        USUAL,
        payload -> Json.object().put("device", device).put("state", "off"));
  }

  private Agent agent(
      String name, String intent, SideEffect effect, int priority, SampleAgent.Work work) {
    return SampleAgent.of(name, intent, effect, priority, settings.demoEnabled(), work);
  }

  private static JsonNode search(ObjectNode payload) {
    String query = payload.path("query").asText("");
    ObjectNode answer = Json.object().put("query", query).put("source", "search-fallback");
    answer.putArray("results").addObject().put("title", "What is known about " + query);
    return answer;
  }

  private static JsonNode store(ObjectNode payload) throws AgentException {
    if (payload.path("password").asText("").isEmpty()) {
      throw new AgentException(
          IntentError.of(ErrorCode.VALIDATION_ERROR, "the payload has no password to store"));
    }
    return Json.object().put("stored", true).put("user", payload.path("user").asText(""));
  }
}
