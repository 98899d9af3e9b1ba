package net.intentus.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.intentus.agent.AgentRegistration.Capability;
import net.intentus.agent.AgentRegistration.Cost;
import net.intentus.agent.AgentRegistration.Endpoint;
import net.intentus.agent.AgentRegistration.EndpointType;
import net.intentus.agent.AgentRegistration.RuntimeInfo;
import net.intentus.config.Settings;
import net.intentus.config.SettingsReader;
import net.intentus.intent.Caller;
import net.intentus.intent.ErrorCode;
import net.intentus.intent.IntentEnvelope;
import net.intentus.intent.IntentRef;
import net.intentus.intent.Json;
import net.intentus.intent.Priority;
import net.intentus.intent.Routing;
import net.intentus.intent.SideEffect;
import net.intentus.outbound.OutboundClient;
import net.intentus.privacy.Redactor;
import net.intentus.privacy.Redactors;
import net.intentus.routing.IntentPattern;
import net.intentus.wire.LocalNode;
import org.jspecify.annotations.Nullable;

/** Agents, calls and callers to test with. */
final class Fixtures {
  static final Caller ROOT = caller("*", "admin");
  static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

  private Fixtures() {}

  static final SecretUse.Resolver NO_SECRETS =
      (agent, call) ->
          new SecretUse.Refused(Failures.of(ErrorCode.POLICY_DENIED, "no secrets", false));

  /** Reads JSON written with single quotes. */
  static JsonNode json(String text) {
    try {
      return Json.read(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Caller caller(String tenant, String... roles) {
    return new Caller("key:tester", tenant, Set.of(roles), "k1", null);
  }

  static AgentCall call(ObjectNode payload) {
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    return new AgentCall(
        new IntentEnvelope(
            new IntentRef("SearchIntent", "1.0"),
            payload,
            new IntentEnvelope.Context(null, now, Priority.NORMAL, List.of()),
            new IntentEnvelope.Metadata("request-1", null, now, TRACE, List.of()),
            Routing.DEFAULT),
        "idempotency-1",
        false);
  }

  /** No guard but those that an agent asks for. */
  static AgentGuards unguarded() {
    return new AgentGuards(
        null,
        new AgentGuard.Time(Clock.systemUTC(), System::nanoTime, 60_000),
        moved -> {},
        acted -> {});
  }

  /** A transport of a node without an identity. */
  static HttpTransport transport(OutboundClient client, Line.Lines lines) {
    return transport(client, lines, Map.of());
  }

  /** A transport with those settings. */
  static HttpTransport transport(
      OutboundClient client, Line.Lines lines, Map<String, String> settings) {
    Settings read = SettingsReader.read(key -> Optional.ofNullable(settings.get(key)));
    FrameWriter writer = new FrameWriter(new LocalNode(read, Clock.systemUTC()));
    Redactor redactor = Redactors.ofFields();
    return new HttpTransport(client, lines, writer, new AnswerMask(redactor));
  }

  static AgentRegistration http(String name, String address) {
    return agent(name, new Endpoint(EndpointType.HTTP, address), null, null);
  }

  static AgentRegistration local(String name) {
    return agent(name, new Endpoint(EndpointType.LOCAL, null), null, null);
  }

  /** The same agent with those guards. */
  static AgentRegistration guarded(AgentRegistration any, @Nullable GuardSettings guard) {
    return new AgentRegistration(
        any.name(),
        any.version(),
        any.nodeId(),
        any.nodePriority(),
        any.enabled(),
        any.agentId(),
        any.tenant(),
        any.capabilities(),
        any.endpoint(),
        any.runtime(),
        any.sideEffect(),
        any.labels(),
        guard,
        any.managed(),
        any.revision(),
        any.cost());
  }

  static AgentRegistration ofTenant(String name, @Nullable String tenant) {
    AgentRegistration any = http(name, "https://agent.example/");
    return new AgentRegistration(
        name,
        "1.0",
        null,
        100,
        true,
        name,
        tenant,
        any.capabilities(),
        any.endpoint(),
        any.runtime(),
        any.sideEffect(),
        Map.of(),
        null,
        false,
        0,
        Cost.NONE);
  }

  static AgentRegistration agent(
      String name, Endpoint endpoint, @Nullable ObjectNode input, @Nullable ObjectNode output) {
    return new AgentRegistration(
        name,
        "1.0",
        null,
        100,
        true,
        name,
        null,
        List.of(new Capability(new IntentPattern("SearchIntent", "1.0"), input, output)),
        endpoint,
        new RuntimeInfo(null, null, null),
        SideEffect.READ_ONLY,
        Map.of(),
        null,
        false,
        1,
        Cost.NONE);
  }

  /** An agent inside that does what the function does. */
  static Agent inside(String name, boolean prompt, Handler handler) {
    return new Agent() {
      @Override
      public AgentDescriptor descriptor() {
        return new AgentDescriptor(
            name,
            "1.0",
            List.of(new IntentPattern("SearchIntent", "1.0")),
            SideEffect.READ_ONLY,
            100,
            prompt);
      }

      @Override
      public JsonNode handle(IntentEnvelope envelope) throws Exception {
        return handler.handle(envelope);
      }
    };
  }

  /** What an agent inside does. */
  interface Handler {
    JsonNode handle(IntentEnvelope envelope) throws Exception;
  }
}
