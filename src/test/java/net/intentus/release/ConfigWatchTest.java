package net.intentus.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.intentus.config.LiveSettings;
import net.intentus.config.LiveSettingsFixture;
import net.intentus.config.SettingsChanged;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigWatchTest {
  private static final String LINE = "intentus.limits.max-concurrent=";
  @TempDir Path temp;
  private final List<SettingsChanged> told = new ArrayList<>();
  private boolean trailBroken;
  private Path file;
  private ConfigWatch watch;

  @BeforeEach
  void start() throws IOException {
    file = Files.writeString(temp.resolve("live.properties"), LINE + "7");
    LiveSettings live = new LiveSettingsFixture().put("intentus.config.file", "" + file).live();
    watch =
        new ConfigWatch(
            live,
            new ConfigReloads(
                live,
                entry -> {
                  if (trailBroken) {
                    throw new IllegalStateException("no disk");
                  }
                },
                told::add));
  }

  @Test
  void onlyAChangeOfTheFileIsTakenOverAndOnce() throws IOException {
    watch.tick();
    assertThat(told).isEmpty();
    Files.writeString(file, LINE + "11");
    watch.tick();
    watch.tick();
    assertThat(told).hasSize(1);
    assertThat(told.get(0).settings().limits().maxConcurrent()).isEqualTo(11);
  }

  @Test
  void aFileThatIsGoneOrWrongIsWaitedFor() throws IOException {
    Files.delete(file);
    watch.tick();
    Files.writeString(file, LINE + "many");
    watch.tick();
    assertThat(told).isEmpty();
    Files.writeString(file, LINE + "1234");
    watch.tick();
    assertThat(told).hasSize(1);
  }

  @Test
  void whatFailedIsTriedAgain() throws IOException {
    trailBroken = true;
    Files.writeString(file, LINE + "11");
    watch.tick();
    assertThat(told).isEmpty();
    trailBroken = false;
    watch.tick();
    assertThat(told).hasSize(1);
  }
}
