package net.intentus.config;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/**
 * Which settings can change while the server runs, and what they are now. Whoever uses one of them
 * observes {@link SettingsChanged}; everything else is read once. Thread-safe.
 */
@Singleton
public class LiveSettings {
  /** The keys that can change. */
  static final Set<String> KEYS =
      Set.of(
          "intentus.limits.max-concurrent",
          "intentus.recording.sample-rate",
          "intentus.redaction.fields",
          "intentus.redaction.pointers",
          "intentus.redaction.patterns",
          "intentus.redaction.rules");

  /** Whatever else begins so can change: the rules have names of their own. */
  private static final String RULES = "intentus.redaction.rules.";

  private final Supplier<Configuration> source;
  private final Configuration started;
  private volatile Configuration current;

  @Inject
  LiveSettings(Configuration started) {
    this(
        started,
        () -> Configuration.read(ConfigProvider.getConfig(LiveSettings.class.getClassLoader())));
  }

  LiveSettings(Configuration started, Supplier<Configuration> source) {
    this.started = started;
    this.current = started;
    this.source = source;
  }

  /**
   * One setting and its text.
   *
   * @param before null when it was not set
   * @param now null when it is not set
   */
  public record Changed(String key, @Nullable String before, @Nullable String now) {}

  /**
   * What reading again would change.
   *
   * @param live what can change at once; none of it is a secret
   * @param later keys that count at the next start only
   */
  public record Proposal(Configuration fresh, List<Changed> live, List<String> later) {
    public Proposal {
      live = List.copyOf(live);
      later = List.copyOf(later);
    }
  }

  private static boolean live(String key) {
    return KEYS.contains(key) || key.startsWith(RULES);
  }

  /** The file that is read, if there is one. */
  public Optional<java.nio.file.Path> file() {
    return started.file();
  }

  /** Settings that can change, with their texts; empty for what is not set. */
  public Map<String, Optional<String>> texts() {
    Map<String, Optional<String>> texts = new TreeMap<>();
    KEYS.forEach(key -> texts.put(key, Optional.empty()));
    current
        .texts()
        .forEach(
            (key, text) -> {
              if (live(key)) {
                texts.put(key, Optional.of(text));
              }
            });
    return texts;
  }

  /**
   * Reads the configuration again and changes nothing.
   *
   * @throws ConfigurationProblem when it cannot be used, or when it would switch off what the mode
   *     that this process was started in asks for
   */
  public Proposal read() {
    Configuration fresh = source.get();
    Compliance.of(started.settings(), fresh.settings()).check();
    return new Proposal(fresh, changedLive(fresh), changedLater(fresh));
  }

  private List<Changed> changedLive(Configuration fresh) {
    List<Changed> changed = new ArrayList<>();
    for (String key : different(current, fresh)) {
      if (live(key)) {
        changed.add(new Changed(key, current.texts().get(key), fresh.texts().get(key)));
      }
    }
    return changed;
  }

  /** Compared with what this process was started with, which is what counts until it ends. */
  private List<String> changedLater(Configuration fresh) {
    List<String> changed = new ArrayList<>(different(started, fresh));
    changed.removeIf(LiveSettings::live);
    if (!started.file().equals(fresh.file())) {
      changed.add(Configuration.FILE);
    }
    return changed;
  }

  private static Set<String> different(Configuration a, Configuration b) {
    Map<String, String> one = new HashMap<>(a.texts());
    Set<String> keys = new TreeSet<>(one.keySet());
    keys.addAll(b.texts().keySet());
    keys.removeIf(
        key -> Optional.ofNullable(one.get(key)).equals(Optional.ofNullable(b.texts().get(key))));
    return keys;
  }

  /** Which safeguards are on now. */
  public Compliance compliance() {
    return Compliance.of(started.settings(), current.settings());
  }

  /** From now on the texts are those of the proposal. */
  public void accept(Proposal proposal) {
    current = proposal.fresh();
  }
}
