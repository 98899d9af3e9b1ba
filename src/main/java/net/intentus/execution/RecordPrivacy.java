package net.intentus.execution;

import com.fasterxml.jackson.databind.JsonNode;
import net.intentus.intent.IntentError;

/** Takes out of an answer what must not be stored. */
public interface RecordPrivacy {

  /** The document without secrets; the original is left as it is. */
  JsonNode redact(JsonNode document);

  /** The error without secrets in its message and details. */
  IntentError redact(IntentError error);
}
