package net.intentus.release;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import net.intentus.intent.Caller;
import net.intentus.intent.Hashes;
import net.intentus.intent.Violation;
import net.intentus.intent.Violations;
import net.intentus.policy.PolicyDiff;
import net.intentus.policy.PolicyDocument;
import net.intentus.policy.PolicySource;
import net.intentus.policy.PolicyStore;
import net.intentus.policy.StoredPolicy;

/** Who may be called by whom. A document is its own normal form. */
@Singleton
class PolicyPart implements Part {
  private static final String NAME = "policy";
  private final PolicyStore store;
  private final PolicySource source;
  private final Clock clock;

  @Inject
  PolicyPart(PolicyStore store, PolicySource source, Clock clock) {
    this.store = store;
    this.source = source;
    this.clock = clock;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public JsonNode live() {
    return document(store.current()).toJson();
  }

  private static PolicyDocument document(Optional<StoredPolicy> stored) {
    return stored.map(StoredPolicy::document).orElse(PolicyDocument.EMPTY);
  }

  @Override
  public JsonNode normal(JsonNode given, Violations violations) {
    if (PolicyDocument.strict(given, true) instanceof PolicyDocument.Reading.Invalid invalid) {
      for (Violation wrong : invalid.violations()) {
        violations.add("/" + NAME + wrong.pointer(), wrong.message());
      }
    }
    return given;
  }

  /** What a policy names need not be there. */
  @Override
  public void check(JsonNode normal, Violations violations) {}

  @Override
  public List<PlanDifference> differences(JsonNode live, JsonNode wanted) {
    return PolicyDiff.of(PolicyDocument.lenient(live), PolicyDocument.lenient(wanted)).stream()
        .map(field -> new PlanDifference(NAME, field.name(), field.a(), field.b()))
        .toList();
  }

  @Override
  public void put(JsonNode live, JsonNode wanted, Caller caller) {
    Optional<StoredPolicy> now = store.current();
    long version = now.map(StoredPolicy::version).orElse(0L);
    boolean changed = !document(now).hash().equals(Hashes.of(live));
    if (changed
        || store
            .change(
                PolicyDocument.lenient(wanted),
                "import of a compiled plan",
                version,
                caller,
                clock.instant())
            .isEmpty()) {
      throw new IllegalStateException("the policy has been changed meanwhile");
    }
  }

  @Override
  public void refresh() {
    source.refresh();
  }
}
