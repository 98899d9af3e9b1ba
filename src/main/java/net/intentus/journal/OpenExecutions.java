package net.intentus.journal;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.persistence.PersistenceException;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import net.intentus.intent.Json;
import net.intentus.privacy.PublicKeys;
import net.intentus.privacy.Sealer;
import net.intentus.privacy.SigningKeys;
import org.jspecify.annotations.Nullable;

/**
 * Executions that have begun and that nobody works on: those of dead instances, and those of this
 * one that could not be finished. Thread-safe; of several instances that want the same execution
 * one gets it.
 */
@Singleton
public class OpenExecutions {
  private final OpenExecutionStore store;
  private final Instance instance;
  private final InFlight inFlight;
  private final Sealer sealer;
  private final PublicKeys keys;
  private final KeepingRules keeping;
  private final BooleanSupplier catchUp;

  @Inject
  OpenExecutions(
      OpenExecutionStore store,
      Instance instance,
      InFlight inFlight,
      Sealer sealer,
      SigningKeys keys,
      KeepingRules keeping,
      JournalWriter writer) {
    this(store, instance, inFlight, sealer, keys, keeping, writer::catchUp);
  }

  /**
   * The same by hand.
   *
   * @param catchUp waits until what is acknowledged is in the database; false when it is not
   */
  OpenExecutions(
      OpenExecutionStore store,
      Instance instance,
      InFlight inFlight,
      Sealer sealer,
      PublicKeys keys,
      KeepingRules keeping,
      BooleanSupplier catchUp) {
    this.store = store;
    this.keys = keys;
    this.instance = instance;
    this.inFlight = inFlight;
    this.sealer = sealer;
    this.keeping = keeping;
    this.catchUp = catchUp;
  }

  /** Ids of executions to be recovered, oldest first; not more than that many. */
  public List<String> abandoned(int limit) {
    return store.open(instance.id(), limit + inFlight.size()).stream()
        .filter(id -> !inFlight.contains(id))
        .limit(limit)
        .toList();
  }

  /**
   * Takes an execution in that status; empty when it is in another, or somebody works on it. It
   * must be given back with {@link #done}.
   *
   * @throws PersistenceException when the database does not have everything that was acknowledged
   */
  public Optional<ReopenedExecution> take(String id, ExecutionStatus status) {
    caughtUp(); // what has just ended is let go of
    if (!inFlight.begin(id)) {
      return Optional.empty();
    }
    boolean taken = false;
    try {
      caughtUp(); // and now nobody here adds to it: the row tells how far it came
      Optional<ReopenedExecution> reopened =
          store.take(id, status, instance.id()).map(this::reopen);
      taken = reopened.isPresent();
      return reopened;
    } finally {
      if (!taken) {
        inFlight.end(id);
      }
    }
  }

  private void caughtUp() {
    if (!catchUp.getAsBoolean()) {
      throw new PersistenceException("the database does not have what was acknowledged");
    }
  }

  /** Says that this instance does nothing more with it for now. */
  public void done(String id) {
    inFlight.end(id);
  }

  /** As {@link #done}, for an unknown execution that was left as it was. */
  public void untouched(String id) {
    try {
      store.release(id, instance.id());
    } finally {
      inFlight.end(id);
    }
  }

  private ReopenedExecution reopen(OpenExecutionStore.Taken taken) {
    StoredExecution stored = taken.stored();
    ExecutionSummary summary = stored.summary();
    List<EventView> events = ExecutionReader.views(stored);
    JsonNode envelope = envelope(stored);
    Announced announced = Announced.of(events, keeping.of(summary.intent().name()));
    return new ReopenedExecution(
        summary,
        events,
        envelope,
        kept(summary.executionId(), taken.kept()),
        Verification.of(stored, keys).valid(),
        new ExecutionLog(
            summary, stored.lastSeq(), taken.epoch(), announced, announced.lasting(envelope)));
  }

  private static @Nullable JsonNode envelope(StoredExecution stored) {
    StoredPayload payload = stored.payload();
    return payload == null ? null : ExecutionReader.envelopeOf(payload).orElse(null);
  }

  private Map<Integer, JsonNode> kept(String id, List<KeptEntity> parts) {
    Map<Integer, JsonNode> kept = new HashMap<>();
    for (KeptEntity part : parts) {
      sealer
          .open(id, Journal.purpose(part.part()), part.sealed())
          .flatMap(OpenExecutions::json)
          .ifPresent(json -> kept.put(part.part(), json));
    }
    return kept;
  }

  private static Optional<JsonNode> json(byte[] plain) {
    try {
      return Optional.of(Json.readStored(plain));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
