package net.intentus.release;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import net.intentus.intent.Hashes;
import net.intentus.intent.Violations;

/** The parts of a plan, by name. Immutable after construction. */
@Singleton
class Parts {
  private final Map<String, Part> byName = new TreeMap<>();

  @Inject
  Parts(Instance<Part> beans) {
    this((Iterable<Part>) beans);
  }

  Parts(Iterable<? extends Part> parts) {
    parts.forEach(part -> byName.put(part.name(), part));
  }

  Collection<Part> all() {
    return byName.values();
  }

  Set<String> names() {
    return byName.keySet();
  }

  /** What is in force, unsigned. */
  PlanDocument live() {
    Map<String, JsonNode> live = new TreeMap<>();
    byName.forEach((name, part) -> live.put(name, part.live()));
    return new PlanDocument(live, null);
  }

  /** The same plan with every part in its normal form. */
  PlanDocument normal(PlanDocument plan, Violations violations) {
    Map<String, JsonNode> normal = new TreeMap<>();
    byName.forEach((name, part) -> normal.put(name, part.normal(part(plan, name), violations)));
    return new PlanDocument(normal, plan.signature());
  }

  void check(PlanDocument normal, Violations violations) {
    byName.forEach((name, part) -> part.check(part(normal, name), violations));
  }

  /** Everything that importing the other would change. */
  List<PlanDifference> differences(PlanDocument live, PlanDocument wanted) {
    List<PlanDifference> found = new ArrayList<>();
    for (Part part : changed(live, wanted)) {
      found.addAll(part.differences(part(live, part.name()), part(wanted, part.name())));
    }
    return found;
  }

  /** The parts that are not the same text. */
  List<Part> changed(PlanDocument live, PlanDocument wanted) {
    return byName.values().stream()
        .filter(
            part ->
                !Hashes.of(part(live, part.name())).equals(Hashes.of(part(wanted, part.name()))))
        .toList();
  }

  static JsonNode part(PlanDocument plan, String name) {
    return Objects.requireNonNull(plan.parts().get(name));
  }
}
