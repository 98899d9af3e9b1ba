package net.intentus.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import net.intentus.intent.Json;
import net.intentus.intent.Times;
import net.intentus.policy.PolicyDocument;
import net.intentus.policy.PolicyVersion;
import net.intentus.policy.StoredPolicy;

/** The policy and its versions as documents. */
final class PolicyDocuments {
  private PolicyDocuments() {}

  /** The document with what is absent filled in. */
  static ObjectNode policy(PolicyDocument policy) {
    JsonNode source = policy.toJson();
    ObjectNode json = Json.object();
    json.put("default", policy.allowsByDefault() ? "allow" : "deny");
    json.set("rules", source.path("rules").isArray() ? source.path("rules") : json.arrayNode());
    return json;
  }

  static ObjectNode version(PolicyVersion version, long inForce) {
    ObjectNode json = Json.object();
    json.put("version", version.version());
    json.put("inForce", version.version() == inForce);
    json.put("createdAt", Times.format(version.createdAt()));
    json.put("createdBy", version.createdBy());
    json.put("reason", version.reason());
    json.put("restoredFrom", version.restoredFrom());
    return json;
  }

  static ObjectNode version(StoredPolicy policy, long inForce) {
    ObjectNode json = version(policy.about(), inForce);
    json.put("hash", policy.document().hash());
    json.set("policy", policy(policy.document()));
    return json;
  }
}
