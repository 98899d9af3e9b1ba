package net.intentus.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import net.intentus.audit.AuditEntry;
import net.intentus.audit.AuditLog;
import net.intentus.intent.Caller;
import net.intentus.intent.CanonicalJson;
import net.intentus.intent.Violation;
import net.intentus.intent.Violations;

/**
 * The whole registry as one document, and one document as the whole registry. What is enabled stays
 * so, and the other way round: a plan does not decide it. Thread-safe.
 */
@Singleton
public class AgentPlan {
  private static final String OBJECT = "agent";
  private final AgentStore store;
  private final RegistrationReader reader;
  private final LocalAgents locals;
  private final Consumer<AuditEntry> audit;
  private final Clock clock;

  @Inject
  AgentPlan(
      AgentStore store,
      RegistrationReader reader,
      LocalAgents locals,
      AuditLog audit,
      Clock clock) {
    this(store, reader, locals, audit::record, clock);
  }

  AgentPlan(
      AgentStore store,
      RegistrationReader reader,
      LocalAgents locals,
      Consumer<AuditEntry> audit,
      Clock clock) {
    this.store = store;
    this.reader = reader;
    this.locals = locals;
    this.audit = audit;
    this.clock = clock;
  }

  /** Every agent as the database has it now, in the form of {@link PlannedAgents}. */
  public ArrayNode live() {
    return PlannedAgents.of(registered().values());
  }

  private Map<String, AgentRegistration> registered() {
    Map<String, AgentRegistration> byName = new HashMap<>();
    for (AgentRegistration agent : store.since(-1, 0).changed()) {
      byName.put(agent.name(), agent);
    }
    return byName;
  }

  /**
   * Notes what of a plan in normal form cannot be had in this installation: addresses that are
   * refused, schemas that do not compile, credentials that are not there, and agents inside this
   * application that are left out or described otherwise than their code says. May ask a name
   * server.
   */
  public void check(JsonNode normal, String at, Violations violations) {
    Map<String, AgentRegistration> old = registered();
    Set<String> named = new HashSet<>();
    for (int i = 0; i < normal.size(); i++) {
      JsonNode document = normal.get(i);
      named.add(document.path("name").asText());
      for (Violation wrong : wrong(document, old)) {
        violations.add(at + "/" + i + wrong.pointer(), wrong.message());
      }
    }
    for (AgentRegistration agent : old.values()) {
      if (inside(agent) && !named.contains(agent.name())) {
        violations.add(at, "must have " + agent.name() + ", which is part of this application");
      }
    }
  }

  private boolean inside(AgentRegistration agent) {
    return agent.managed() && locals.find(agent.name()).isPresent();
  }

  private List<Violation> wrong(JsonNode document, Map<String, AgentRegistration> old) {
    RegistrationReading reading = reader.read(document);
    if (reading instanceof RegistrationReading.Invalid invalid) {
      return invalid.violations();
    }
    if (reading instanceof RegistrationReading.NotSupported later) {
      return later.features();
    }
    AgentRegistration wanted = ((RegistrationReading.Accepted) reading).registration();
    AgentRegistration known = old.get(wanted.name());
    return known != null && known.managed() ? ManagedAgents.fixed(known, wanted) : List.of();
  }

  /** Keeps every other change of the registry waiting, anywhere, until the transaction ends. */
  @Transactional(Transactional.TxType.MANDATORY)
  public void hold() {
    store.lock();
  }

  /**
   * Makes the registry what a checked plan says, in the transaction of the caller. Call {@link
   * AgentRegistry#refresh} when that is over.
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public void put(JsonNode normal, Caller caller) {
    RegistryVersionEntity version = store.lock();
    Map<String, AgentRegistration> left = registered();
    for (JsonNode document : normal) {
      AgentRegistration wanted = RegistrationDocument.stored(document, 0);
      AgentRegistration old = left.remove(wanted.name());
      if (old == null) {
        store.insert(wanted.managed(false, version.raise()), clock.millis());
        tell(caller, "agent.register", wanted.name());
      } else if (!same(document, old)) {
        AgentRegistration changed =
            wanted.enabled(old.enabled()).managed(old.managed(), version.raise());
        store.find(old.name()).orElseThrow().change(changed, clock.millis());
        tell(caller, "agent.update", old.name());
      }
    }
    for (String name : left.keySet().stream().sorted(CodePointOrder.INSTANCE).toList()) {
      store.remove(store.find(name).orElseThrow(), name);
      version.raiseByRemoval();
      tell(caller, "agent.delete", name);
    }
  }

  private static boolean same(JsonNode document, AgentRegistration old) {
    return CanonicalJson.text(document).equals(CanonicalJson.text(PlannedAgents.of(old)));
  }

  private void tell(Caller caller, String action, String name) {
    audit.accept(AuditEntry.of(caller, action, OBJECT, name).with("by", "plan"));
  }
}
