package net.intentus.security;

import com.nimbusds.jwt.JWTClaimsSet;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import net.intentus.config.OidcSettings;
import net.intentus.intent.Json;
import org.jspecify.annotations.Nullable;

/** Takes a code to the provider and checks the ID token that comes for it. Thread-safe. */
@Singleton
class ProviderTokens {
  private final RemoteDocuments documents;

  @Inject
  ProviderTokens(RemoteDocuments documents) {
    this.documents = documents;
  }

  /** The claims, checked as OpenID Connect Core 1.0, section 3.1.3.7, asks for. */
  TokenResult redeem(
      OidcSettings settings, Provider.Known known, ProviderAttempt attempt, String code) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "authorization_code");
    form.put("code", code);
    form.put("redirect_uri", attempt.redirect());
    form.put("code_verifier", attempt.verifier());
    Map<String, String> headers = new HashMap<>();
    headers.put("Accept", "application/json");
    String secret = settings.clientSecret().orElse(null);
    if (secret == null || known.metadata().postsSecret()) {
      form.put("client_id", settings.clientId());
      if (secret != null) {
        form.put("client_secret", secret);
      }
    } else {
      headers.put("Authorization", "Basic " + basic(settings.clientId(), secret));
    }
    String answer =
        documents.post(known.metadata().token(), headers, ProviderSignIn.form(form)).orElse(null);
    if (answer == null) {
      return new TokenResult.Unavailable();
    }
    String token = idToken(answer);
    if (token == null) {
      return new TokenResult.Invalid(KeyResult.Reason.CLAIMS);
    }
    TokenResult result = known.verifier().verify(token);
    return result instanceof TokenResult.Valid valid
            && !belongs(valid.claims(), settings.clientId(), attempt)
        ? new TokenResult.Invalid(KeyResult.Reason.AUDIENCE)
        : result;
  }

  /** Whether the token is for this very attempt, and for us where it names others as well. */
  private static boolean belongs(JWTClaimsSet claims, String clientId, ProviderAttempt attempt) {
    Object party = claims.getClaim("azp");
    boolean ours = party == null ? claims.getAudience().size() == 1 : clientId.equals(party);
    return ours
        && claims.getClaim("nonce") instanceof String nonce
        && Secrets.same(nonce, attempt.nonce())
        && claims.getIssueTime() != null;
  }

  private static @Nullable String idToken(String answer) {
    try {
      String token = Json.read(answer.getBytes(StandardCharsets.UTF_8)).path("id_token").asText("");
      return token.isEmpty() ? null : token;
    } catch (IOException e) {
      return null;
    }
  }

  /** RFC 6749, section 2.3.1: both are encoded as in forms first. */
  private static String basic(String clientId, String secret) {
    String pair = ProviderSignIn.encoded(clientId) + ":" + ProviderSignIn.encoded(secret);
    return Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.US_ASCII));
  }
}
