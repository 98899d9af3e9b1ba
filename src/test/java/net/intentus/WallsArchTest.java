package net.intentus;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static net.intentus.OurClasses.ROOT;
import static net.intentus.OurClasses.check;
import static net.intentus.OurClasses.isOurs;
import static net.intentus.OurClasses.roomOf;
import static net.intentus.OurClasses.topLevelName;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.properties.CanBeAnnotated;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.HttpMethod;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The walls between the rooms. A room that is still empty breaks none. */
class WallsArchTest {
  /** Which rooms a room may use, besides itself, {@code intent} and {@code config}. */
  private static final Map<String, Set<String>> MAY_USE = new LinkedHashMap<>();

  static {
    may("wal");
    may("audit");
    may("privacy");
    may("routing");
    may("policy", "routing", "audit");
    may("budget", "wal", "audit");
    may("wire", "privacy", "audit");
    may("outbound", "privacy");
    may("agent", "routing", "wire", "outbound", "privacy", "audit");
    may("journal", "wal", "privacy", "policy", "budget", "audit");
    may("execution", "routing", "policy", "budget", "agent", "journal");
    may("approval", "journal", "audit");
    mayUseAllAbove("submission");
    mayUseAllAbove("queue");
    may("release", "policy", "budget", "agent", "routing", "privacy", "audit");
    may("samples", "agent", "routing", "policy", "privacy");
    may("security", "privacy", "policy", "outbound", "audit");
    mayUseAllAbove("api");
    mayUseAllAboveBut("console", "api");
    may("observability", "privacy", "agent", "journal", "execution", "submission");
    mayUseAllAboveBut("start", "api", "console", "observability");
  }

  private static final Pattern STORE = Pattern.compile(".*Store|JournalDisk");

  /** Beans whose transactions span a store of their own and the audit trail, or several stores. */
  private static final Set<String> SPANS_STORES =
      Set.of(
          "AgentChanges",
          "AgentPlan",
          "ApiKeys",
          "Bootstrap",
          "CircuitDecisions",
          "Credentials",
          "DataKeyRotation",
          "Holds",
          "PayloadSecrets",
          "Peers",
          "PlanChanges",
          "Restoring",
          "ProviderUsers",
          "RetentionOpening",
          "SecondFactors",
          "Sessions",
          "SigningRotation",
          "UserChanges");

  private static void may(String room, String... others) {
    MAY_USE.put(room, new TreeSet<>(Arrays.asList(others)));
  }

  private static void mayUseAllAbove(String room) {
    mayUseAllAboveBut(room);
  }

  private static void mayUseAllAboveBut(String room, String... not) {
    Set<String> all = new TreeSet<>(MAY_USE.keySet());
    Arrays.asList(not).forEach(all::remove);
    MAY_USE.put(room, all);
  }

  @Test
  void thereIsSomethingToCheck() {
    assertThat(OurClasses.ALL).hasSizeGreaterThan(50);
  }

  @TestFactory
  Stream<DynamicTest> aRoomUsesOnlyTheRoomsBelowIt() {
    Stream<DynamicTest> foundations =
        Stream.of(
            DynamicTest.dynamicTest("intent", () -> checkRoom("intent", Set.of("intent"))),
            DynamicTest.dynamicTest("config", () -> checkRoom("config", Set.of("config"))));
    return Stream.concat(
        foundations,
        MAY_USE.keySet().stream()
            .map(
                room -> {
                  Set<String> allowed = new TreeSet<>(MAY_USE.get(room));
                  allowed.addAll(List.of(room, "intent", "config"));
                  return DynamicTest.dynamicTest(room, () -> checkRoom(room, allowed));
                }));
  }

  private static void checkRoom(String room, Set<String> allowed) {
    check(
        classes()
            .that(describe("are in " + room, c -> roomOf(c).equals(room)))
            .should()
            .onlyDependOnClassesThat(
                describe(
                    "are in " + String.join(", ", allowed),
                    c -> !isOurs(c) || allowed.contains(roomOf(c))))
            .because(
                "what a lower room must say to a higher one it says by value or by a CDI event;"
                    + " what two rooms share belongs to the lower one"));
  }

  @Test
  void everyClassLivesInARoomOfTheTable() {
    check(
        classes()
            .should()
            .resideInAnyPackage(
                Stream.concat(Stream.of("intent", "config"), MAY_USE.keySet().stream())
                    .map(room -> ROOT + "." + room + "..")
                    .toArray(String[]::new))
            .because("a new room first gets a row in this test and in the README's table"));
  }

  @Test
  void roomsHaveNoCycles() {
    check(
        slices()
            .matching(ROOT + ".(*)..")
            .should()
            .beFreeOfCycles()
            .because("then one of the two owns what both need: move it down"));
  }

  @TestFactory
  Stream<DynamicTest> nobodyImportsTheEntrances() {
    return Stream.of("api", "console", "observability", "start")
        .map(
            room ->
                DynamicTest.dynamicTest(
                    room,
                    () ->
                        check(
                            noClasses()
                                .that()
                                .resideOutsideOfPackage(ROOT + "." + room + "..")
                                .should()
                                .dependOnClassesThat()
                                .resideInAPackage(ROOT + "." + room + "..")
                                .because("entrances call down; move what is shared down"))));
  }

  @Test
  void onlyStoresKnowTheEntityManager() {
    check(
        noClasses()
            .that(describe("are no stores", c -> !isStore(c)))
            .should()
            .dependOnClassesThat()
            .areAssignableTo(EntityManager.class)
            .because("queries belong in the room's *Store; ask it for records"));
  }

  @Test
  void onlyStoresOpenTransactions() {
    DescribedPredicate<JavaMethod> inAStore =
        describe(
            "in a store or in one of " + new TreeSet<>(SPANS_STORES),
            m -> isStore(m.getOwner()) || SPANS_STORES.contains(topLevelName(m.getOwner())));
    check(
        methods()
            .that()
            .areAnnotatedWith(Transactional.class)
            .should(be(inAStore))
            .because(
                "a transaction belongs to the store method that needs it; a bean that must span two"
                    + " stores is named in this test"));
    check(
        noClasses()
            .that(describe("are no stores", c -> !isStore(c)))
            .should()
            .beAnnotatedWith(Transactional.class)
            .because("annotate the methods of the store instead"));
  }

  @Test
  void entitiesStayInTheirRoom() {
    check(
        classes()
            .that()
            .areAnnotatedWith(Entity.class)
            .should()
            .notBePublic()
            .because("other rooms see records: let the store translate"));
    check(
        noMethods()
            .that()
            .areDeclaredInClassesThat()
            .areAnnotatedWith(Entity.class)
            .should()
            .haveNameMatching("set[A-Z].*")
            .because("an entity changes by transitions that say what happens"));
    check(
        fields()
            .that()
            .areDeclaredInClassesThat()
            .areAnnotatedWith(Entity.class)
            .and()
            .areNotStatic()
            .should()
            .bePrivate()
            .because("an entity guards its own state"));
  }

  @Test
  void everyEndpointDeclaresWhoMayCallIt() {
    DescribedPredicate<CanBeAnnotated> declaresARole =
        CanBeAnnotated.Predicates.annotatedWith(RolesAllowed.class)
            .or(CanBeAnnotated.Predicates.annotatedWith(PermitAll.class));
    check(
        methods()
            .that()
            .areMetaAnnotatedWith(HttpMethod.class)
            .should(
                be(
                    describe(
                        "annotated with @RolesAllowed or @PermitAll, themselves or their class",
                        (JavaMethod m) ->
                            declaresARole.test(m) || declaresARole.test(m.getOwner()))))
            .because("an endpoint that declares nothing is open by oversight"));
  }

  private static ArchCondition<JavaMethod> be(DescribedPredicate<JavaMethod> predicate) {
    return new ArchCondition<>("be " + predicate.getDescription()) {
      @Override
      public void check(JavaMethod method, ConditionEvents events) {
        events.add(
            new SimpleConditionEvent(
                method, predicate.test(method), method.getFullName() + " is not"));
      }
    };
  }

  private static boolean isStore(JavaClass type) {
    return STORE.matcher(topLevelName(type)).matches();
  }
}
