package net.intentus.submission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.function.Function;
import net.intentus.intent.Caller;
import net.intentus.intent.ErrorCode;
import net.intentus.intent.IntentEnvelope;
import net.intentus.intent.Role;
import net.intentus.journal.ExecutionReader;
import net.intentus.journal.ExecutionStatus;
import net.intentus.journal.IdempotencyClaim;
import net.intentus.journal.IdempotencyKeys;
import net.intentus.journal.KeyState;
import net.intentus.journal.StoredAnswer;
import net.intentus.submission.IntentRepeated.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * Has the work of an idempotency key done once, and answers every further request with that key
 * from the record (ADR 0009). Thread-safe.
 */
@Singleton
public class Repeats {
  /** The key was taken while this request was on its way: somebody else has just begun. */
  static final SubmissionResult.Refused TAKEN =
      new SubmissionResult.Refused(
          ErrorCode.IDEMPOTENCY_CONFLICT,
          "Another request with this idempotency key has just been taken in.",
          1);

  private final IdempotencyKeys keys;
  private final ExecutionReader reader;
  private final Event<IntentRepeated> repeats;

  @Inject
  public Repeats(IdempotencyKeys keys, ExecutionReader reader, Event<IntentRepeated> repeats) {
    this.keys = keys;
    this.reader = reader;
    this.repeats = repeats;
  }

  /**
   * Answers a repeat, or has the work done under a claim that must be part of the append that opens
   * the execution. Work that finds the key taken after all returns {@link #TAKEN}.
   */
  SubmissionResult once(
      String key,
      IntentEnvelope envelope,
      Caller caller,
      String tenant,
      Function<IdempotencyClaim, SubmissionResult> work) {
    IdempotencyClaim claim = keys.claim(tenant, key, envelope);
    SubmissionResult earlier = earlier(claim, caller);
    if (earlier != null) {
      return earlier;
    }
    SubmissionResult result = work.apply(claim);
    if (result != TAKEN) {
      return result;
    }
    SubmissionResult winner = earlier(claim, caller);
    return winner == null ? told(Outcome.RUNNING, TAKEN) : winner;
  }

  private @Nullable SubmissionResult earlier(IdempotencyClaim claim, Caller caller) {
    KeyState state = keys.state(claim);
    if (state instanceof KeyState.Taken taken) {
      return repeat(taken, caller);
    }
    return state instanceof KeyState.Free
        ? null
        : new SubmissionResult.Refused(
            ErrorCode.STORAGE_UNAVAILABLE, "Idempotency keys cannot be read at the moment.", 5);
  }

  private SubmissionResult repeat(KeyState.Taken taken, Caller caller) {
    if (!mayRead(caller, taken)) {
      return conflict("Another caller of this tenant has used this idempotency key.");
    }
    String first = "Execution " + taken.executionId() + " has this idempotency key";
    if (!taken.sameWork()) {
      return conflict(first + " and was asked for with another envelope. Use a fresh key.");
    }
    ExecutionStatus status = taken.status();
    if (status != null && !status.terminal()) {
      return told(
          Outcome.RUNNING,
          new SubmissionResult.Refused(
              ErrorCode.IDEMPOTENCY_CONFLICT, first + " and has not ended.", 1));
    }
    Optional<StoredAnswer> answer = reader.answer(taken.executionId());
    if (answer.isPresent() && answer.get().response() instanceof ObjectNode response) {
      repeats.fire(new IntentRepeated(Outcome.REPLAYED));
      return new SubmissionResult.Answered(
          taken.executionId(),
          ResponseDocument.httpStatus(response, answer.get().reported()),
          response,
          true);
    }
    return conflict(
        status == ExecutionStatus.UNKNOWN
            ? first + ". Nobody knows whether it was carried out: an operator has to settle it."
            : first + " and has ended, but its answer is not kept. It is not run again.");
  }

  /** A repeat shows a stored answer, so who may not read that execution gets none. */
  private static boolean mayRead(Caller caller, KeyState.Taken taken) {
    return caller.has(Role.VIEWER) || caller.subject().equals(taken.subject());
  }

  private SubmissionResult conflict(String detail) {
    return told(
        Outcome.CONFLICT,
        new SubmissionResult.Refused(ErrorCode.IDEMPOTENCY_CONFLICT, detail, null));
  }

  private SubmissionResult told(Outcome outcome, SubmissionResult result) {
    repeats.fire(new IntentRepeated(outcome));
    return result;
  }
}
