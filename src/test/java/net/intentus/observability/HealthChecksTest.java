package net.intentus.observability;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import net.intentus.submission.Lifecycle;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;

class HealthChecksTest {
  private final Lifecycle lifecycle = new Lifecycle();
  private boolean storageUp = true;

  @Test
  void isStartedOnceStartUpHasFinished() {
    HealthChecks.Started check = new HealthChecks.Started(lifecycle);

    assertThat(check.call().getStatus()).isEqualTo(Status.DOWN);
    lifecycle.start();
    assertThat(check.call().getStatus()).isEqualTo(Status.UP);
  }

  @Test
  void isReadyOnlyWhileStartedAndNotDrainingAndStorageIsUp() {
    HealthChecks.Ready check = ready();

    assertThat(check.call().getStatus()).isEqualTo(Status.DOWN);
    lifecycle.start();
    assertThat(check.call().getStatus()).isEqualTo(Status.UP);
    storageUp = false;
    assertThat(check.call().getStatus()).isEqualTo(Status.DOWN);
    storageUp = true;
    lifecycle.drain();
    assertThat(check.call().getStatus()).isEqualTo(Status.DOWN);
  }

  @Test
  void staysLiveWithoutStorage() {
    storageUp = false;
    assertThat(new HealthChecks.Live().call().getStatus()).isEqualTo(Status.UP);
  }

  @Test
  void tellsNothingButNameAndStatus() {
    HealthCheckResponse response = ready().call();
    assertThat(response.getName()).isEqualTo("ready");
    assertThat(response.getData()).isEmpty();
  }

  private HealthChecks.Ready ready() {
    StorageHealth storage =
        new StorageHealth(Clock.systemUTC(), null) {
          @Override
          boolean up() {
            return storageUp;
          }
        };
    return new HealthChecks.Ready(lifecycle, storage);
  }
}
