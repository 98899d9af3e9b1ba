package net.intentus.intent;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Turns what a client sent into a complete envelope, or into the list of everything that is wrong
 * with it. Never throws for any input. Stateless.
 */
public final class EnvelopeReader {
  /** The most characters of a name, version, tag or id, in UTF-16 code units. */
  public static final int MAX_WORD = 256;

  /** The most tags, chain agents and identities. */
  public static final int MAX_LIST = 64;

  private static final int MAX_HEADER_ID = 128;
  private static final Set<String> ENVELOPE =
      Set.of("version", "intent", "payload", "context", "metadata", "routing");
  private static final Set<String> INTENT = Set.of("name", "version");

  /** What a node that calls us says is left of its own budgets means nothing here. */
  private static final Set<String> CONTEXT =
      Set.of("sourceAgent", "timestamp", "priority", "tags", "budget", "deadline", "tier");

  private static final Set<String> METADATA =
      Set.of("requestId", "source", "createdAt", "traceId", "identityChain");
  private static final Set<String> ROUTING = Set.of("strategy", "targetAgent", "fallbackAgents");
  private static final String WANTS_TIME = "must be a date and time as in RFC 3339";

  private final Defaults defaults;

  private EnvelopeReader(Defaults defaults) {
    this.defaults = defaults;
  }

  /**
   * What stands in for absent fields.
   *
   * @param now for times
   * @param requestId the {@code X-Request-Id} header; used when it is 1 to 128 visible ASCII
   *     characters
   * @param traceparent the W3C header; its trace id is used when it is valid
   * @param ids makes UUIDs; a trace id is one of them without its dashes
   */
  public record Defaults(
      Instant now,
      @Nullable String requestId,
      @Nullable String traceparent,
      Supplier<String> ids) {}

  /** Reads a request body. */
  public static Reading read(byte[] body, Defaults defaults) {
    JsonNode json;
    try {
      json = Json.read(body);
    } catch (IOException e) {
      return new Reading.Malformed(
          "The body must be exactly one JSON text in UTF-8, without repeated names, nested at most"
              + " %d deep, with names of at most %d and numbers of at most %d characters."
                  .formatted(Json.MAX_DEPTH, Json.MAX_NAME, Json.MAX_NUMBER));
    }
    return read(json, defaults);
  }

  /** Reads a document that {@link Json#read} has parsed. The envelope shares its payload. */
  public static Reading read(JsonNode body, Defaults defaults) {
    Violations violations = new Violations();
    boolean refers = InteroperableJson.check(body, "", violations);
    if (!body.isObject()) {
      violations.add("", "must be a JSON object");
      return new Reading.Invalid(violations.all());
    }
    Fields fields = Fields.of(body, "", ENVELOPE, violations);
    IntentEnvelope envelope = new EnvelopeReader(defaults).envelope(fields, refers);
    return violations.isEmpty()
        ? new Reading.Accepted(envelope)
        : new Reading.Invalid(violations.all());
  }

  private IntentEnvelope envelope(Fields fields, boolean refersToSecrets) {
    fields.parsed(
        "version",
        text -> Optional.of(text).filter(IntentEnvelope.VERSION::equals),
        "must be \"1.0\"");
    return new IntentEnvelope(
        intent(fields.object("intent", INTENT)),
        fields.any("payload"),
        context(fields.object("context", CONTEXT)),
        metadata(fields.object("metadata", METADATA)),
        routing(fields.object("routing", ROUTING)),
        refersToSecrets);
  }

  private static IntentRef intent(Fields fields) {
    if (fields.empty("name")) {
      fields.violate("name", "is required");
    }
    return new IntentRef(
        or(fields.word("name", MAX_WORD), ""),
        or(fields.word("version", MAX_WORD), IntentEnvelope.VERSION));
  }

  private IntentEnvelope.Context context(Fields fields) {
    fields.any("budget");
    return new IntentEnvelope.Context(
        fields.word("sourceAgent", MAX_WORD),
        time(fields, "timestamp"),
        fields
            .parsed("priority", ascii(Priority::parse), "must be one of low, normal, high")
            .orElse(Priority.NORMAL),
        fields.words("tags", MAX_LIST, MAX_WORD),
        fields.parsed("deadline", Rfc3339::parse, WANTS_TIME).orElse(null),
        null,
        fields.parsed("tier", ascii(Tier::parse), "must be one of standard, economy").orElse(null));
  }

  private IntentEnvelope.Metadata metadata(Fields fields) {
    String requestId = fields.word("requestId", MAX_WORD);
    String traceId = fields.word("traceId", MAX_WORD);
    return new IntentEnvelope.Metadata(
        requestId == null ? requestId() : requestId,
        fields.word("source", MAX_WORD),
        time(fields, "createdAt"),
        traceId == null ? traceId() : traceId,
        fields.words("identityChain", MAX_LIST, MAX_WORD));
  }

  private static Routing routing(Fields fields) {
    return new Routing(
        fields
            .parsed(
                "strategy",
                ascii(Strategy::parse),
                "must be one of direct, fallback, broadcast, parallel")
            .orElse(Strategy.DIRECT),
        fields.word("targetAgent", MAX_WORD),
        fields.words("fallbackAgents", MAX_LIST, MAX_WORD));
  }

  private Instant time(Fields fields, String name) {
    return fields
        .parsed(name, Rfc3339::parse, WANTS_TIME)
        .orElseGet(() -> Times.millis(defaults.now()));
  }

  private String requestId() {
    String header = defaults.requestId();
    boolean usable =
        header != null
            && !header.isEmpty()
            && header.length() <= MAX_HEADER_ID
            && header.chars().allMatch(c -> c > ' ' && c < 0x7f);
    return header != null && usable ? header : defaults.ids().get();
  }

  private String traceId() {
    return Optional.ofNullable(defaults.traceparent())
        .flatMap(Traceparent::traceId)
        .orElseGet(() -> defaults.ids().get().replace("-", ""));
  }

  /** Ignoring case must not let a long s or a dotless i pass for the letters they resemble. */
  private static <T> Function<String, Optional<T>> ascii(Function<String, Optional<T>> parser) {
    return text -> text.chars().allMatch(c -> c < 0x80) ? parser.apply(text) : Optional.empty();
  }

  private static String or(@Nullable String text, String otherwise) {
    return text == null ? otherwise : text;
  }
}
