package net.intentus.api;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import net.intentus.intent.Caller;
import net.intentus.intent.ErrorCode;
import net.intentus.intent.Role;
import net.intentus.intent.Violations;
import net.intentus.journal.Reveals;
import net.intentus.security.CallerContext;

/** Reads {@code ?reveal=true&reason=…}. */
final class RevealQuery {
  private RevealQuery() {}

  /**
   * The reason for which an encrypted payload is to be shown; empty when it is not to be.
   *
   * @throws ProblemException 403 for a caller who may not see it, 422 without a usable reason
   */
  static Optional<String> reason(HttpServletRequest request) {
    String reveal = request.getParameter("reveal");
    Violations violations = new Violations();
    if (reveal == null || reveal.equals("false")) {
      return Optional.empty();
    }
    if (!reveal.equals("true")) {
      violations.add("/reveal", "must be true or false");
      throw new ProblemException(Problem.invalid(violations.all()));
    }
    Caller caller = CallerContext.require(request);
    if (!caller.has(Role.ADMIN)) {
      throw new ProblemException(ErrorCode.FORBIDDEN, "Only administrators may reveal payloads.");
    }
    String given = request.getParameter("reason");
    String reason = given == null ? "" : given.strip();
    if (reason.isEmpty() || reason.length() > Reveals.MAX_REASON) {
      violations.add("/reason", "must say why, in 1 to " + Reveals.MAX_REASON + " characters");
      throw new ProblemException(Problem.invalid(violations.all()));
    }
    return Optional.of(reason);
  }
}
