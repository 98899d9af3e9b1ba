package net.intentus.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import net.intentus.intent.ErrorCode;
import net.intentus.intent.IntentEnvelope;
import net.intentus.intent.IntentError;
import net.intentus.intent.Json;
import net.intentus.wire.Frame;
import net.intentus.wire.FrameReader;
import net.intentus.wire.FrameReading;
import net.intentus.wire.Peer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the frame an agent answers with, opening it where it must be sealed: {@code {version?,
 * status: success|error, payload, error, metadata}}. An absent payload is null. Fields it does not
 * know mean nothing here.
 */
final class ResponseFrame {
  private static final int MAX_MESSAGE = 4096;
  private static final int MAX_CODE = 128;

  private ResponseFrame() {}

  /**
   * Reads an answer.
   *
   * @param peer whom it must be sealed by; null when it must be readable
   */
  static AgentOutcome read(byte[] bytes, @Nullable Peer peer) {
    if (!(FrameReader.read(bytes) instanceof FrameReading.Understood understood)) {
      return Failures.protocol("The agent's answer is not the frame.");
    }
    Frame frame = understood.frame();
    if (peer != null) {
      boolean sealed = frame.messageType().equals(Frame.EMCL);
      return (sealed ? peer.open(frame.body()) : Optional.<ObjectNode>empty())
          .map(ResponseFrame::answer)
          .orElseGet(ResponseFrame::notSealed);
    }
    if (!frame.messageType().equals(Frame.RESPONSE) || !(frame.body() instanceof ObjectNode body)) {
      return Failures.protocol("The agent's answer is not a response.");
    }
    return answer(body);
  }

  private static AgentOutcome notSealed() {
    return Failures.of(
        ErrorCode.EMCL_FAILURE, "The agent's answer is not sealed with the peer's key.", true);
  }

  private static AgentOutcome answer(ObjectNode body) {
    if (!AnswerCheck.usable(body)) {
      return Failures.protocol("The agent's answer is not interoperable JSON.");
    }
    String version = body.path("version").asText(IntentEnvelope.VERSION);
    JsonNode metadata = body.path("metadata");
    if (!version.equals(IntentEnvelope.VERSION) || !absentOrObject(metadata)) {
      return Failures.protocol("The agent's answer has a wrong version or metadata.");
    }
    ObjectNode told = metadata instanceof ObjectNode object ? object : null;
    return switch (body.path("status").asText("")) {
      case "success" -> succeeded(body, told);
      case "error" -> reported(body.path("error"), told);
      default -> Failures.protocol("The agent's answer is neither success nor error.");
    };
  }

  private static AgentOutcome succeeded(ObjectNode body, @Nullable ObjectNode metadata) {
    JsonNode payload = body.path("payload");
    return new AgentOutcome.Succeeded(
        payload.isMissingNode() ? NullNode.getInstance() : payload, metadata);
  }

  private static AgentOutcome reported(JsonNode error, @Nullable ObjectNode metadata) {
    String code = error.path("code").textValue();
    JsonNode message = error.path("message");
    JsonNode retryable = error.path("retryable");
    JsonNode details = error.path("details");
    boolean wrong =
        code == null
            || code.isBlank()
            || !(absent(message) || message.isTextual())
            || !(absent(retryable) || retryable.isBoolean())
            || !absentOrObject(details);
    if (wrong || code == null) {
      return Failures.protocol("The agent's error has no code, or fields of a wrong type.");
    }
    Optional<ErrorCode> known = ErrorCode.find(code);
    ErrorCode verdict = known.orElse(ErrorCode.INTERNAL_AGENT_ERROR);
    IntentError read =
        new IntentError(
            verdict,
            absent(message) ? "The agent reported an error." : cut(message.asText(), MAX_MESSAGE),
            retryable.asBoolean(verdict.retryable()),
            details instanceof ObjectNode given ? given : Json.object());
    return new AgentOutcome.Reported(
        known.isPresent() ? read : read.with("reportedCode", cut(code, MAX_CODE)),
        metadata == null || metadata.isEmpty() ? null : metadata);
  }

  /** Cuts without tearing a surrogate pair apart. */
  private static String cut(String text, int max) {
    if (text.length() <= max) {
      return text;
    }
    return text.substring(0, Character.isHighSurrogate(text.charAt(max - 1)) ? max - 1 : max);
  }

  private static boolean absent(JsonNode node) {
    return node.isMissingNode() || node.isNull();
  }

  private static boolean absentOrObject(JsonNode node) {
    return absent(node) || node.isObject();
  }
}
