package net.intentus.agent;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.function.BiConsumer;
import net.intentus.agent.AgentRegistration.EndpointType;
import net.intentus.intent.InteroperableJson;
import net.intentus.intent.Json;
import net.intentus.intent.Violations;
import net.intentus.outbound.AddressCheck;

/**
 * Reads registrations as clients send them. {@code health}, {@code circuit} and {@code managed} may
 * be there, as in what the contract answers, and mean nothing. Thread-safe; may ask a name server.
 */
@Singleton
public class RegistrationReader {
  private static final int MAX_BYTES = 256 * 1024;
  private final AddressCheck addresses;
  private final LocalAgents locals;
  private final BiConsumer<AgentRegistration, Violations> references;

  @Inject
  RegistrationReader(AddressCheck addresses, LocalAgents locals, AgentLines lines) {
    this(addresses, locals, lines::check);
  }

  RegistrationReader(
      AddressCheck addresses,
      LocalAgents locals,
      BiConsumer<AgentRegistration, Violations> references) {
    this.addresses = addresses;
    this.locals = locals;
    this.references = references;
  }

  /** Reads the document to its end and tells everything that is wrong with it. */
  public RegistrationReading read(JsonNode document) {
    Violations violations = new Violations();
    Violations unsupported = new Violations();
    InteroperableJson.check(document, "", violations);
    AgentRegistration registration =
        RegistrationDocument.read(document, violations, unsupported, 0);
    if (Json.bytes(document).length > MAX_BYTES) {
      violations.add("", "must not be longer than " + MAX_BYTES + " bytes");
    }
    if (violations.isEmpty() && unsupported.isEmpty()) {
      place(registration, violations);
      schemas(registration, violations);
    }
    if (!violations.isEmpty()) {
      return new RegistrationReading.Invalid(violations.all());
    }
    return unsupported.isEmpty()
        ? new RegistrationReading.Accepted(registration.managed(false, 0))
        : new RegistrationReading.NotSupported(unsupported.all());
  }

  private void place(AgentRegistration registration, Violations violations) {
    String address = registration.endpoint().address();
    if (registration.endpoint().type() == EndpointType.LOCAL) {
      if (locals.find(registration.name()).isEmpty()) {
        violations.add(
            "/endpoint/type", "is local, but this application has no agent of that name inside");
      }
    } else if (address != null) {
      addresses.check(address).ifPresent(problem -> violations.add("/endpoint/address", problem));
      references.accept(registration, violations);
    }
  }

  private static void schemas(AgentRegistration registration, Violations violations) {
    for (int i = 0; i < registration.capabilities().size(); i++) {
      AgentRegistration.Capability capability = registration.capabilities().get(i);
      String at = "/capabilities/" + i;
      CompiledSchema.problem(capability.inputSchema())
          .ifPresent(problem -> violations.add(at + "/inputSchema", problem));
      CompiledSchema.problem(capability.outputSchema())
          .ifPresent(problem -> violations.add(at + "/outputSchema", problem));
    }
  }
}
