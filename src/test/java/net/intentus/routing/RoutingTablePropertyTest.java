package net.intentus.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import net.intentus.intent.IntentRef;
import net.intentus.intent.SideEffect;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class RoutingTablePropertyTest {

  @Provide
  Arbitrary<List<RoutableAgent>> registrations() {
    Arbitrary<String> word = Arbitraries.of("Search", "Other", "*");
    Arbitrary<IntentPattern> can =
        Combinators.combine(word, Arbitraries.of("1.0", "2.0", "*")).as(IntentPattern::new);
    Arbitrary<String> name =
        Arbitraries.strings()
            .withChars('a', 'A', 'Z', '\u00e9', '\uff5e', '\ue000')
            .ofMaxLength(3)
            .flatMap(s -> Arbitraries.of(s, s + "\ud83d\ude00", "\ud801\udc00" + s));
    return Combinators.combine(
            name,
            Arbitraries.of("node-a", "node-b").injectNull(0.5),
            Arbitraries.of(-1, 0, 100),
            Arbitraries.of("acme", "globex").injectNull(0.5),
            can.list().ofMinSize(1).ofMaxSize(4))
        .as(
            (n, node, priority, tenant, cans) ->
                new RoutableAgent(n, node, priority, tenant, SideEffect.READ_ONLY, cans))
        .list()
        .ofMaxSize(30)
        .uniqueElements(RoutableAgent::name);
  }

  @Property(tries = 300)
  void registrationOrderChangesNothing(
      @ForAll("registrations") List<RoutableAgent> agents, @ForAll Random random) {
    List<RoutableAgent> shuffled = new ArrayList<>(agents);
    Collections.shuffle(shuffled, random);
    RoutingTable one = RoutingTable.of(agents);
    RoutingTable other = RoutingTable.of(shuffled);
    assertThat(other.hash()).isEqualTo(one.hash());
    assertThat(other.candidates(Fixtures.SEARCH, "acme"))
        .isEqualTo(one.candidates(Fixtures.SEARCH, "acme"));
  }

  @Property(tries = 300)
  void theIndexFindsWhatScanningEveryAgentFinds(
      @ForAll("registrations") List<RoutableAgent> agents) {
    for (IntentRef intent : List.of(Fixtures.SEARCH, new IntentRef("*", "2.0"))) {
      List<RoutableAgent> scanned =
          agents.stream()
              .filter(agent -> agent.tenant() == null || agent.tenant().equals("acme"))
              .filter(agent -> agent.capabilities().stream().anyMatch(can -> can.matches(intent)))
              .sorted(AgentOrder.TOTAL)
              .toList();
      assertThat(RoutingTable.of(agents).candidates(intent, "acme")).isEqualTo(scanned);
    }
  }

  @Property(tries = 1000)
  void namesAreOrderedByCodePoint(@ForAll String a, @ForAll String b) {
    int expected = compareCodePoints(a.codePoints().toArray(), b.codePoints().toArray());
    assertThat(Integer.signum(AgentOrder.byCodePoint(a, b))).isEqualTo(expected);
  }

  private static int compareCodePoints(int[] a, int[] b) {
    return Integer.signum(java.util.Arrays.compare(a, b));
  }

  @Property(tries = 20)
  void whoeverLooksUpWhileTablesAreReplacedSeesOneWholeTable(
      @ForAll("registrations") List<RoutableAgent> agents) throws Exception {
    List<RoutableAgent> more = new ArrayList<>(agents);
    more.add(Fixtures.agent("newcomer"));
    List<RoutableAgent> before = RoutingTable.of(agents).candidates(Fixtures.SEARCH, "acme");
    List<RoutableAgent> after = RoutingTable.of(more).candidates(Fixtures.SEARCH, "acme");
    AtomicReference<RoutingTable> current = new AtomicReference<>(RoutingTable.of(agents));
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Void>> work = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        long seed = i;
        work.add(() -> replace(current, agents, more, new Random(seed)));
        work.add(() -> lookUp(current, before, after));
      }
      for (Future<Void> done : threads.invokeAll(work)) {
        done.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static Void replace(
      AtomicReference<RoutingTable> current,
      List<RoutableAgent> agents,
      List<RoutableAgent> more,
      Random random) {
    for (int i = 0; i < 50; i++) {
      List<RoutableAgent> shuffled = new ArrayList<>(i % 2 == 0 ? more : agents);
      Collections.shuffle(shuffled, random);
      current.set(RoutingTable.of(shuffled));
    }
    return null;
  }

  private static Void lookUp(
      AtomicReference<RoutingTable> current,
      List<RoutableAgent> before,
      List<RoutableAgent> after) {
    for (int i = 0; i < 200; i++) {
      assertThat(current.get().candidates(Fixtures.SEARCH, "acme")).isIn(before, after);
    }
    return null;
  }
}
