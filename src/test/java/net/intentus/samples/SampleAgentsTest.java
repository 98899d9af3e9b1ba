package net.intentus.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import net.intentus.agent.Agent;
import net.intentus.agent.AgentException;
import net.intentus.config.Settings;
import net.intentus.config.SettingsReader;
import net.intentus.intent.ErrorCode;
import net.intentus.intent.IntentEnvelope;
import net.intentus.intent.IntentRef;
import net.intentus.intent.Json;
import net.intentus.intent.Priority;
import net.intentus.intent.Routing;
import net.intentus.intent.SideEffect;
import org.junit.jupiter.api.Test;

class SampleAgentsTest {
  private final SampleAgents samples = samples(true);

  @Test
  void areWantedOnlyWhenTheDemoIsEnabled() {
    assertThat(all(samples)).allMatch(Agent::enabled);
    assertThat(all(samples(false))).noneMatch(Agent::enabled);
    assertThat(all(samples)).extracting(agent -> agent.descriptor().name()).doesNotHaveDuplicates();
  }

  @Test
  void echoReturnsItsPayloadAndOnlyReads() throws Exception {
    ObjectNode payload = Json.object().put("say", "hello");

    assertThat(handle(samples.echo(), payload)).isEqualTo(payload);
    assertThat(samples.echo().descriptor().sideEffect()).isEqualTo(SideEffect.READ_ONLY);
    assertThat(samples.echo().descriptor().prompt()).isTrue();
    assertThat(samples.echo().descriptor().capabilities())
        .allMatch(pattern -> pattern.matches(new IntentRef("EchoIntent", "1.0")));
  }

  @Test
  void controllersSwitchTheirDeviceOffHoweverOften() throws Exception {
    for (int i = 0; i < 2; i++) {
      assertThat(handle(samples.hvac(), Json.object()).toString())
          .isEqualTo("{\"device\":\"hvac\",\"state\":\"off\"}");
    }
    assertThat(handle(samples.lighting(), Json.object()).path("device").textValue())
        .isEqualTo("lighting");
    assertThat(handle(samples.cctv(), Json.object()).path("device").textValue()).isEqualTo("cctv");
    for (Agent agent : List.of(samples.hvac(), samples.lighting(), samples.cctv())) {
      assertThat(agent.descriptor().sideEffect()).isEqualTo(SideEffect.REVERSIBLE);
    }
  }

  @Test
  void thePrimarySearchComesFirstAndReportsThatItIsDown() throws Exception {
    assertThat(samples.searchPrimary().descriptor().nodePriority())
        .isLessThan(samples.searchFallback().descriptor().nodePriority());
    assertThatThrownBy(() -> handle(samples.searchPrimary(), Json.object()))
        .isInstanceOfSatisfying(
            AgentException.class,
            e -> assertThat(e.error().code()).isEqualTo(ErrorCode.AGENT_UNAVAILABLE));
    JsonNode answer = handle(samples.searchFallback(), Json.object().put("query", "jakarta"));
    assertThat(answer.path("results").size()).isEqualTo(1);
    assertThat(answer.path("source").textValue()).isEqualTo("search-fallback");
  }

  @Test
  void theVaultNeverGivesTheSecretBack() throws Exception {
    ObjectNode payload = Json.object().put("user", "ada").put("password", "not-a-real-one");

    JsonNode answer = handle(samples.vault(), payload);

    assertThat(answer.toString()).isEqualTo("{\"stored\":true,\"user\":\"ada\"}");
    assertThat(samples.vault().descriptor().sideEffect()).isEqualTo(SideEffect.IRREVERSIBLE);
    assertThatThrownBy(() -> handle(samples.vault(), Json.object()))
        .isInstanceOf(AgentException.class);
  }

  @Test
  void onlyTheLastStationOfTheRelayAnswers() throws Exception {
    ObjectNode payload = Json.object().put("message", "hello");

    for (Agent silent : List.of(samples.relayNorth(), samples.relaySouth())) {
      assertThatThrownBy(() -> handle(silent, payload)).isInstanceOf(AgentException.class);
      assertThat(silent.descriptor().nodePriority())
          .isLessThan(samples.relayHome().descriptor().nodePriority());
    }
    assertThat(handle(samples.relayHome(), payload)).isEqualTo(payload);
  }

  @Test
  void aNoticeCannotBeTakenBack() {
    assertThat(samples.noticeBoard().descriptor().sideEffect()).isEqualTo(SideEffect.IRREVERSIBLE);
  }

  private static SampleAgents samples(boolean enabled) {
    Settings settings =
        SettingsReader.read(
            key ->
                key.equals("intentus.demo.enabled")
                    ? Optional.of(String.valueOf(enabled))
                    : Optional.empty());
    return new SampleAgents(settings);
  }

  private static List<Agent> all(SampleAgents samples) {
    return List.of(
        samples.echo(),
        samples.hvac(),
        samples.lighting(),
        samples.cctv(),
        samples.searchPrimary(),
        samples.searchFallback(),
        samples.vault(),
        samples.relayNorth(),
        samples.relaySouth(),
        samples.relayHome(),
        samples.noticeBoard());
  }

  private static JsonNode handle(Agent agent, ObjectNode payload) throws Exception {
    return agent.handle(
        new IntentEnvelope(
            new IntentRef("Any", "1.0"),
            payload,
            new IntentEnvelope.Context(null, Instant.EPOCH, Priority.NORMAL, List.of()),
            new IntentEnvelope.Metadata("r", null, Instant.EPOCH, "t", List.of()),
            Routing.DEFAULT));
  }
}
