package net.intentus.security;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import net.intentus.intent.Json;

/**
 * What a provider says of itself (OpenID Connect Discovery 1.0, section 3).
 *
 * @param endSession where a browser is signed out, or empty
 * @param postsSecret whether the client's secret goes into the form rather than into a header
 * @param namesItself whether every answer names the issuer (RFC 9207)
 */
record ProviderMetadata(
    String authorization,
    String token,
    String keys,
    String endSession,
    boolean postsSecret,
    boolean namesItself) {

  /** Empty when it is no such document, or that of another issuer. */
  static Optional<ProviderMetadata> parse(String text, String issuer) {
    JsonNode json;
    try {
      json = Json.read(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      return Optional.empty();
    }
    JsonNode methods = json.path("token_endpoint_auth_methods_supported");
    ProviderMetadata metadata =
        new ProviderMetadata(
            json.path("authorization_endpoint").asText(),
            json.path("token_endpoint").asText(),
            json.path("jwks_uri").asText(),
            json.path("end_session_endpoint").asText(),
            holds(methods, "client_secret_post") && !holds(methods, "client_secret_basic"),
            json.path("authorization_response_iss_parameter_supported").asBoolean());
    boolean whole =
        json.path("issuer").asText().equals(issuer)
            && !metadata.authorization().isEmpty()
            && !metadata.token().isEmpty()
            && !metadata.keys().isEmpty();
    return whole ? Optional.of(metadata) : Optional.empty();
  }

  private static boolean holds(JsonNode array, String word) {
    for (JsonNode one : array) {
      if (one.asText().equals(word)) {
        return true;
      }
    }
    return false;
  }
}
