package net.intentus.api;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.Set;
import net.intentus.intent.ErrorCode;
import net.intentus.intent.Fields;
import net.intentus.intent.Violations;
import net.intentus.journal.ExecutionReader;
import net.intentus.security.CallerContext;
import net.intentus.submission.Verdict;
import net.intentus.submission.VerdictResult;
import net.intentus.submission.Verdicts;

/** An operator's verdict on an execution whose outcome nobody knows. */
@Path("/executions")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class ResolveResource {
  @Inject ExecutionReader reader;
  @Inject Verdicts verdicts;
  @Inject ExecutionAnswers answers;

  /** Carries the verdict out and answers with the execution as it is then. */
  @POST
  @Path("/{id}/resolve")
  @RolesAllowed({"operator", "admin"})
  public Response resolve(
      @PathParam("id") String id, byte[] body, @Context HttpServletRequest request) {
    ExecutionsResource.visible(reader, id, request);
    VerdictResult result = verdicts.resolve(id, read(body), CallerContext.require(request));
    if (result instanceof VerdictResult.Conflict conflict) {
      throw new ProblemException(ErrorCode.CONFLICT, conflict.detail());
    }
    if (result instanceof VerdictResult.Refused refused) {
      throw new ProblemException(IntentEntrance.problem(refused.why()));
    }
    return Answers.ok(answers.detail(id, request));
  }

  private static Verdict read(byte[] body) {
    JsonNode document = AgentDocuments.parse(body);
    Violations violations = new Violations();
    Fields fields = Fields.of(document, "", Set.of("outcome", "reason"), violations);
    Optional<Verdict.Outcome> outcome =
        fields.parsed("outcome", Verdict.Outcome::find, "must be succeeded, failed or rerun");
    Optional<String> reason =
        fields.parsed(
            "reason",
            text ->
                Optional.of(text)
                    .filter(told -> !told.isBlank() && told.length() <= Verdict.MAX_REASON),
            "must not be blank or longer than " + Verdict.MAX_REASON + " characters");
    if (fields.empty("outcome")) {
      fields.violate("outcome", "is required");
    }
    if (fields.empty("reason")) {
      fields.violate("reason", "is required");
    }
    if (outcome.isEmpty() || reason.isEmpty() || !violations.isEmpty()) {
      throw new ProblemException(Problem.invalid(violations.all()));
    }
    return new Verdict(outcome.get(), reason.get());
  }
}
