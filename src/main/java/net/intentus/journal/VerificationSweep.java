package net.intentus.journal;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import net.intentus.config.Ids;
import net.intentus.config.Settings;
import net.intentus.intent.Caller;
import net.intentus.journal.VerificationState.State;
import net.intentus.journal.VerificationStore.Finding;
import net.intentus.journal.VerificationStore.Stretch;

/**
 * Checks all records again, oldest first, a bounded number a second, on one instance at a time. It
 * remembers its place, so that a restart or another instance goes on where it was. Thread-safe.
 */
@Singleton
public class VerificationSweep {
  private static final Logger LOG = Logger.getLogger(VerificationSweep.class.getName());
  private static final int BATCH = 200;
  private static final long LEASE_MS = 60_000;

  private final VerificationStore store;
  private final Verifier verifier;
  private final Event<RecordsVerified> events;
  private final Clock clock;
  private final String owner;
  private final int perSecond;
  private final long intervalMs;
  private volatile boolean stopping;

  @Inject
  VerificationSweep(
      VerificationStore store,
      Verifier verifier,
      Event<RecordsVerified> events,
      Clock clock,
      Ids ids,
      Settings settings) {
    this.store = store;
    this.verifier = verifier;
    this.events = events;
    this.clock = clock;
    this.owner = ids.next();
    this.perSecond = settings.verification().sweepPerSecond();
    this.intervalMs = Duration.ofHours(settings.verification().sweepIntervalHours()).toMillis();
  }

  /** Does one second's work, if there is any. Call it once a second; it never throws. */
  public void tick() {
    try {
      Optional<Stretch> stretch = store.claim(owner, clock.millis(), LEASE_MS, intervalMs);
      for (int left = perSecond; stretch.isPresent() && left > 0 && !stopping; left -= BATCH) {
        stretch = check(stretch.get(), Math.min(left, BATCH));
      }
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "records could not be checked; trying again", e);
    }
  }

  /** Begins a round at once, unless one is running, at the caller's wish. */
  public SweepProgress request(Caller caller) {
    return store.request(clock.millis(), caller);
  }

  /** How far the current or last round has come. */
  public SweepProgress progress() {
    return store.progress();
  }

  @PreDestroy
  void stop() {
    stopping = true;
  }

  /** What is left of the stretch; empty at the end of the round. */
  private Optional<Stretch> check(Stretch stretch, int limit) {
    List<String> ids = store.next(stretch, limit);
    boolean last = ids.size() < limit;
    List<Finding> findings = new ArrayList<>();
    for (String id : ids) {
      verifier
          .examine(id)
          .map(
              seen ->
                  new Finding(
                      seen.row().tenant(),
                      VerificationState.of(id, seen.report(), clock.instant())))
          .ifPresent(findings::add);
    }
    String place = last ? stretch.upTo() : ids.get(ids.size() - 1);
    if (!store.save(owner, stretch, place, findings, clock.millis() + LEASE_MS)) {
      return Optional.empty();
    }
    tell(findings);
    if (last) {
      store.finish(owner, stretch, clock.millis());
      return Optional.empty();
    }
    return Optional.of(new Stretch(place, stretch.upTo()));
  }

  private void tell(List<Finding> findings) {
    int mismatched = 0;
    for (Finding found : findings) {
      if (found.state().state() == State.MISMATCH) {
        mismatched++;
        LOG.severe("a record does not verify: " + found.state());
      }
    }
    events.fire(new RecordsVerified(findings.size() - mismatched, mismatched));
  }
}
