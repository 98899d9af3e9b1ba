package net.intentus.intent;

import java.util.Optional;

/** Every error code of the contract, with the HTTP status of the runtime's own verdict. */
public enum ErrorCode {
  VALIDATION_ERROR(422, false),
  CAPABILITY_NOT_FOUND(422, false),
  ROUTING_ERROR(422, false),
  AGENT_ERROR(502, false),
  INTERNAL_AGENT_ERROR(502, true),
  PROTOCOL_ERROR(502, false),
  TRANSPORT_ERROR(502, true),
  AGENT_UNAVAILABLE(503, true),
  TOOL_UNAVAILABLE(503, true),
  CIRCUIT_OPEN(503, true),
  AGENT_TIMEOUT(504, true),
  EMCL_FAILURE(400, false),
  STORAGE_UNAVAILABLE(503, true),
  INTERNAL_ERROR(500, false),
  POLICY_DENIED(403, false),
  UNAUTHORIZED(401, false),
  FORBIDDEN(403, false),
  RATE_LIMIT(429, true),
  CAPACITY_EXCEEDED(429, true),
  BUDGET_EXCEEDED(429, false),
  PAYLOAD_TOO_LARGE(413, false),
  IDEMPOTENCY_CONFLICT(409, false),
  WORKFLOW_ABORTED(409, false),
  APPROVAL_REJECTED(409, false),
  APPROVAL_EXPIRED(409, false),
  CONFLICT(409, false),
  NOT_FOUND(404, false),
  METHOD_NOT_ALLOWED(405, false),
  NOT_ACCEPTABLE(406, false),
  UNSUPPORTED_MEDIA_TYPE(415, false),
  PRECONDITION_FAILED(412, false),
  PRECONDITION_REQUIRED(428, false),
  NOT_SUPPORTED(501, false);

  private final int httpStatus;
  private final boolean retryable;

  ErrorCode(int httpStatus, boolean retryable) {
    this.httpStatus = httpStatus;
    this.retryable = retryable;
  }

  /** The HTTP status of a reply whose verdict the runtime itself reached. */
  public int httpStatus() {
    return httpStatus;
  }

  /** Whether the same request may succeed later without being changed. */
  public boolean retryable() {
    return retryable;
  }

  /** The code of that exact name; empty when there is none. */
  public static Optional<ErrorCode> find(String name) {
    for (ErrorCode code : values()) {
      if (code.name().equals(name)) {
        return Optional.of(code);
      }
    }
    return Optional.empty();
  }
}
