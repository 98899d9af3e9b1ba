package net.intentus.release;

import java.util.List;
import net.intentus.config.LiveSettings;

/** What reading the configuration again came to. */
public sealed interface ConfigReload {

  /**
   * It is usable.
   *
   * @param applied what counts from now on; none of it is a secret
   * @param needsRestart keys that differ from what this process was started with
   */
  record Done(List<LiveSettings.Changed> applied, List<String> needsRestart)
      implements ConfigReload {
    public Done {
      applied = List.copyOf(applied);
      needsRestart = List.copyOf(needsRestart);
    }
  }

  /** It is not, and nothing has changed. The reason names the key, the problem and the remedy. */
  record Invalid(String reason) implements ConfigReload {}

  /** Settings concern all tenants, and the caller does not see them. */
  record NotAllowed() implements ConfigReload {}
}
