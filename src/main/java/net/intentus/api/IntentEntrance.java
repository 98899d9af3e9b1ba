package net.intentus.api;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import net.intentus.config.Ids;
import net.intentus.intent.Caller;
import net.intentus.intent.EnvelopeReader;
import net.intentus.intent.ErrorCode;
import net.intentus.intent.IntentEnvelope;
import net.intentus.intent.Reading;
import net.intentus.intent.Violation;
import net.intentus.privacy.SecretShapes;
import net.intentus.security.CallerContext;
import net.intentus.submission.Decision;
import net.intentus.submission.EconomyGate;
import net.intentus.submission.Labels;
import net.intentus.submission.Submission;
import net.intentus.submission.SubmissionResult;
import org.jspecify.annotations.Nullable;

/** What the REST and the frame entrance share: from an HTTP request to an envelope and a tenant. */
@Singleton
public class IntentEntrance {
  private static final int MAX_TENANT = 128;

  private final Submission submission;
  private final EconomyGate decider;
  private final Clock clock;
  private final Ids ids;

  @Inject
  public IntentEntrance(Submission submission, EconomyGate decider, Clock clock, Ids ids) {
    this.submission = submission;
    this.decider = decider;
    this.clock = clock;
    this.ids = ids;
  }

  /**
   * Reads a request body.
   *
   * @throws ProblemException when it is no valid envelope
   */
  IntentEnvelope read(byte[] body, HttpServletRequest request) {
    return accepted(EnvelopeReader.read(body, defaults(request)));
  }

  /**
   * Reads a document that is parsed already.
   *
   * @throws ProblemException when it is no valid envelope
   */
  IntentEnvelope read(JsonNode body, HttpServletRequest request) {
    return accepted(EnvelopeReader.read(body, defaults(request)));
  }

  /**
   * Executes it for whoever asks.
   *
   * @throws ProblemException when the request asks for what is not supported, or for a tenant that
   *     is not the caller's
   */
  SubmissionResult submit(IntentEnvelope envelope, HttpServletRequest request) {
    refuseUnsupported(request);
    limit(envelope, request);
    Caller caller = CallerContext.require(request);
    String key = IdempotencyHeader.of(request);
    return submission.submit(envelope, caller, tenant(caller, request), key);
  }

  /**
   * As {@link #submit}; the answer comes once, on this thread or on another.
   *
   * @throws ProblemException when the request asks for what is not supported, or for a tenant that
   *     is not the caller's; there is no answer then
   */
  void submitLater(
      IntentEnvelope envelope, HttpServletRequest request, Consumer<SubmissionResult> answer) {
    refuseUnsupported(request);
    limit(envelope, request);
    Caller caller = CallerContext.require(request);
    String key = IdempotencyHeader.of(request);
    String tenant = tenant(caller, request);
    if (key == null) {
      submission.submitLater(envelope, caller, tenant, answer);
    } else {
      answer.accept(submission.submit(envelope, caller, tenant, key));
    }
  }

  /** Decides only. */
  Decision decide(IntentEnvelope envelope, HttpServletRequest request) {
    if (Labels.nameIsSecret(envelope)) {
      throw new ProblemException(ErrorCode.VALIDATION_ERROR, Labels.SECRET_NAME);
    }
    limit(envelope, request);
    Caller caller = CallerContext.require(request);
    return decider.decide(envelope, caller, tenant(caller, request));
  }

  /** The problem that a refusal is. */
  static Problem problem(SubmissionResult.Refused refused) {
    Problem problem = Problem.of(refused.code(), refused.detail());
    Integer after = refused.retryAfterSeconds();
    return after == null ? problem : problem.retryAfter(after);
  }

  private EnvelopeReader.Defaults defaults(HttpServletRequest request) {
    return new EnvelopeReader.Defaults(
        clock.instant(), RequestIds.of(request), request.getHeader("traceparent"), ids::next);
  }

  private static IntentEnvelope accepted(Reading reading) {
    if (reading instanceof Reading.Accepted accepted) {
      return accepted.envelope();
    }
    if (reading instanceof Reading.Malformed malformed) {
      throw new ProblemException(Problem.malformed(malformed.detail()));
    }
    throw new ProblemException(Problem.invalid(((Reading.Invalid) reading).violations()));
  }

  private static String tenant(Caller caller, HttpServletRequest request) {
    String asked = request.getHeader("Intentus-Tenant");
    if (asked == null || asked.isBlank()) {
      return caller.allTenants() ? Caller.DEFAULT_TENANT : caller.tenant();
    }
    if (!caller.allTenants() && !caller.tenant().equals(asked)) {
      throw new ProblemException(
          ErrorCode.FORBIDDEN, "This credential works for its own tenant only.");
    }
    if (asked.length() > MAX_TENANT || asked.equals(Caller.ALL_TENANTS) || SecretShapes.in(asked)) {
      throw new ProblemException(
          Problem.invalid(
              List.of(
                  new Violation(
                      "",
                      "the header Intentus-Tenant must name one tenant in at most 128"
                          + " characters that do not look like a secret"))));
    }
    return asked;
  }

  /** A key may be limited to some intents. */
  private static void limit(IntentEnvelope envelope, HttpServletRequest request) {
    String intent = envelope.intent().name();
    if (CallerContext.key(request).filter(k -> !k.limits().allowsIntent(intent)).isPresent()) {
      throw new ProblemException(ErrorCode.FORBIDDEN, "This key is limited to other intents.");
    }
  }

  /** Ignoring one of these would be dangerous: they change how often an agent is called. */
  private static void refuseUnsupported(HttpServletRequest request) {
    refuse(request.getHeader("Intentus-Callback"), "Intentus-Callback");
    String prefer = request.getHeader("Prefer");
    if (prefer != null && prefer.toLowerCase(Locale.ROOT).contains("respond-async")) {
      refuse(prefer, "Prefer: respond-async");
    }
  }

  private static void refuse(@Nullable String value, String what) {
    if (value != null) {
      throw new ProblemException(
          ErrorCode.NOT_SUPPORTED, "This version does not support " + what + " yet.");
    }
  }
}
