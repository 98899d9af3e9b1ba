package net.intentus.release;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Logger;
import net.intentus.config.ConfigurationProblem;
import net.intentus.config.PlanSettings;
import net.intentus.config.Settings;
import net.intentus.intent.Caller;
import net.intentus.intent.Json;
import net.intentus.intent.Violation;
import net.intentus.intent.Violations;
import org.jspecify.annotations.Nullable;

/**
 * Starts an instance on the plan that its settings require. A plan that was never imported is put
 * in force; one that is live already is kept; one that was imported once and is not live any more
 * ends the start, because this instance would bring back what the others have left behind.
 */
@Singleton
public class PlanStart {
  private static final Logger LOG = Logger.getLogger(PlanStart.class.getName());
  private static final Caller SYSTEM =
      new Caller("system", Caller.ALL_TENANTS, Set.of("admin"), null, null);
  private static final String KEY = "intentus.routing.compiled-file";
  private static final long MOST_BYTES = 64L << 20;

  private final PlanSettings settings;
  private final PlanReader reader;
  private final Parts parts;
  private final Plans plans;
  private final PlanStore store;
  private @Nullable JudgedPlan wanted;

  @Inject
  PlanStart(Settings settings, PlanReader reader, Parts parts, Plans plans, PlanStore store) {
    this.settings = settings.plan();
    this.reader = reader;
    this.parts = parts;
    this.plans = plans;
    this.store = store;
  }

  /**
   * Reads the file. Call it before anything is registered, and after the signing keys are open.
   *
   * @throws ConfigurationProblem when it is missing, damaged, not signed as it must be, or of
   *     another schema
   */
  public void read() {
    if (settings.required()) {
      Violations violations = new Violations();
      wanted =
          reader
              .read(file(settings.file().orElseThrow()), violations)
              .orElseThrow(() -> problem("cannot be used: " + first(violations.all()) + "."));
    }
  }

  private static JsonNode file(Path path) {
    try {
      if (Files.size(path) <= MOST_BYTES) {
        return Json.read(Files.readAllBytes(path));
      }
    } catch (IOException e) {
      throw problem(
          Files.isRegularFile(path)
              ? "names a file that cannot be read as JSON: it is damaged."
              : "names a file that is not there.");
    }
    throw problem("names a file that is too large.");
  }

  /**
   * Makes the plan that was read live, or sees that it is.
   *
   * @throws ConfigurationProblem when it is stale, or cannot be put in force here
   */
  public void begin() {
    JudgedPlan plan = wanted;
    if (plan == null) {
      return;
    }
    String hash = plan.normal().hash();
    if (!parts.live().hash().equals(hash)) {
      Violations violations = new Violations();
      parts.check(plan.normal(), violations);
      if (!violations.isEmpty()) {
        throw problem("cannot be put in force here: " + first(violations.all()) + ".");
      }
    }
    PlanChange change =
        plans.put(plan, live -> live.hash().equals(hash) || !store.knows(hash), SYSTEM);
    if (!(change instanceof PlanChange.Imported done)) {
      throw problem("holds a plan that is stale: " + stale(plan) + ".");
    }
    LOG.info(
        "the compiled plan "
            + hash
            + (done.report().same() ? " is in force" : " has been put in force"));
  }

  private String stale(JudgedPlan plan) {
    List<PlanDifference> found = parts.differences(parts.live(), plan.normal());
    Optional<PlanDifference> one = found.stream().findFirst();
    return "it was imported before, and what is live differs from it in "
        + found.size()
        + " places"
        + one.map(first -> ", the first is " + first.part() + " " + first.name()).orElse("");
  }

  private static String first(List<Violation> violations) {
    Violation first = violations.get(0);
    return first.pointer() + " " + first.message();
  }

  private static ConfigurationProblem problem(String what) {
    return new ConfigurationProblem(
        KEY, what, "Put the plan there that is live, or a new one: GET /api/v1/release.");
  }
}
