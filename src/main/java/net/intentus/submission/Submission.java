package net.intentus.submission;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.function.Consumer;
import java.util.function.Supplier;
import net.intentus.intent.Caller;
import net.intentus.intent.IntentEnvelope;
import net.intentus.journal.Appended;
import net.intentus.journal.Journal;
import net.intentus.journal.ReplayOf;
import org.jspecify.annotations.Nullable;

/**
 * The one way in: admit, decide, run, record, answer. Thread-safe; a submission occupies the thread
 * that calls {@link #submit} until its answer is as durable as configured.
 */
@Singleton
public class Submission {
  private final Admission admission;
  private final Processing processing;
  private final Journal journal;
  private final Repeats repeats;
  private final SecretCheck secrets;

  @Inject
  Submission(
      Admission admission,
      Processing processing,
      Journal journal,
      Repeats repeats,
      SecretCheck secrets) {
    this.admission = admission;
    this.processing = processing;
    this.journal = journal;
    this.repeats = repeats;
    this.secrets = secrets;
  }

  /** Executes a validated envelope for the caller, as work of that tenant. */
  public SubmissionResult submit(IntentEnvelope envelope, Caller caller, String tenant) {
    return submit(envelope, caller, tenant, null);
  }

  /**
   * The same; with an idempotency key at most once, and a repeat gets the stored answer.
   *
   * @param key 1 to 255 visible ASCII characters, or null
   */
  public SubmissionResult submit(
      IntentEnvelope envelope, Caller caller, String tenant, @Nullable String key) {
    return inAPlace(
        () ->
            key == null
                ? admitted(envelope, caller, tenant, Origin.PLAIN)
                : repeats.once(
                    key,
                    envelope,
                    caller,
                    tenant,
                    claim -> admitted(envelope, caller, tenant, new Origin(claim, null, null))));
  }

  /**
   * The same for an envelope that repeats an execution. Always recorded; refused with {@code
   * CONFLICT} when it would call an agent whose work cannot be undone and is not forced to.
   */
  SubmissionResult replay(
      IntentEnvelope envelope, Caller caller, String tenant, ReplayOf replayOf) {
    return inAPlace(() -> admitted(envelope, caller, tenant, new Origin(null, replayOf, null)));
  }

  /**
   * As the first of them, without keeping the thread until the record is durable: {@code answer} is
   * given the result exactly once, on this thread or on another.
   */
  public void submitLater(
      IntentEnvelope envelope, Caller caller, String tenant, Consumer<SubmissionResult> answer) {
    if (!admission.enter()) {
      answer.accept(admission.refusal());
      return;
    }
    Place place = new Place(admission, answer);
    SubmissionResult result;
    try {
      result =
          journal.healthy()
              ? admitted(envelope, caller, tenant, new Origin(null, null, place))
              : Ending.notStored(Appended.UNAVAILABLE);
    } catch (Throwable e) { // an error, too, must not keep the place
      place.leave();
      throw e;
    }
    if (result != SubmissionResult.Later.LATER) {
      place.answer(result);
    }
  }

  private SubmissionResult admitted(
      IntentEnvelope envelope, Caller caller, String tenant, Origin origin) {
    SubmissionResult.Refused refusal =
        envelope.refersToSecrets() ? secrets.refusal(envelope, tenant) : null;
    return refusal == null ? processing.admitted(envelope, caller, tenant, origin) : refusal;
  }

  private SubmissionResult inAPlace(Supplier<SubmissionResult> work) {
    if (!admission.enter()) {
      return admission.refusal();
    }
    try {
      return journal.healthy() ? work.get() : Ending.notStored(Appended.UNAVAILABLE);
    } finally {
      admission.leave();
    }
  }
}
