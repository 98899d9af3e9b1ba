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
import java.util.Arrays;
import java.util.Base64;
import net.intentus.intent.Caller;
import net.intentus.intent.ErrorCode;
import net.intentus.intent.Hashes;
import net.intentus.intent.Json;
import net.intentus.intent.Times;
import net.intentus.journal.SigningRotation;
import net.intentus.privacy.SigningKey;
import net.intentus.privacy.SigningKeys;
import net.intentus.security.CallerContext;

/** The public keys that records are signed with. */
@Path("/signing-keys")
@ApplicationScoped
@RolesAllowed({"viewer", "operator", "admin"})
@Produces(MediaType.APPLICATION_JSON)
public class SigningKeysResource {
  /** The raw key is the end of its SubjectPublicKeyInfo (RFC 8410, section 4). */
  private static final int RAW_KEY = 32;

  @Inject SigningKeys keys;
  @Inject SigningRotation rotation;

  /** All keys, newest first: the first signs, all verify. */
  @GET
  public Response list() {
    return Answers.list(keys.list(), SigningKeysResource::document);
  }

  /** Makes a new key that signs from now on; the others go on verifying. */
  @POST
  @Path("/rotate")
  @RolesAllowed("admin")
  public Response rotate(@Context HttpServletRequest request) {
    Caller caller =
        CallerContext.requireAllTenants(
            request,
            () -> new ProblemException(ErrorCode.FORBIDDEN, "Signing keys belong to all tenants."));
    if (!keys.enabled()) {
      throw new ProblemException(
          ErrorCode.CONFLICT, "Signing is not switched on: intentus.signing.enabled.");
    }
    int before = keys.list().size();
    try {
      String made = rotation.rotate(caller);
      keys.refresh();
      return Answers.json(201, document(keys.find(made).orElseThrow())).build();
    } catch (RuntimeException e) {
      keys.refresh();
      if (keys.list().size() > before) {
        throw new ProblemException(
            ErrorCode.CONFLICT, "Another rotation was made at the same moment.");
      }
      throw e;
    }
  }

  private static ObjectNode document(SigningKey key) {
    byte[] encoded = key.publicKey().getEncoded();
    byte[] raw = Arrays.copyOfRange(encoded, encoded.length - RAW_KEY, encoded.length);
    ObjectNode json = Json.object();
    json.put("keyId", key.id());
    json.put("algorithm", "Ed25519");
    json.put("publicKey", Base64.getEncoder().encodeToString(encoded));
    json.put("thumbprint", Hashes.format(Hashes.sha256(encoded)));
    json.put("createdAt", Times.format(key.createdAt()));
    json.put("retiredAt", key.retiredAt() == null ? null : Times.format(key.retiredAt()));
    ObjectNode jwk = json.putObject("jwk"); // RFC 8037, section 2
    jwk.put("kty", "OKP");
    jwk.put("crv", "Ed25519");
    jwk.put("kid", key.id());
    jwk.put("x", Base64.getUrlEncoder().withoutPadding().encodeToString(raw));
    return json;
  }
}
