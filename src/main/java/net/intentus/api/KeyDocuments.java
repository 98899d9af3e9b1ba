package net.intentus.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.intentus.intent.Fields;
import net.intentus.intent.Json;
import net.intentus.intent.Rfc3339;
import net.intentus.intent.Times;
import net.intentus.intent.Violations;
import net.intentus.security.ApiKey;
import net.intentus.security.KeyLimits;
import net.intentus.security.KeyRequest;
import org.jspecify.annotations.Nullable;

/** API keys as documents. */
final class KeyDocuments {
  private static final int MAX_WORD = 256;
  private static final int MAX_LIST = 100;
  private static final Set<String> KNOWN =
      Set.of("subject", "tenant", "roles", "expiresAt", "intents", "addresses", "environment");

  private KeyDocuments() {}

  /**
   * The key that is wanted.
   *
   * @throws ProblemException when the body is not of that form
   */
  static KeyRequest read(byte[] body) {
    Violations violations = new Violations();
    Fields fields = Fields.of(AgentDocuments.parse(body), "", KNOWN, violations);
    KeyRequest wanted =
        new KeyRequest(
            fields.word("subject", MAX_WORD),
            fields.word("tenant", MAX_WORD),
            new HashSet<>(fields.words("roles", MAX_LIST, MAX_WORD)),
            fields.parsed("expiresAt", Rfc3339::parse, "must be an RFC 3339 time").orElse(null),
            new KeyLimits(
                fields.words("intents", MAX_LIST, MAX_WORD),
                fields.words("addresses", MAX_LIST, MAX_WORD),
                fields.word("environment", MAX_WORD)));
    if (!violations.isEmpty()) {
      throw new ProblemException(Problem.invalid(violations.all()));
    }
    return wanted;
  }

  /** A key without its secret. */
  static ObjectNode key(ApiKey key) {
    ObjectNode json = Json.object();
    json.put("id", key.id());
    json.put("subject", key.subject());
    json.put("tenant", key.tenant());
    list(json, "roles", List.copyOf(new TreeSet<>(key.roles())));
    json.put("createdAt", Times.format(key.createdAt()));
    json.put("expiresAt", moment(key.expiresAt()));
    json.put("lastUsedAt", moment(key.lastUsedAt()));
    json.put("revokedAt", moment(key.revokedAt()));
    list(json, "intents", key.limits().intents());
    list(json, "addresses", key.limits().addresses());
    json.put("environment", key.limits().environment());
    return json;
  }

  static void list(ObjectNode json, String name, List<String> values) {
    ArrayNode array = json.putArray(name);
    values.forEach(array::add);
  }

  private static @Nullable String moment(@Nullable Instant time) {
    return time == null ? null : Times.format(time);
  }
}
