package net.intentus.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import net.intentus.intent.Caller;
import net.intentus.intent.ErrorCode;
import net.intentus.intent.Json;
import net.intentus.intent.Times;
import net.intentus.journal.DataKeyRotation;
import net.intentus.privacy.DataKey;
import net.intentus.privacy.DataKeys;
import net.intentus.security.CallerContext;

/** The keys that payloads are encrypted with at rest. Nothing here tells a key itself. */
@Path("/encryption-keys")
@ApplicationScoped
@RolesAllowed("admin")
@Produces(MediaType.APPLICATION_JSON)
public class EncryptionKeysResource {
  @Inject DataKeys keys;
  @Inject DataKeyRotation rotation;

  /** All keys, newest first: the first encrypts, all decrypt. */
  @GET
  public Response list(@Context HttpServletRequest request) {
    requireAllTenants(request);
    return Answers.list(keys.list(), EncryptionKeysResource::document);
  }

  /** Makes a new key for new values; the others go on decrypting. */
  @POST
  @Path("/rotate")
  public Response rotate(@Context HttpServletRequest request) {
    Caller caller = requireAllTenants(request);
    if (!keys.enabled()) {
      throw new ProblemException(
          ErrorCode.CONFLICT, "Encryption is not switched on: intentus.encryption.payloads.");
    }
    int before = keys.list().size();
    try {
      String made = rotation.rotate(caller);
      keys.refresh();
      return Answers.json(201, document(find(keys.list(), made))).build();
    } catch (RuntimeException e) {
      if (keys.list().size() > before) {
        throw new ProblemException(
            ErrorCode.CONFLICT, "Another rotation was made at the same moment.");
      }
      throw e;
    }
  }

  private static DataKey find(List<DataKey> known, String id) {
    return known.stream().filter(key -> key.id().equals(id)).findFirst().orElseThrow();
  }

  private static Caller requireAllTenants(HttpServletRequest request) {
    return CallerContext.requireAllTenants(
        request,
        () -> new ProblemException(ErrorCode.FORBIDDEN, "Encryption keys belong to all tenants."));
  }

  private static ObjectNode document(DataKey key) {
    ObjectNode json = Json.object();
    json.put("keyId", key.id());
    json.put("algorithm", "AES-256-GCM");
    json.put("createdAt", Times.format(key.createdAt()));
    json.put("uses", key.uses());
    json.put("state", key.active() ? "active" : "retired");
    return json;
  }
}
