package net.intentus.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import net.intentus.JpaDatabase;
import net.intentus.agent.AgentChange.Changed;
import net.intentus.audit.AuditEntry;
import net.intentus.intent.Caller;
import net.intentus.intent.IntentRef;
import net.intentus.intent.Violation;
import net.intentus.routing.RoutableAgent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the registry promises on every database, with two instances on one of them. */
abstract class AgentRegistryContract {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-01-01T00:00:00.123Z"), ZoneOffset.UTC);
  private static final IntentRef SEARCH = new IntentRef("SearchIntent", "1.0");

  private final List<AuditEntry> audited = new CopyOnWriteArrayList<>();
  private JpaDatabase database;
  private AgentRegistry registry;
  private AgentRegistry other;

  abstract JpaDatabase open();

  @BeforeEach
  void start() {
    database = open();
    registry = instance();
    other = instance();
  }

  @AfterEach
  void stop() {
    database.close();
  }

  private AgentRegistry instance(Agent... inside) {
    LocalAgents locals = new LocalAgents(List.of(inside));
    AgentGuards guards = Fixtures.unguarded();
    AgentChanges changes = new TransactedChanges(database, audited, locals);
    changes.registerManaged();
    AgentRegistry made =
        new AgentRegistry(
            changes,
            new TransactedStore(database),
            new PlainThreads(),
            CLOCK,
            guards,
            new TransactedDecisions(database, audited));
    made.refresh();
    return made;
  }

  private AgentRegistration register(String name) {
    AgentChange change =
        registry.register(Fixtures.http(name, "https://agent.example/"), Fixtures.ROOT);
    return ((Changed) change).registration();
  }

  private static List<String> candidates(AgentRegistry where) {
    return where.current().table().candidates(SEARCH, "default").stream()
        .map(RoutableAgent::name)
        .toList();
  }

  @Test
  void aRegistrationIsEffectiveAtOnceHereAndAfterARefreshThere() {
    AgentRegistration a = register("a");
    assertThat(candidates(registry)).containsExactly("a");
    assertThat(registry.current().byName()).containsEntry("a", a);
    assertThat(candidates(other)).isEmpty();
    other.refresh();
    assertThat(candidates(other)).containsExactly("a");
    assertThat(other.current().table().hash()).isEqualTo(registry.current().table().hash());
    assertThat(other.current().version()).isEqualTo(registry.current().version());
  }

  @Test
  void aStartedInstanceSeesTheOthersChangesByItself() throws InterruptedException {
    other.start();
    try {
      register("a");
      for (int i = 0; i < 100 && candidates(other).isEmpty(); i++) {
        TimeUnit.MILLISECONDS.sleep(50);
      }
      assertThat(candidates(other)).containsExactly("a");
    } finally {
      other.stop();
    }
  }

  @Test
  void whatIsRegisteredSurvivesARestart() {
    AgentRegistration a = register("ünï \uD83D\uDE00");
    assertThat(instance().find(a.name(), Fixtures.ROOT)).contains(a);
  }

  @Test
  void aNameIsGivenOnce() {
    register("a");
    assertThat(registry.register(Fixtures.http("a", "https://b.example/"), Fixtures.ROOT))
        .isEqualTo(new AgentChange.Taken());
    assertThat(other.register(Fixtures.http("a", "https://b.example/"), Fixtures.ROOT))
        .isEqualTo(new AgentChange.Taken());
    register("A");
    register("a\u0301");
    assertThat(candidates(registry)).containsExactly("A", "a", "a\u0301");
  }

  @Test
  void changesOfTwoInstancesMeet() {
    register("a");
    other.register(Fixtures.http("b", "https://b.example/"), Fixtures.ROOT);
    assertThat(candidates(other)).containsExactly("a", "b");
    registry.register(Fixtures.http("c", "https://c.example/"), Fixtures.ROOT);
    assertThat(candidates(registry)).containsExactly("a", "b", "c");
    other.delete("a", null, Fixtures.ROOT);
    assertThat(candidates(other)).containsExactly("b", "c");
    registry.refresh();
    assertThat(candidates(registry)).containsExactly("b", "c");
  }

  @Test
  void replacesOnlyTheRevisionThatWasRead() {
    AgentRegistration a = register("a");
    AgentRegistration moved = Fixtures.http("a", "https://moved.example/");
    AgentChange change = registry.replace(moved, a.revision(), Fixtures.ROOT);
    assertThat(change).isInstanceOf(Changed.class);
    assertThat(registry.current().byName().get("a").endpoint()).isEqualTo(moved.endpoint());
    assertThat(registry.replace(moved, a.revision(), Fixtures.ROOT))
        .isEqualTo(new AgentChange.Stale());
    assertThat(registry.replace(moved, null, Fixtures.ROOT)).isInstanceOf(Changed.class);
    assertThat(registry.delete("a", a.revision(), Fixtures.ROOT))
        .isEqualTo(new AgentChange.Stale());
    assertThat(registry.replace(Fixtures.http("no", "https://x.example/"), null, Fixtures.ROOT))
        .isEqualTo(new AgentChange.NotFound());
  }

  @Test
  void aNameThatComesBackHasANewRevision() {
    AgentRegistration first = register("a");
    registry.delete("a", null, Fixtures.ROOT);
    assertThat(register("a").revision()).isGreaterThan(first.revision());
  }

  @Test
  void aDeletedAgentIsGone() {
    register("a");
    assertThat(registry.delete("a", null, Fixtures.ROOT)).isInstanceOf(AgentChange.Removed.class);
    assertThat(registry.find("a", Fixtures.ROOT)).isEmpty();
    assertThat(candidates(registry)).isEmpty();
    assertThat(registry.delete("a", null, Fixtures.ROOT)).isEqualTo(new AgentChange.NotFound());
    assertThat(registry.health(List.of("a"))).isEmpty();
  }

  @Test
  void aDisabledAgentIsKnownButNoCandidate() {
    register("a");
    registry.disable("a", Fixtures.ROOT);
    assertThat(candidates(registry)).isEmpty();
    assertThat(registry.current().byName()).containsKey("a");
    registry.enable("a", Fixtures.ROOT);
    assertThat(candidates(registry)).containsExactly("a");
  }

  @Test
  void aSnapshotInUseDoesNotChange() {
    register("a");
    AgentSnapshot held = registry.current();
    registry.delete("a", null, Fixtures.ROOT);
    assertThat(held.byName()).containsKey("a");
    assertThat(held.table().candidates(SEARCH, "default")).hasSize(1);
  }

  @Test
  void heartbeatsChangeHealthAndNothingElse() {
    AgentRegistration a = register("a");
    AgentSnapshot before = registry.current();
    assertThat(registry.health(List.of("a"))).containsValue(AgentHealth.NEVER_HEARD);
    AgentHealth beaten = new AgentHealth(HealthStatus.DEGRADED, CLOCK.instant());
    assertThat(registry.heartbeat("a", HealthStatus.DEGRADED, Fixtures.ROOT))
        .isEqualTo(new HeartbeatResult.Noted(beaten));
    assertThat(registry.health(List.of("a"))).isEqualTo(Map.of("a", beaten));
    registry.refresh();
    assertThat(registry.current()).isSameAs(before);
    assertThat(registry.find("a", Fixtures.ROOT)).contains(a);
    assertThat(registry.heartbeat("no", HealthStatus.HEALTHY, Fixtures.ROOT))
        .isEqualTo(new HeartbeatResult.NotFound());
  }

  @Test
  void anAgentsCredentialBeatsForItsOwnAgentOnly() {
    register("a");
    register("b");
    Caller plain = new Caller("a", "default", Set.of("agent"), null, null);
    Caller prefixed = new Caller("agent:a", "default", Set.of("agent"), null, null);
    Caller stranger = new Caller("agent:ba", "default", Set.of("agent"), null, null);
    Caller viewer = new Caller("agent:a", "default", Set.of("viewer"), null, null);
    assertThat(registry.heartbeat("a", HealthStatus.HEALTHY, plain))
        .isInstanceOf(HeartbeatResult.Noted.class);
    assertThat(registry.heartbeat("a", HealthStatus.HEALTHY, prefixed))
        .isInstanceOf(HeartbeatResult.Noted.class);
    assertThat(registry.heartbeat("b", HealthStatus.HEALTHY, prefixed))
        .isEqualTo(new HeartbeatResult.NotAllowed());
    assertThat(registry.heartbeat("a", HealthStatus.HEALTHY, stranger))
        .isEqualTo(new HeartbeatResult.NotAllowed());
    assertThat(registry.heartbeat("a", HealthStatus.HEALTHY, viewer))
        .isEqualTo(new HeartbeatResult.NotAllowed());
  }

  @Test
  void tenantsSeeAndChangeTheirOwn() {
    Caller acme = Fixtures.caller("acme", "admin");
    Caller rival = Fixtures.caller("rival", "admin");
    AgentRegistration own = Fixtures.ofTenant("own", "acme");
    assertThat(registry.register(own, acme)).isInstanceOf(Changed.class);
    register("common");
    assertThat(names(registry.list(null, 10, acme))).containsExactly("common", "own");
    assertThat(names(registry.list(null, 10, rival))).containsExactly("common");
    assertThat(registry.find("own", rival)).isEmpty();
    assertThat(registry.disable("own", rival)).isEqualTo(new AgentChange.NotFound());
    assertThat(registry.delete("own", null, rival)).isEqualTo(new AgentChange.NotFound());
    assertThat(registry.disable("common", acme)).isEqualTo(new AgentChange.NotAllowed());
    assertThat(registry.delete("common", null, acme)).isEqualTo(new AgentChange.NotAllowed());
    assertThat(registry.register(Fixtures.ofTenant("x", null), acme))
        .isEqualTo(new AgentChange.NotAllowed());
    assertThat(registry.register(Fixtures.ofTenant("x", "rival"), acme))
        .isEqualTo(new AgentChange.NotAllowed());
    assertThat(registry.replace(Fixtures.ofTenant("own", null), null, acme))
        .as("nobody gives an agent to all tenants who does not see all")
        .isEqualTo(new AgentChange.NotAllowed());
    assertThat(registry.disable("own", acme)).isInstanceOf(Changed.class);
    assertThat(registry.delete("own", null, Fixtures.ROOT)).isInstanceOf(AgentChange.Removed.class);
  }

  @Test
  void listsByCodePointInPages() {
    for (String name : List.of("b", "\uFF5E", "a", "B", "\uD83D\uDE00")) {
      register(name);
    }
    assertThat(names(registry.list(null, 3, Fixtures.ROOT))).containsExactly("B", "a", "b");
    assertThat(names(registry.list("b", 3, Fixtures.ROOT)))
        .containsExactly("\uFF5E", "\uD83D\uDE00");
  }

  private static List<String> names(List<AgentRegistration> agents) {
    return agents.stream().map(AgentRegistration::name).toList();
  }

  @Test
  void agentsInsideAreRegisteredAtStartAndKeepTheirTuning() {
    Agent echo = Fixtures.inside("echo", true, envelope -> envelope.payload());
    AgentRegistry first = instance(echo);
    AgentRegistration fresh = first.find("echo", Fixtures.ROOT).orElseThrow();
    assertThat(fresh.managed()).isTrue();
    first.disable("echo", Fixtures.ROOT);
    AgentRegistration tuned = first.find("echo", Fixtures.ROOT).orElseThrow();
    AgentRegistry second = instance(echo);
    assertThat(second.find("echo", Fixtures.ROOT)).contains(tuned);
    assertThat(second.delete("echo", null, Fixtures.ROOT)).isEqualTo(new AgentChange.Managed());
    assertThat(second.replace(Fixtures.http("echo", "https://x.example/"), null, Fixtures.ROOT))
        .isInstanceOfSatisfying(
            AgentChange.Fixed.class,
            fixed ->
                assertThat(fixed.violations())
                    .extracting(Violation::pointer)
                    .containsExactly("/endpoint"));
    assertThat(instance().delete("echo", null, Fixtures.ROOT))
        .as("one that is no longer inside can be removed")
        .isInstanceOf(AgentChange.Removed.class);
  }

  @Test
  void aTakenNameIsNotTakenFromItsOwner() {
    register("echo");
    AgentRegistry restarted =
        instance(Fixtures.inside("echo", true, envelope -> envelope.payload()));
    assertThat(restarted.find("echo", Fixtures.ROOT))
        .hasValueSatisfying(agent -> assertThat(agent.managed()).isFalse());
  }

  @Test
  void changesAreAuditedAndRefusalsLeaveNoTrace() {
    Caller acme = Fixtures.caller("acme", "admin");
    register("a");
    registry.disable("a", Fixtures.ROOT);
    registry.disable("a", acme);
    registry.replace(Fixtures.http("a", "https://x.example/"), 99L, Fixtures.ROOT);
    registry.delete("a", null, Fixtures.ROOT);
    assertThat(audited)
        .extracting(AuditEntry::action)
        .containsExactly("agent.register", "agent.disable", "agent.delete");
    assertThat(audited).allMatch(entry -> "a".equals(entry.objectId()));
  }

  @Test
  void aCircuitThatIsHeldOpenIsKnownToEveryInstanceAndGoneWithItsAgent() {
    AgentRegistration agent = register("a");
    AgentRegistration foreign =
        ((Changed) registry.register(Fixtures.ofTenant("t", "acme"), Fixtures.ROOT)).registration();
    assertThat(registry.openCircuit("a", Fixtures.ROOT)).isInstanceOf(Changed.class);
    AgentGuards seen = Fixtures.unguarded();
    seen.decided(new TransactedDecisions(database, audited).all());
    assertThat(seen.circuit(agent).forced()).isTrue();
    assertThat(seen.circuit(foreign).forced()).isFalse();
    assertThat(seen.openCircuits()).isEqualTo(1);
    registry.closeCircuit("a", Fixtures.ROOT);
    seen.decided(new TransactedDecisions(database, audited).all());
    assertThat(seen.circuit(agent).state()).isEqualTo(CircuitReading.State.CLOSED);
    assertThat(audited)
        .extracting(AuditEntry::action)
        .endsWith("agent.circuit.open", "agent.circuit.close");
    registry.openCircuit("a", Fixtures.ROOT);
    registry.delete("a", null, Fixtures.ROOT);
    assertThat(new TransactedDecisions(database, audited).all()).isEmpty();
    assertThat(registry.openCircuit("a", Fixtures.ROOT)).isInstanceOf(AgentChange.NotFound.class);
  }

  @Test
  void onlyWhoMayChangeAnAgentDecidesAboutItsCircuit() {
    register("shared");
    Caller operator = new Caller("key:op", "acme", Set.of("operator"), null, null);
    assertThat(registry.openCircuit("shared", operator)).isInstanceOf(AgentChange.NotAllowed.class);
    assertThat(new TransactedDecisions(database, audited).all()).isEmpty();
  }

  @Test
  void readsManyAgentsAtOnceAndThenOnlyWhatChanged() {
    database.inTransaction(
        entities -> {
          AgentStore store = new AgentStore(entities);
          RegistryVersionEntity version = store.lock();
          for (int i = 0; i < 1_000; i++) {
            store.insert(
                Fixtures.http("agent-" + i, "https://agent.example/" + i)
                    .managed(false, version.raise()),
                1);
          }
          return null;
        });
    registry.refresh();
    assertThat(candidates(registry)).hasSize(1_000);
    register("more");
    assertThat(candidates(registry)).hasSize(1_001);
    AgentStore.Delta delta = new TransactedStore(database).since(1_000, 0);
    assertThat(delta.changed()).extracting(AgentRegistration::name).containsExactly("more");
    assertThat(delta.names()).isNull();
  }

  /** Threads without a container. */
  private static final class PlainThreads extends AgentThreads {
    @Override
    ScheduledThreadPoolExecutor timer() {
      return new ScheduledThreadPoolExecutor(1);
    }
  }

  /** The store with a transaction around each call, as the container makes it. */
  private static final class TransactedStore extends AgentStore {
    private final JpaDatabase database;

    TransactedStore(JpaDatabase database) {
      this.database = database;
    }

    private <T> T run(Function<AgentStore, T> work) {
      return database.inTransaction(entities -> work.apply(new AgentStore(entities)));
    }

    @Override
    public boolean beat(String name, HealthStatus status, long now) {
      return run(store -> store.beat(name, status, now));
    }

    @Override
    public Map<String, AgentHealth> health(Collection<String> names) {
      return run(store -> store.health(names));
    }

    @Override
    public Delta since(long version, long removals) {
      return run(store -> store.since(version, removals));
    }
  }

  /** The decisions with a transaction around each call, as the container makes it. */
  private static final class TransactedDecisions extends CircuitDecisions {
    private final JpaDatabase database;
    private final List<AuditEntry> audited;

    TransactedDecisions(JpaDatabase database, List<AuditEntry> audited) {
      super(new AgentStore(), new CircuitStore(), entry -> {}, CLOCK);
      this.database = database;
      this.audited = audited;
    }

    private <T> T run(Function<CircuitDecisions, T> work) {
      return database.inTransaction(
          entities ->
              work.apply(
                  new CircuitDecisions(
                      new AgentStore(entities), new CircuitStore(entities), audited::add, CLOCK)));
    }

    @Override
    public Map<String, ManualCircuit> all() {
      return run(CircuitDecisions::all);
    }

    @Override
    public AgentChange decide(String name, boolean open, Caller caller) {
      return run(decisions -> decisions.decide(name, open, caller));
    }
  }

  /** The changes with a transaction around each call, as the container makes it. */
  private static final class TransactedChanges extends AgentChanges {
    private final JpaDatabase database;
    private final List<AuditEntry> audited;
    private final LocalAgents locals;

    TransactedChanges(JpaDatabase database, List<AuditEntry> audited, LocalAgents locals) {
      super(new AgentStore(), entry -> {}, locals, CLOCK);
      this.database = database;
      this.audited = audited;
      this.locals = locals;
    }

    private AgentChange run(Function<AgentChanges, AgentChange> work) {
      List<AuditEntry> entries = new ArrayList<>();
      AgentChange change =
          database.inTransaction(
              entities ->
                  work.apply(
                      new AgentChanges(new AgentStore(entities), entries::add, locals, CLOCK)));
      audited.addAll(entries);
      return change;
    }

    @Override
    public AgentChange create(AgentRegistration wanted, Caller caller) {
      return run(changes -> changes.create(wanted, caller));
    }

    @Override
    public AgentChange replace(AgentRegistration wanted, @Nullable Long revision, Caller caller) {
      return run(changes -> changes.replace(wanted, revision, caller));
    }

    @Override
    public AgentChange enable(String name, boolean enabled, Caller caller) {
      return run(changes -> changes.enable(name, enabled, caller));
    }

    @Override
    public AgentChange remove(String name, @Nullable Long revision, Caller caller) {
      return run(changes -> changes.remove(name, revision, caller));
    }

    @Override
    public void registerManaged() {
      run(
          changes -> {
            changes.registerManaged();
            return new AgentChange.NotFound();
          });
    }
  }
}
