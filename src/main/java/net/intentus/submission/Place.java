package net.intentus.submission;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import net.intentus.intent.ErrorCode;

/**
 * A place in {@link Admission} whose holder is answered later: it is given back once, and the
 * answer is given once, whatever fails meanwhile. Thread-safe.
 */
final class Place {
  private static final Logger LOG = Logger.getLogger(Place.class.getName());
  private static final SubmissionResult UNANSWERABLE =
      new SubmissionResult.Refused(
          ErrorCode.INTERNAL_ERROR,
          "The execution ended, and its answer could not be made. Look it up in the record.",
          null);

  private final Admission admission;
  private final Consumer<SubmissionResult> answer;
  private final AtomicBoolean left = new AtomicBoolean();

  /** A place that has been entered. */
  Place(Admission admission, Consumer<SubmissionResult> answer) {
    this.admission = admission;
    this.answer = answer;
  }

  /** Gives the place back and the answer, unless that was done before. */
  @SuppressWarnings("try") // the scope is what the block is for
  void answer(SubmissionResult result) {
    if (left.compareAndSet(false, true)) {
      try (Admission.Answering ignored = admission.leaveToAnswer()) {
        answer.accept(result);
      }
    }
  }

  /**
   * The same with the answer that is made then, for a thread that nobody waits for: what fails is
   * logged, and answered as a problem when there is nothing better.
   */
  // Throwable: a client without any answer waits for ever
  void answer(String executionId, Supplier<SubmissionResult> making) {
    SubmissionResult result;
    try {
      result = making.get();
    } catch (Throwable e) {
      LOG.log(Level.SEVERE, e, () -> "no answer could be made of execution " + executionId);
      result = UNANSWERABLE;
    }
    try {
      answer(result);
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, e, () -> "the answer of " + executionId + " could not be given");
    }
  }

  /** Gives the place back without an answer, unless it was given back before. */
  void leave() {
    if (left.compareAndSet(false, true)) {
      admission.leave();
    }
  }
}
