package net.intentus.intent;

import java.util.Objects;

/** The name and version of an intent. Compared exactly, character by character. */
public record IntentRef(String name, String version) {
  public IntentRef {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(version, "version");
  }

  @Override
  public String toString() {
    return name + "@" + version;
  }
}
