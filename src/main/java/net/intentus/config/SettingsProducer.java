package net.intentus.config;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.eclipse.microprofile.config.ConfigProvider;

/** Offers the settings and the clock for injection. */
@ApplicationScoped
class SettingsProducer {

  @Produces
  @Singleton
  Configuration configuration() {
    return Configuration.read(ConfigProvider.getConfig());
  }

  @Produces
  @Singleton
  Settings settings(Configuration configuration) {
    return configuration.settings();
  }

  @Produces
  @Singleton
  Clock clock() {
    return Clock.systemUTC();
  }
}
