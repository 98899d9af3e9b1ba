package net.intentus.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import net.intentus.agent.Credential;
import net.intentus.agent.CredentialDraft;
import net.intentus.agent.CredentialReader;
import net.intentus.intent.Json;
import net.intentus.intent.Times;
import net.intentus.intent.Violations;
import org.jspecify.annotations.Nullable;

/** Credentials as documents. The secret is read and never written. */
final class CredentialDocuments {
  private CredentialDocuments() {}

  /**
   * As {@link CredentialReader#read}.
   *
   * @throws ProblemException when it is not valid
   */
  static CredentialDraft read(byte[] body, @Nullable Credential old) {
    Violations violations = new Violations();
    CredentialDraft draft = CredentialReader.read(AgentDocuments.parse(body), old, violations);
    AgentDocuments.refuse(violations);
    return draft;
  }

  /** What is shown of a credential. */
  static ObjectNode json(Credential credential) {
    ObjectNode json = Json.object();
    json.put("name", credential.name());
    json.put("tenantId", credential.tenant());
    json.put("type", credential.kind().wire());
    json.put("header", credential.header());
    json.put("username", credential.user());
    json.put("createdAt", Times.format(credential.createdAt()));
    json.put("updatedAt", Times.format(credential.updatedAt()));
    return json;
  }
}
