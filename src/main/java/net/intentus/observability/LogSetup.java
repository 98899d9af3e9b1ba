package net.intentus.observability;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Destroyed;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Logger;
import net.intentus.config.Settings;
import net.intentus.config.SettingsChanged;
import net.intentus.privacy.LogMask;

/**
 * Makes every log line of the process ours, the container's own included, from the moment the
 * application starts until it is gone.
 */
@Singleton
public class LogSetup {
  private final Settings settings;
  private volatile LogMask mask;
  private final Map<Handler, Formatter> before = new LinkedHashMap<>();

  @Inject
  LogSetup(Settings settings) {
    this.settings = settings;
    this.mask = new LogMask(settings.redaction());
  }

  /** Runs before every other observer of the start, so that they log through us. */
  void start(
      @Observes
          @Priority(Interceptor.Priority.PLATFORM_BEFORE)
          @Initialized(ApplicationScoped.class)
          Object event) {
    install(Logger.getLogger(""), settings.jsonLogs());
  }

  void changed(@Observes SettingsChanged change) {
    mask = new LogMask(change.settings().redaction());
    install(Logger.getLogger(""), settings.jsonLogs());
  }

  /** Gives the handlers back as they were: they outlive us on a server with other applications. */
  void stop(@Observes @Destroyed(ApplicationScoped.class) Object event) {
    before.forEach(Handler::setFormatter);
    before.clear();
  }

  void install(Logger root, boolean json) {
    for (Handler handler : root.getHandlers()) {
      before.putIfAbsent(handler, handler.getFormatter());
      handler.setFormatter(new LineFormatter(json, mask));
    }
  }
}
