package net.intentus.observability;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Logger;
import net.intentus.config.SettingsReader;
import org.junit.jupiter.api.Test;

class LogSetupTest {
  private final Logger logger = Logger.getAnonymousLogger();
  private final Handler handler = new ConsoleHandler();
  private final LogSetup setup = new LogSetup(SettingsReader.read(name -> Optional.empty()));

  @Test
  void takesOverEveryHandlerAndGivesItBack() {
    Formatter before = handler.getFormatter();
    logger.addHandler(handler);

    setup.install(logger, true);
    setup.install(logger, false);
    assertThat(handler.getFormatter()).isInstanceOf(LineFormatter.class);

    setup.stop(new Object());
    assertThat(handler.getFormatter()).isSameAs(before);
  }
}
