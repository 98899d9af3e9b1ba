package net.intentus.submission;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import net.intentus.config.Settings;
import net.intentus.config.SettingsChanged;
import net.intentus.config.SettingsReader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AdmissionTest {
  private final Lifecycle lifecycle = new Lifecycle();
  private final Admission admission = new Admission(limit(2), lifecycle);

  private static Settings limit(int places) {
    Map<String, String> texts = Map.of("intentus.limits.max-concurrent", "" + places);
    return SettingsReader.read(key -> Optional.ofNullable(texts.get(key)));
  }

  @BeforeEach
  void start() {
    lifecycle.start();
  }

  @Test
  void aLowerLimitWaitsForWhatIsInFlight() {
    assertThat(admission.enter()).isTrue();
    assertThat(admission.enter()).isTrue();
    admission.changed(new SettingsChanged(limit(1)));
    assertThat(admission.inFlight()).isEqualTo(2);
    admission.leave();
    assertThat(admission.enter()).as("one is in flight, one is the limit").isFalse();
    admission.leave();
    assertThat(admission.enter()).isTrue();
    assertThat(admission.enter()).isFalse();
    assertThat(admission.limit()).isEqualTo(1);
  }

  @Test
  void aHigherLimitHoldsAtOnce() {
    assertThat(admission.enter()).isTrue();
    assertThat(admission.enter()).isTrue();
    assertThat(admission.enter()).isFalse();
    admission.changed(new SettingsChanged(limit(3)));
    assertThat(admission.enter()).isTrue();
    assertThat(admission.enter()).isFalse();
    assertThat(admission.inFlight()).isEqualTo(3);
  }
}
