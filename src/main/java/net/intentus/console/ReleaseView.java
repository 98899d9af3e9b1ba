package net.intentus.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.intentus.release.PlanDifference;
import net.intentus.release.PlanDocument;
import net.intentus.release.PlanImport;
import net.intentus.release.PlanReport;
import org.jspecify.annotations.Nullable;

/**
 * What is live as a plan, the plan that is being compared with it, and the settings that can
 * change.
 *
 * @param required whether agents, policy and budgets change by import only
 * @param form what was given, and what it came to
 * @param file where settings are read, or empty
 */
public record ReleaseView(
    String hash,
    int agents,
    int rules,
    int budgets,
    boolean required,
    boolean signed,
    List<Made> imports,
    List<Setting> settings,
    String file,
    Form form) {

  /** One import. */
  public record Made(String number, String hash, String signer, String by, Moment at) {}

  /** One setting that can change. */
  public record Setting(String key, String value) {}

  /** One difference, in words. */
  public record Difference(String part, String name, String live, String wanted) {}

  /**
   * What was given.
   *
   * @param base hash of what it was compared with; empty before
   * @param problems what is wrong
   * @param report what importing it would change, or null
   */
  public record Form(String text, String base, List<String> problems, @Nullable Report report) {
    static final Form EMPTY = new Form("", "", List.of(), null);

    Form with(List<String> found) {
      return new Form(text, base, found, null);
    }

    Form with(PlanReport found) {
      return new Form(text, found.liveHash(), List.of(), Report.of(found));
    }
  }

  /** What importing would change. */
  public record Report(
      String hash, boolean same, String signature, List<Difference> differences, int more) {
    static Report of(PlanReport report) {
      return new Report(
          report.hash(),
          report.same(),
          report.signature().wire().replace('_', ' '),
          report.differences().stream().map(Report::row).toList(),
          report.more());
    }

    private static Difference row(PlanDifference one) {
      return new Difference(one.part(), one.name(), text(one.live()), text(one.wanted()));
    }

    private static String text(@Nullable JsonNode node) {
      if (node == null) {
        return "nothing";
      }
      String text = node.isTextual() ? node.textValue() : node.toString();
      return text.length() <= MOST ? text : text.substring(0, MOST) + "…";
    }
  }

  private static final int MOST = 300;

  /** Where the settings come from, and what they are. */
  record Live(Optional<java.nio.file.Path> file, Map<String, Optional<String>> texts) {}

  /** How plans are taken here. */
  record Rules(boolean required, boolean signed) {}

  static ReleaseView of(
      PlanDocument live,
      Rules how,
      List<PlanImport> imports,
      Live settings,
      Form form,
      Instant now) {
    return new ReleaseView(
        live.hash(),
        size(live, "agents"),
        live.toJson().path("policy").path("rules").size(),
        size(live, "budgets"),
        how.required(),
        how.signed(),
        imports.stream().map(made -> made(made, now)).toList(),
        settings.texts().entrySet().stream()
            .map(entry -> new Setting(entry.getKey(), entry.getValue().orElse("default")))
            .toList(),
        settings.file().map(java.nio.file.Path::toString).orElse(""),
        form);
  }

  private static int size(PlanDocument live, String part) {
    JsonNode node = live.parts().get(part);
    return node == null ? 0 : node.size();
  }

  private static Made made(PlanImport made, Instant now) {
    return new Made(
        Long.toString(made.number()),
        made.hash(),
        made.signedBy() == null ? "not signed" : made.signedBy(),
        made.by(),
        Moment.of(made.at(), now));
  }
}
