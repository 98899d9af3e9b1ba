package net.intentus.api;

import jakarta.ws.rs.core.EntityTag;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.intentus.agent.AgentRegistration;
import net.intentus.intent.ErrorCode;
import org.jspecify.annotations.Nullable;

/** Entity tags of registrations (RFC 9110, section 8.8.3): the revision, quoted. */
final class AgentTags {
  private static final Pattern ONE = Pattern.compile("\\s*\"([0-9]{1,18})\"\\s*");

  private AgentTags() {}

  static EntityTag of(AgentRegistration agent) {
    return new EntityTag(Long.toString(agent.revision()));
  }

  /**
   * The revision that the client wants to change.
   *
   * @return null for any, which {@code *} means
   * @throws ProblemException when the header is missing, or names no tag of ours
   */
  static @Nullable Long required(@Nullable String ifMatch) {
    return required(ifMatch, AgentTags::stale);
  }

  /** The same for something else that has a revision, with its own refusal of a stale one. */
  static @Nullable Long required(@Nullable String ifMatch, Supplier<ProblemException> stale) {
    if (ifMatch == null || ifMatch.isBlank()) {
      throw new ProblemException(
          ErrorCode.PRECONDITION_REQUIRED,
          "Send If-Match with the ETag that you have read, or with *.");
    }
    if (ifMatch.strip().equals("*")) {
      return null;
    }
    Matcher tag = ONE.matcher(ifMatch);
    if (!tag.matches()) {
      throw stale.get();
    }
    return Long.valueOf(Objects.requireNonNull(tag.group(1)));
  }

  static ProblemException stale() {
    return new ProblemException(
        ErrorCode.PRECONDITION_FAILED,
        "The agent has been changed since you read it. Read it again.");
  }
}
