package net.intentus.observability;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import net.intentus.submission.Lifecycle;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/** What {@code /health} says: names and up or down, nothing about where or why. */
final class HealthChecks {
  private HealthChecks() {}

  private static HealthCheckResponse answer(String name, boolean up) {
    return new HealthCheckResponse(name, up ? Status.UP : Status.DOWN, Optional.empty());
  }

  /** Up once start-up has finished. */
  @Startup
  @ApplicationScoped
  public static class Started implements HealthCheck {
    private final Lifecycle lifecycle;

    /** For the client proxy only. */
    @SuppressWarnings("NullAway")
    protected Started() {
      this(null);
    }

    @Inject
    public Started(Lifecycle lifecycle) {
      this.lifecycle = lifecycle;
    }

    @Override
    public HealthCheckResponse call() {
      return answer("started", lifecycle.started());
    }
  }

  /** Up as long as this process can answer at all; nothing that a restart would not mend. */
  @Liveness
  @ApplicationScoped
  public static class Live implements HealthCheck {
    @Override
    public HealthCheckResponse call() {
      return answer("live", true);
    }
  }

  /** Up while new work would be taken and could be recorded. */
  @Readiness
  @ApplicationScoped
  public static class Ready implements HealthCheck {
    private final Lifecycle lifecycle;
    private final StorageHealth storage;

    /** For the client proxy only. */
    @SuppressWarnings("NullAway")
    protected Ready() {
      this(null, null);
    }

    @Inject
    Ready(Lifecycle lifecycle, StorageHealth storage) {
      this.lifecycle = lifecycle;
      this.storage = storage;
    }

    @Override
    public HealthCheckResponse call() {
      return answer("ready", lifecycle.started() && !lifecycle.draining() && storage.up());
    }
  }
}
