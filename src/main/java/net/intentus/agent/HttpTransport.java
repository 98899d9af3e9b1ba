package net.intentus.agent;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import net.intentus.intent.ErrorCode;
import net.intentus.intent.Hashes;
import net.intentus.intent.IntentEnvelope;
import net.intentus.outbound.OutboundClient;
import net.intentus.outbound.OutboundResult;

/**
 * Calls agents over HTTP with the wire frame.
 *
 * <p>Nothing counts as sent while there is no connection. As soon as a byte of the request may have
 * left, everything but a valid answer counts as sent, also an HTTP status: whoever wrote it may
 * have passed the request on before.
 */
final class HttpTransport implements Transport {
  private static final Pattern TRACE_ID = Pattern.compile("[0-9a-f]{32}");
  private static final String NO_TRACE = "0".repeat(32);
  private static final Pattern VISIBLE = Pattern.compile("[\\x21-\\x7e]+");
  private final OutboundClient http;
  private final Line.Lines lines;
  private final FrameWriter writer;
  private final AnswerMask mask;

  HttpTransport(OutboundClient http, Line.Lines lines, FrameWriter writer, AnswerMask mask) {
    this.http = http;
    this.lines = lines;
    this.writer = writer;
    this.mask = mask;
  }

  @Override
  public AgentOutcome call(AgentRegistration agent, AgentCall call, Cancellation cancellation) {
    Line found = lines.to(agent);
    if (found instanceof Line.Closed closed) {
      return closed.failure();
    }
    Line.Open line = (Line.Open) found;
    URI address = URI.create(Objects.requireNonNull(agent.endpoint().address(), "address"));
    byte[] frame = writer.frame(call.envelope(), line);
    Map<String, String> headers = headers(call);
    headers.putAll(writer.signature(frame, line));
    CredentialHeader credential = line.credential();
    if (credential != null) {
      headers.put(credential.name(), credential.value());
    }
    OutboundResult result =
        http.post(
            address, headers, frame, call.ceilingMs(http.callCeilingMs()), cancellation::onCancel);
    return mask.apply(outcome(result, line), line.secrets());
  }

  private static Map<String, String> headers(AgentCall call) {
    IntentEnvelope.Metadata metadata = call.envelope().metadata();
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("traceparent", traceparent(metadata.traceId(), call.idempotencyKey()));
    headers.put("X-Request-Id", headerValue(metadata.requestId()));
    headers.put("Idempotency-Key", headerValue(call.idempotencyKey()));
    headers.put("Accept", "application/json");
    if (call.test()) {
      headers.put("Intentus-Test", "true");
    }
    return headers;
  }

  /** W3C Trace Context; a trace id of another form is hashed into one. */
  static String traceparent(String traceId, String idempotencyKey) {
    boolean usable = TRACE_ID.matcher(traceId).matches() && !traceId.equals(NO_TRACE);
    String trace = usable ? traceId : hex(traceId, 16);
    return "00-" + trace + "-" + hex(idempotencyKey, 8) + "-01";
  }

  private static String hex(String text, int bytes) {
    byte[] digest = Hashes.sha256(text.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest, 0, bytes);
  }

  /** Headers carry visible ASCII; anything else is percent-encoded. */
  private static String headerValue(String text) {
    return VISIBLE.matcher(text).matches() ? text : URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static AgentOutcome outcome(OutboundResult result, Line.Open line) {
    if (result instanceof OutboundResult.Answered answered) {
      return answered(answered, line);
    }
    if (result instanceof OutboundResult.Refused refused) {
      return refused(refused.reason());
    }
    if (result instanceof OutboundResult.TimedOut timedOut) {
      return Failures.timedOut(timedOut.sent());
    }
    if (result instanceof OutboundResult.Cancelled cancelled) {
      return Failures.cancelled(cancelled.sent());
    }
    if (result instanceof OutboundResult.Lost lost) {
      return Failures.of(
          ErrorCode.TRANSPORT_ERROR, "The connection to the agent was lost.", lost.sent());
    }
    return result instanceof OutboundResult.TooLarge
        ? Failures.protocol("The agent's answer is too large.")
        : Failures.protocol("The agent's answer is not HTTP.");
  }

  private static AgentOutcome refused(OutboundResult.Reason reason) {
    return switch (reason) {
      case CONNECTION_REFUSED ->
          Failures.of(ErrorCode.AGENT_UNAVAILABLE, "The agent refuses connections.", false);
      case UNRESOLVABLE ->
          Failures.of(ErrorCode.AGENT_UNAVAILABLE, "The agent's host is unknown.", false);
      case ADDRESS_NOT_ALLOWED ->
          Failures.of(
              ErrorCode.AGENT_UNAVAILABLE,
              "The agent's host resolves to an address that is not allowed.",
              false);
      case NO_FREE_CONNECTION ->
          Failures.of(ErrorCode.CAPACITY_EXCEEDED, "All connections to agents are in use.", false);
    };
  }

  private static AgentOutcome answered(OutboundResult.Answered answer, Line.Open line) {
    int status = answer.status();
    if (status / 100 == 2) {
      return ResponseFrame.read(answer.body(), line.peer());
    }
    String message = "The agent answered with HTTP status " + status + ".";
    if (status >= 502 && status <= 504) {
      return Failures.of(ErrorCode.AGENT_UNAVAILABLE, message, true);
    }
    if (status / 100 == 5) {
      return Failures.of(ErrorCode.INTERNAL_AGENT_ERROR, message, true);
    }
    return status == 429 ? Failures.busy(message, answer.retryAfter()) : Failures.protocol(message);
  }
}
