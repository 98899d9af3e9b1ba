package net.intentus.release;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import net.intentus.config.Settings;
import net.intentus.intent.Caller;
import net.intentus.intent.Violations;
import org.jspecify.annotations.Nullable;

/** The door of the room: what is live as a plan, and a plan made live. Thread-safe. */
@Singleton
public class Plans {
  private final Parts parts;
  private final PlanReader reader;
  private final PlanChanges changes;
  private final PlanSignatures signatures;
  private final PlanStore store;
  private final boolean required;

  @Inject
  Plans(
      Parts parts,
      PlanReader reader,
      PlanChanges changes,
      PlanSignatures signatures,
      PlanStore store,
      Settings settings) {
    this.parts = parts;
    this.reader = reader;
    this.changes = changes;
    this.signatures = signatures;
    this.store = store;
    this.required = settings.plan().required();
  }

  /** Whether agents, policy and budgets change by import only. */
  public boolean required() {
    return required;
  }

  /** Whether only signed plans are imported. */
  public boolean signatureRequired() {
    return signatures.required();
  }

  /** What is live, signed when signing is on. The same content has the same hash everywhere. */
  public PlanDocument export() {
    return signatures.sign(parts.live());
  }

  /** The same, unsigned. */
  public PlanDocument live() {
    return parts.live();
  }

  /** Imports, newest first. */
  public List<PlanImport> imports(int limit) {
    return store.newest(limit);
  }

  /** Says what importing the document would change. May ask name servers. */
  public PlanChange check(JsonNode document, Caller caller) {
    if (!caller.allTenants()) {
      return new PlanChange.NotAllowed();
    }
    Violations violations = new Violations();
    return reader
        .usable(document, violations)
        .<PlanChange>map(plan -> new PlanChange.Checked(report(parts.live(), plan)))
        .orElseGet(() -> new PlanChange.Invalid(violations.all()));
  }

  /**
   * Puts the document in force: here when the call returns, elsewhere within a second. May ask name
   * servers.
   *
   * @param expected hash of what must be live, or null for anything
   */
  public PlanChange put(JsonNode document, @Nullable String expected, Caller caller) {
    if (!caller.allTenants()) {
      return new PlanChange.NotAllowed();
    }
    Violations violations = new Violations();
    return reader
        .usable(document, violations)
        .map(plan -> put(plan, live -> expected == null || expected.equals(live.hash()), caller))
        .orElseGet(() -> new PlanChange.Invalid(violations.all()));
  }

  /**
   * The same with a plan that was found usable.
   *
   * @param agreed whether what is live may be replaced
   */
  PlanChange put(JudgedPlan plan, Predicate<PlanDocument> agreed, Caller caller) {
    String before = parts.live().hash();
    Optional<PlanDocument> replaced;
    try {
      replaced = changes.put(plan.normal(), agreed, caller);
    } catch (RuntimeException e) {
      if (parts.live().hash().equals(before)) {
        throw e; // nobody came first: something is broken
      }
      replaced = Optional.empty();
    }
    parts.all().forEach(Part::refresh);
    return replaced
        .<PlanChange>map(live -> new PlanChange.Imported(report(live, plan)))
        .orElseGet(PlanChange.Stale::new);
  }

  private PlanReport report(PlanDocument live, JudgedPlan plan) {
    return PlanReport.of(
        plan.normal().hash(),
        live.hash(),
        plan.signature(),
        parts.differences(live, plan.normal()));
  }
}
