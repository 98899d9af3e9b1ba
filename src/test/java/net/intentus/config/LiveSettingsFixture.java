package net.intentus.config;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Live settings over a map that a test writes to. */
public final class LiveSettingsFixture {
  private final Map<String, String> texts = new HashMap<>();

  /** Sets one more text for the next time that the configuration is read. */
  public LiveSettingsFixture put(String key, String text) {
    texts.put(key, text);
    return this;
  }

  /** Started with what is set now. */
  public LiveSettings live() {
    return new LiveSettings(read(), this::read);
  }

  private Configuration read() {
    return Configuration.read(key -> Optional.ofNullable(texts.get(key)));
  }
}
