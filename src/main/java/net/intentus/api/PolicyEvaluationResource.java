package net.intentus.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import net.intentus.intent.Json;
import net.intentus.policy.PolicyDecision;
import net.intentus.policy.PolicyDocument;
import net.intentus.policy.PolicyEngine;
import net.intentus.policy.PolicySource;

/** Says what a policy, the one in force or any other, decides. Counts and stores nothing. */
@Path("/policy/evaluate")
@ApplicationScoped
@RolesAllowed({"viewer", "operator", "admin"})
@Produces(MediaType.APPLICATION_JSON)
public class PolicyEvaluationResource {
  @Inject PolicySource policies;

  /** One decision for each target; as lenient as policy files are. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  public Response evaluate(byte[] body) {
    PolicyQuestion question = PolicyQuestion.read(AgentDocuments.parse(body));
    PolicyDocument asked = question.policy();
    PolicyEngine engine =
        PolicyEngine.of(asked == null ? policies.current().document() : asked, question.context());
    ObjectNode json = Json.object();
    ObjectNode evaluation = json.putObject("evaluation");
    for (String target : question.targets()) {
      evaluation.set(target, decision(engine.evaluate(target.isEmpty() ? null : target)));
    }
    return Answers.ok(json);
  }

  private static ObjectNode decision(PolicyDecision decision) {
    ObjectNode json = Json.object();
    json.put("action", decision.action().wire());
    json.put("ruleId", decision.ruleId());
    json.put("rateLimitKey", decision.rateLimitKey());
    json.put("rateLimitPerMinute", decision.rateLimitPerMinute());
    json.put("maxTimeoutMs", decision.maxTimeoutMs());
    return json;
  }
}
