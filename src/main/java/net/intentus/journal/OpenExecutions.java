package net.intentus.journal;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  @Inject
  OpenExecutions(
      OpenExecutionStore store,
      Instance instance,
      InFlight inFlight,
      Sealer sealer,
      SigningKeys keys,
      KeepingRules keeping) {
    this.store = store;
    this.keys = keys;
    this.instance = instance;
    this.inFlight = inFlight;
    this.sealer = sealer;
    this.keeping = keeping;
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
   */
  public Optional<ReopenedExecution> take(String id, ExecutionStatus status) {
    if (!inFlight.begin(id)) {
      return Optional.empty();
    }
    boolean taken = false;
    try {
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
