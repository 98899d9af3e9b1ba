package net.intentus.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.core.MultivaluedMap;
import net.intentus.intent.Json;
import org.jspecify.annotations.Nullable;

/**
 * What a form says as the document that the API would be sent, so that both are read by the same
 * rules. Secrets are taken as they were typed; a field that is left empty is left out.
 */
final class FormDocument {
  private static final int MAX_DIGITS = 9;

  private final MultivaluedMap<String, String> fields;
  private final ObjectNode document = Json.object();

  FormDocument(MultivaluedMap<String, String> fields) {
    this.fields = fields;
  }

  FormDocument text(String... names) {
    for (String name : names) {
      String value = value(name);
      if (value != null && !value.isBlank()) {
        document.put(name, value.strip());
      }
    }
    return this;
  }

  FormDocument secret(String name) {
    String value = value(name);
    if (value != null && !value.isEmpty()) {
      document.put(name, value);
    }
    return this;
  }

  /** A whole number where one was typed, else what was typed. */
  FormDocument number(String name) {
    String value = value(name);
    if (value != null && value.strip().length() <= MAX_DIGITS && value.strip().matches("[0-9]+")) {
      document.put(name, Integer.parseInt(value.strip()));
      return this;
    }
    return text(name);
  }

  /** The same for numbers that need not fit 32 bits. */
  FormDocument count(String name) {
    String value = value(name);
    if (value != null && value.strip().matches("[0-9]{1,16}")) {
      document.put(name, Long.parseLong(value.strip()));
      return this;
    }
    return text(name);
  }

  /** Times are UTC everywhere in the console. */
  FormDocument time(String name) {
    String value = value(name);
    if (value != null && !value.isBlank()) {
      String time = value.strip();
      document.put(name, time.matches(".*T\\d\\d:\\d\\d") ? time + ":00Z" : time + "Z");
    }
    return this;
  }

  FormDocument ticked(String name) {
    document.put(name, value(name) != null);
    return this;
  }

  ObjectNode json() {
    return document;
  }

  private @Nullable String value(String name) {
    return fields.getFirst(name);
  }
}
