package net.intentus.release;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import net.intentus.config.LiveSettings;
import net.intentus.intent.Caller;

/** Reads the configuration again when its file has changed. One thread calls it. */
@Singleton
public class ConfigWatch {
  private static final Logger LOG = Logger.getLogger(ConfigWatch.class.getName());
  private static final Caller SYSTEM =
      new Caller("system", Caller.ALL_TENANTS, Set.of(), null, null);

  private final LiveSettings live;
  private final ConfigReloads reloads;
  private String seen;

  @Inject
  ConfigWatch(LiveSettings live, ConfigReloads reloads) {
    this.live = live;
    this.reloads = reloads;
    this.seen = stamp();
  }

  /** Looks at the file; cheap when nothing has happened to it, or there is none. */
  public void tick() {
    String now = stamp();
    if (now.equals(seen)) {
      return;
    }
    try {
      say(reloads.reload(SYSTEM));
      seen = now;
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "the configuration could not be taken over; trying again", e);
    }
  }

  private static void say(ConfigReload outcome) {
    if (outcome instanceof ConfigReload.Invalid invalid) {
      LOG.warning(
          "the configuration file cannot be used, nothing has changed: " + invalid.reason());
    } else if (outcome instanceof ConfigReload.Done done) {
      LOG.info(
          "the configuration file has changed: %d settings taken over, %d need a restart"
              .formatted(done.applied().size(), done.needsRestart().size()));
    }
  }

  /** A mount of an orchestrator changes what a link leads to, which these follow. */
  private String stamp() {
    Path file = live.file().orElse(null);
    if (file == null) {
      return "";
    }
    try {
      return Files.getLastModifiedTime(file) + " " + Files.size(file);
    } catch (IOException e) {
      return "gone";
    }
  }
}
