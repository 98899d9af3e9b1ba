package net.intentus.config;

import java.util.List;
import java.util.stream.Collectors;
import net.intentus.config.Settings.Durability;

/**
 * Which safeguards are on.
 *
 * @param mode what the installation holds itself to
 * @param items every safeguard, in a fixed order
 */
public record Compliance(ComplianceMode mode, List<Item> items) {

  public Compliance {
    items = List.copyOf(items);
  }

  /**
   * One safeguard.
   *
   * @param required whether nothing would start without it
   * @param detail which setting says so, and what it does
   */
  public record Item(String name, boolean required, boolean on, String detail) {}

  /** What the settings come to at a start. */
  static Compliance of(Settings settings) {
    return of(settings, settings);
  }

  /**
   * What the settings come to in a process that runs.
   *
   * @param settings those that it was started with
   * @param now those that were read last, of which only what can change live counts
   */
  static Compliance of(Settings settings, Settings now) {
    boolean regulated = settings.complianceMode() == ComplianceMode.REGULATED;
    Settings.Recording recording = settings.recording();
    return new Compliance(
        settings.complianceMode(),
        List.of(
            new Item(
                "signing",
                regulated,
                settings.signing().enabled(),
                "intentus.signing.enabled=true: every append to a record is signed."),
            new Item(
                "encryption",
                regulated,
                settings.encryptPayloads(),
                "intentus.encryption.payloads=on: what is kept of payloads is encrypted."),
            new Item(
                "redaction",
                regulated,
                redacts(now.redaction()),
                "intentus.redaction.fields, patterns, pointers or rules are set: secrets are removed"
                    + " before anything is stored."),
            new Item(
                "determinism",
                regulated,
                settings.requireDeterminism(),
                "intentus.routing.require-determinism=true: PARALLEL is refused."),
            new Item(
                "recording",
                regulated,
                recording.enabled() && now.recording().sampleRate() >= 1,
                "intentus.recording.enabled=true and intentus.recording.sample-rate=1.0: every"
                    + " execution is recorded."),
            new Item(
                "durability",
                regulated,
                recording.durability() == Durability.FSYNC,
                "intentus.recording.durability=fsync: what was acknowledged survives a loss of"
                    + " power."),
            new Item(
                "audit", true, true, "Every change and every refusal is in the trail, always.")));
  }

  private static boolean redacts(RedactionRules rules) {
    return !rules.fields().isEmpty()
        || !rules.patterns().isEmpty()
        || !rules.pointers().isEmpty()
        || !rules.rules().isEmpty();
  }

  /**
   * The settings, if they are what their mode asks for.
   *
   * @throws ConfigurationProblem that names everything that is missing
   */
  static Settings checked(Settings settings) {
    of(settings).check();
    return settings;
  }

  /**
   * Ends quietly when every safeguard that the mode asks for is on.
   *
   * @throws ConfigurationProblem that names everything that is missing
   */
  void check() {
    List<Item> missing = items.stream().filter(item -> item.required() && !item.on()).toList();
    if (missing.isEmpty()) {
      return;
    }
    throw new ConfigurationProblem(
        SettingsReader.MODE,
        "is regulated, but these safeguards are off: "
            + missing.stream().map(Item::name).collect(Collectors.joining(", "))
            + ".",
        "Needed are "
            + missing.stream()
                .map(item -> item.detail().substring(0, item.detail().indexOf(':')))
                .collect(Collectors.joining("; "))
            + ". Or choose the mode standard.");
  }
}
