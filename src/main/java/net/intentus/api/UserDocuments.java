package net.intentus.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.intentus.intent.ErrorCode;
import net.intentus.intent.Fields;
import net.intentus.intent.Json;
import net.intentus.intent.Times;
import net.intentus.intent.Violations;
import net.intentus.security.ConsoleSession;
import net.intentus.security.ConsoleUser;
import net.intentus.security.UserChange;
import org.jspecify.annotations.Nullable;

/** Console users and sessions as documents. */
final class UserDocuments {
  private static final int MAX_WORD = 256;
  private static final int MAX_LIST = 100;
  private static final int MAX_PASSWORD = 2_048;

  private UserDocuments() {}

  /**
   * A user that is wanted; what is null was left out.
   *
   * @param name empty when it was left out
   */
  record Wanted(
      String name,
      @Nullable String tenant,
      @Nullable Set<String> roles,
      @Nullable Boolean disabled,
      @Nullable String password) {
    @Override
    public String toString() {
      return "Wanted[" + name + "]";
    }
  }

  /**
   * The body of a call.
   *
   * @param known names of the fields that it may have
   * @throws ProblemException when it is not of that form
   */
  static Wanted read(byte[] body, Set<String> known) {
    Violations violations = new Violations();
    JsonNode document = body.length == 0 ? Json.object() : AgentDocuments.parse(body);
    Fields fields = Fields.of(document, "", known, violations);
    String name = fields.word("name", MAX_WORD);
    if (known.contains("name") && fields.empty("name")) {
      fields.violate("name", "is required");
    }
    Wanted wanted =
        new Wanted(
            name == null ? "" : name,
            fields.word("tenant", MAX_WORD),
            fields.node("roles") == null
                ? null
                : new HashSet<>(fields.words("roles", MAX_LIST, MAX_WORD)),
            disabled(fields),
            fields.word("password", MAX_PASSWORD));
    if (!violations.isEmpty()) {
      throw new ProblemException(Problem.invalid(violations.all()));
    }
    return wanted;
  }

  private static @Nullable Boolean disabled(Fields fields) {
    JsonNode node = fields.node("disabled");
    if (node != null && !node.isBoolean()) {
      fields.violate("disabled", "must be true or false");
      return null;
    }
    return node == null ? null : node.booleanValue();
  }

  /** A user; never with anything of the password. */
  static ObjectNode user(ConsoleUser user) {
    ObjectNode json = Json.object();
    json.put("name", user.name());
    json.put("tenant", user.tenant());
    KeyDocuments.list(json, "roles", List.copyOf(new TreeSet<>(user.roles())));
    json.put("disabled", user.disabled());
    return json;
  }

  /** The same, with the password when it was generated: shown this once. */
  static ObjectNode changed(UserChange.Changed change) {
    ObjectNode json = user(change.user());
    if (change.password() != null) {
      json.put("password", change.password());
    }
    return json;
  }

  /** A session; its id is no secret. */
  static ObjectNode session(ConsoleSession session) {
    ObjectNode json = Json.object();
    json.put("id", session.id());
    json.put("user", session.user().name());
    json.put("tenant", session.user().tenant());
    json.put("createdAt", Times.format(session.createdAt()));
    json.put("lastSeenAt", Times.format(session.lastSeen()));
    json.put("expiresAt", Times.format(session.expiresAt()));
    json.put("address", session.address());
    json.put("browser", session.browser());
    return json;
  }

  /** The problem that a refusal is. */
  static ProblemException refusal(UserChange change) {
    if (change instanceof UserChange.Invalid invalid) {
      return new ProblemException(Problem.invalid(invalid.violations()));
    }
    if (change instanceof UserChange.Taken) {
      return new ProblemException(ErrorCode.CONFLICT, "There is a user of that name already.");
    }
    if (change instanceof UserChange.Own) {
      return new ProblemException(
          ErrorCode.CONFLICT, "Nobody changes its own rights; another admin can.");
    }
    return change instanceof UserChange.NotAllowed
        ? new ProblemException(
            ErrorCode.FORBIDDEN,
            "You may manage users of your own tenant only, with roles that you have.")
        : new ProblemException(ErrorCode.NOT_FOUND, "There is no such user.");
  }
}
