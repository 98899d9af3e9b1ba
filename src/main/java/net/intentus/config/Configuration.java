package net.intentus.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.eclipse.microprofile.config.Config;

/**
 * What was configured at one moment: the settings, and the text of each key that they were made of.
 * Immutable. Texts may be secrets.
 *
 * @param texts by key; what is not set is not there
 * @param file {@code intentus.config.file}: keys that the environment does not set are read there
 */
public record Configuration(Settings settings, Map<String, String> texts, Optional<Path> file) {
  static final String FILE = "intentus.config.file";
  private static final long MOST_BYTES = 1 << 20;

  public Configuration {
    texts = Map.copyOf(texts);
  }

  /**
   * Reads everything anew.
   *
   * @throws ConfigurationProblem naming the first key that cannot be used
   */
  public static Configuration read(Config config) {
    return read(key -> config.getOptionalValue(key, String.class));
  }

  /** The same from any source, over the file that it names. */
  static Configuration read(Function<String, Optional<String>> source) {
    Optional<String> named = source.apply(FILE).filter(path -> !path.isBlank());
    Map<String, String> inFile = named.map(Configuration::load).orElse(Map.of());
    Set<String> asked = new TreeSet<>();
    Map<String, String> texts = new HashMap<>();
    Settings settings =
        SettingsReader.read(
            key -> {
              asked.add(key);
              Optional<String> text =
                  source.apply(key).or(() -> Optional.ofNullable(inFile.get(key)));
              text.ifPresent(value -> texts.put(key, value));
              return text;
            });
    for (String key : inFile.keySet()) {
      if (!asked.contains(key)) {
        throw new ConfigurationProblem(
            FILE, "holds " + key + ", which is no setting.", "Correct or remove the line.");
      }
    }
    return new Configuration(settings, texts, named.map(Path::of));
  }

  private static Map<String, String> load(String path) {
    Properties read = new Properties();
    try {
      Path file = Path.of(path);
      if (Files.size(file) > MOST_BYTES) {
        throw new ConfigurationProblem(
            FILE, "names a file that is too large.", "Is it the right one?");
      }
      try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
        read.load(reader);
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new ConfigurationProblem(
          FILE,
          "names a file that cannot be read.",
          "Name a file of lines key=value in UTF-8 that this user may read.");
    }
    Map<String, String> texts = new TreeMap<>();
    read.stringPropertyNames().forEach(key -> texts.put(key, read.getProperty(key)));
    return texts;
  }

  @Override
  public String toString() {
    return "Configuration[" + texts.size() + " keys]";
  }
}
