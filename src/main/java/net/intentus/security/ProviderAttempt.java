package net.intentus.security;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import net.intentus.intent.Hashes;
import net.intentus.intent.Json;
import net.intentus.privacy.Sealer;

/**
 * One sign-in that is under way at the provider. It travels sealed in a cookie, so that it is bound
 * to the browser that began it and every instance can finish it.
 *
 * @param state comes back in the address
 * @param nonce comes back in the ID token
 * @param verifier of PKCE (RFC 7636)
 * @param redirect where the provider sends the browser
 * @param next where the browser goes then
 * @param endsAt in milliseconds since 1970
 */
record ProviderAttempt(
    String state, String nonce, String verifier, String redirect, String next, long endsAt) {
  private static final String SUBJECT = "browser";
  private static final String PURPOSE = "provider-sign-in";
  private static final int MAX_COOKIE = 4_000;

  /** What is sent ahead in the place of the verifier: RFC 7636, section 4.2, {@code S256}. */
  String challenge() {
    byte[] hash = Hashes.sha256(verifier.getBytes(StandardCharsets.US_ASCII));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
  }

  String sealed(Sealer sealer) {
    ObjectNode json = Json.object();
    json.put("state", state).put("nonce", nonce).put("verifier", verifier);
    json.put("redirect", redirect).put("next", next).put("endsAt", endsAt);
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(sealer.seal(SUBJECT, PURPOSE, Json.bytes(json)));
  }

  /** Empty when it was not made by us. */
  static Optional<ProviderAttempt> open(Sealer sealer, String cookie) {
    if (cookie.length() > MAX_COOKIE) {
      return Optional.empty();
    }
    try {
      byte[] sealed = Base64.getUrlDecoder().decode(cookie);
      Optional<byte[]> plain = sealer.open(SUBJECT, PURPOSE, sealed);
      return plain.isEmpty() ? Optional.empty() : Optional.of(read(Json.read(plain.get())));
    } catch (IllegalArgumentException | IOException e) {
      return Optional.empty();
    }
  }

  private static ProviderAttempt read(JsonNode json) {
    return new ProviderAttempt(
        json.path("state").asText(),
        json.path("nonce").asText(),
        json.path("verifier").asText(),
        json.path("redirect").asText(),
        json.path("next").asText(),
        json.path("endsAt").asLong());
  }

  @Override
  public String toString() {
    return "ProviderAttempt[]";
  }
}
