package net.intentus;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static java.util.stream.Collectors.joining;
import static net.intentus.OurClasses.ROOT;
import static net.intentus.OurClasses.check;
import static net.intentus.OurClasses.topLevelName;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What code does not do here, whichever room it is in. */
class HabitsArchTest {
  /** What policy and budget need besides their arithmetic: database and container. */
  private static final Pattern IMPURE = Pattern.compile(".*(Store|Entity|Row|Source)");

  private static final DescribedPredicate<JavaClass> ARE_PURE =
      resideInAPackage(ROOT + ".intent..")
          .or(resideInAPackage(ROOT + ".routing.."))
          .or(
              resideInAPackage(ROOT + ".policy..")
                  .or(resideInAPackage(ROOT + ".budget.."))
                  .and(
                      describe(
                          "are neither stores, entities nor beans",
                          c -> !IMPURE.matcher(topLevelName(c)).matches())))
          .as("are pure");

  @Test
  void pureRoomsKnowNoContainer() {
    check(
        noClasses()
            .that(ARE_PURE)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jakarta..")
            .because("decisions are plain Java: put the bean, store or entity beside them"));
  }

  @Test
  void pureRoomsReadNoClockAndNoRandomness() {
    check(
        noClasses()
            .that(ARE_PURE)
            .should()
            .dependOnClassesThat()
            .areAssignableTo(Clock.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(java.util.Random.class)
            .orShould()
            .accessTargetWhere(
                call(
                    "a source of time or chance",
                    Map.of(
                        "java.util.UUID", "randomUUID",
                        "java.lang.Math", "random",
                        "java.lang.System", "nanoTime",
                        "java.util.Collections", "shuffle")))
            .because("the same input must give the same decision: take it as a parameter"));
  }

  @Test
  void timeComesFromTheInjectedClock() {
    check(
        noClasses()
            .should()
            .callMethodWhere(
                describe(
                    "reads the machine's time",
                    call ->
                        (call.getTargetOwner().getPackageName().equals("java.time")
                                && call.getName().equals("now")
                                && !takesAClock(call))
                            || (call.getTargetOwner().isEquivalentTo(System.class)
                                && call.getName().equals("currentTimeMillis"))))
            .orShould()
            .callConstructor(java.util.Date.class)
            .because("inject java.time.Clock and ask it"));
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + ".config..")
            .should()
            .accessTargetWhere(
                describe(
                    "makes a clock",
                    access ->
                        access.getTargetOwner().isEquivalentTo(Clock.class)
                            && access.getName().startsWith("system")))
            .because("there is one clock, and config produces it"));
  }

  @Test
  void nobodySleeps() {
    check(
        noClasses()
            .should()
            .callMethodWhere(
                describe(
                    "Thread.sleep or TimeUnit.sleep",
                    call ->
                        call.getName().equals("sleep")
                            && (call.getTargetOwner().isEquivalentTo(Thread.class)
                                || call.getTargetOwner()
                                    .isEquivalentTo(java.util.concurrent.TimeUnit.class))))
            .because("wait on a condition with a deadline, or schedule"));
  }

  @Test
  void threadsComeFromTheContainer() {
    check(
        noClasses()
            .should()
            .callConstructorWhere(
                describe(
                    "makes a thread", call -> call.getTargetOwner().isEquivalentTo(Thread.class)))
            .orShould()
            .accessTargetWhere(
                describe(
                    "uses Executors",
                    access -> access.getTargetOwner().isEquivalentTo(Executors.class)))
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(java.util.concurrent.ForkJoinPool.class)
            .because("inject ManagedExecutorService or ManagedThreadFactory"));
  }

  @Test
  void nobodyPrints() {
    check(
        noClasses()
            .that(
                describe(
                    "do not speak to whoever starts the process",
                    c -> !Set.of("StartFailure", "Startup").contains(topLevelName(c))))
            .should()
            .accessTargetWhere(
                describe(
                    "System.out, System.err or printStackTrace",
                    access ->
                        (access.getTargetOwner().isEquivalentTo(System.class)
                                && Set.of("out", "err").contains(access.getName()))
                            || access.getName().equals("printStackTrace")))
            .because("log it, or answer it as a value"));
  }

  @Test
  void namesSayWhatAThingIs() {
    check(
        noClasses()
            .should()
            .haveNameMatching(".*(Impl|Utils?|Manager|Helper)")
            .because("name it after what it is or promises"));
  }

  private static <T extends JavaAccess<?>> DescribedPredicate<T> call(
      String what, Map<String, String> methodsByOwner) {
    return describe(
        what + methodsByOwner.values().stream().sorted().collect(joining(", ", " (", ")")),
        access ->
            access.getName().equals(methodsByOwner.get(access.getTargetOwner().getName()))
                || access.getTargetOwner().isEquivalentTo(ThreadLocalRandom.class));
  }

  private static boolean takesAClock(JavaCall<?> call) {
    return call.getTarget().getRawParameterTypes().stream()
        .anyMatch(type -> type.isEquivalentTo(Clock.class));
  }
}
