package net.intentus.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.intentus.harness.Api;
import net.intentus.harness.TokenIssuer;
import net.intentus.intent.Json;
import org.junit.jupiter.api.Test;

/** Signing in at an OpenID provider that runs beside the server. */
class ProviderIT {
  private static final HttpClient BROWSER = HttpClient.newHttpClient();
  private final Api root = TokenIssuer.server().api();
  private final Api stranger = root.as("");

  /** One sign-in from its beginning to the callback that the provider sends the browser to. */
  private record Trip(String cookie, URI away, String back) {
    Map<String, String> asked() {
      return query(away.getRawQuery());
    }
  }

  private static Map<String, String> query(String raw) {
    Map<String, String> found = new HashMap<>();
    for (String pair : raw.split("&", -1)) {
      String[] parts = pair.split("=", 2);
      found.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    return found;
  }

  private Trip begin(String next) throws IOException, InterruptedException {
    Api.Reply reply = stranger.get("/console/login/provider?next=" + Api.encode(next));
    assertThat(reply.status()).as("%s", reply).isEqualTo(303);
    String cookie = reply.header("Set-Cookie");
    assertThat(cookie)
        .startsWith("intentus-provider=")
        .contains("HttpOnly", "SameSite=Lax", "Path=/;", "Max-Age=600");
    URI away = URI.create(reply.header("Location"));
    HttpResponse<String> sent =
        BROWSER.send(HttpRequest.newBuilder(away).build(), HttpResponse.BodyHandlers.ofString());
    URI back = URI.create(sent.headers().firstValue("Location").orElseThrow());
    assertThat(back.getPath()).isEqualTo("/console/login/provider/callback");
    return new Trip(cookie.split(";", 2)[0], away, back.getPath() + "?" + back.getRawQuery());
  }

  private Api.Reply finish(String cookie, String back) {
    return Leaks.none(stranger.get(back, "Cookie", cookie));
  }

  private static String session(Api.Reply reply) {
    return reply.headers().allValues("Set-Cookie").stream()
        .filter(value -> value.startsWith("intentus="))
        .findFirst()
        .orElse("")
        .split(";", 2)[0];
  }

  private void assertRefused(Api.Reply reply, String words) {
    assertThat(reply.status()).as("%s", reply).isEqualTo(401);
    assertThat(session(reply)).isEmpty();
    assertThat(reply.body()).contains(words, "name=\"password\"");
  }

  private static Map<String, Object> roles(String... roles) {
    return Map.of("groups", List.of(roles), "tenant", "acme");
  }

  @Test
  void whomTheProviderVouchesForIsSignedInLikeEverybody() throws Exception {
    assertThat(stranger.get("/console/login").body()).contains("Sign in with Example");
    Trip trip = begin("/console/sessions");
    assertThat(trip.asked())
        .containsEntry("response_type", "code")
        .containsEntry("client_id", TokenIssuer.CLIENT)
        .containsEntry("code_challenge_method", "S256")
        .containsEntry("scope", "openid")
        .containsKeys("state", "nonce", "code_challenge");
    TokenIssuer.nextIdToken("alice", TokenIssuer.CLIENT, roles("operator", "team-a"));
    Api.Reply in = finish(trip.cookie(), trip.back());
    assertThat(in.status()).as("%s", in).isEqualTo(303);
    assertThat(in.header("Location")).isEqualTo("/console/sessions");
    String cookie = session(in);
    String page = stranger.get("/console/sessions", "Cookie", cookie).body();
    assertThat(page).contains("oidc:alice", "this browser");
    assertThat(stranger.get("/console/users", "Cookie", cookie).status()).isEqualTo(403);
    assertThat(root.get("/api/v1/audit?actor=oidc:alice").body())
        .contains("session.start", "user.create", "provider");
    assertThat(root.get("/api/v1/users/oidc:alice").json().path("tenant").asText())
        .isEqualTo("acme");
    assertThat(Person.attempt(root, "oidc:alice", "").status()).isEqualTo(401);
    String path = "/api/v1/users/oidc:alice/password";
    ObjectNode password = Json.object().put("password", "fence lamp orbit mild");
    assertThat(root.post(path, password).status()).isEqualTo(422);

    String csrf = page.replaceFirst("(?s).*?name=\"_csrf\" value=\"([^\"]+)\".*", "$1");
    Api.Reply out =
        stranger.send(
            "POST",
            "/console/logout",
            java.net.http.HttpRequest.BodyPublishers.ofString("_csrf=" + csrf),
            "Content-Type",
            "application/x-www-form-urlencoded",
            "Cookie",
            cookie);
    assertThat(out.body()).contains("endsession", "post_logout_redirect_uri");
    assertThat(stranger.get("/console/sessions", "Cookie", cookie).status()).isEqualTo(303);
  }

  @Test
  void whatTheProviderSaysLastCountsUnlessTheUserIsDisabledHere() throws Exception {
    for (String role : List.of("viewer", "operator")) {
      Trip trip = begin("/console/");
      TokenIssuer.nextIdToken("bob", TokenIssuer.CLIENT, roles(role));
      assertThat(finish(trip.cookie(), trip.back()).status()).isEqualTo(303);
      assertThat(root.get("/api/v1/users/oidc:bob").body()).contains(role);
    }
    root.put("/api/v1/users/oidc:bob", Json.object().put("disabled", true));
    Trip trip = begin("/console/");
    TokenIssuer.nextIdToken("bob", TokenIssuer.CLIENT, roles("viewer"));
    assertRefused(finish(trip.cookie(), trip.back()), "may not sign in");
  }

  @Test
  void aSignInBelongsToTheBrowserThatBeganIt() throws Exception {
    Trip mine = begin("/console/");
    Trip theirs = begin("/console/");
    assertRefused(finish("a=b", theirs.back()), "begun elsewhere");
    assertRefused(finish(mine.cookie(), theirs.back()), "begun elsewhere");
    assertRefused(finish("intentus-provider=AAAA", theirs.back()), "begun elsewhere");
    String injected =
        mine.back()
            .replaceFirst(
                "code=[^&]+", "code=" + query(theirs.back().split("\\?", 2)[1]).get("code"));
    assertRefused(finish(mine.cookie(), injected), "cannot be trusted");
  }

  @Test
  void anAnswerOfAnotherIssuerOrARefusalIsNotTaken() throws Exception {
    Trip trip = begin("/console/");
    assertRefused(
        finish(trip.cookie(), trip.back() + "&iss=https%3A%2F%2Fother.example"), "did not let you");
    String state = trip.asked().get("state");
    assertRefused(
        finish(
            trip.cookie(),
            "/console/login/provider/callback?error=access_denied&error_description=%3Cb%3E&state="
                + state),
        "did not let you");
  }

  @Test
  void aTokenThatIsNotForUsOrGivesNoRoleLetsNobodyIn() throws Exception {
    Trip other = begin("/console/");
    TokenIssuer.nextIdToken("eve", "another-client", roles("admin"));
    assertRefused(finish(other.cookie(), other.back()), "cannot be trusted");
    Trip powerless = begin("/console/");
    TokenIssuer.nextIdToken("eve", TokenIssuer.CLIENT, roles("team-a"));
    assertRefused(finish(powerless.cookie(), powerless.back()), "no role");
    Trip everything = begin("/console/");
    Map<String, Object> all = Map.of("groups", List.of("admin"), "tenant", "*");
    TokenIssuer.nextIdToken("eve", TokenIssuer.CLIENT, all);
    assertRefused(finish(everything.cookie(), everything.back()), "cannot be used here");
    Trip odd = begin("/console/");
    TokenIssuer.nextIdToken("a/../b", TokenIssuer.CLIENT, roles("viewer"));
    assertRefused(finish(odd.cookie(), odd.back()), "cannot be used here");
    assertThat(root.get("/api/v1/users?limit=200").body()).doesNotContain("oidc:eve", "oidc:a/");
  }

  @Test
  void theBrowserIsLedToPagesOfOursOnly() throws Exception {
    Trip trip = begin("https://evil.example/");
    TokenIssuer.nextIdToken("carl", TokenIssuer.CLIENT, roles("viewer"));
    assertThat(finish(trip.cookie(), trip.back()).header("Location")).isEqualTo("/console/");
  }

  @Test
  void behindTlsEveryCookieIsBoundToTheHost() {
    Api.Reply begun = stranger.get("/console/login/provider", "X-Forwarded-Proto", "https");
    assertThat(begun.header("Set-Cookie"))
        .startsWith("__Host-intentus-provider=")
        .contains("; Secure", "Path=/;", "HttpOnly")
        .doesNotContain("Domain");
    assertThat(begun.header("Location")).contains("redirect_uri=https%3A");
    assertThat(begun.header("Strict-Transport-Security")).isNotEmpty();
    assertThat(stranger.get("/console/login").headers().map())
        .doesNotContainKey("strict-transport-security");
    Api.Reply theme =
        stranger.get(
            "/console/login", "X-Forwarded-Proto", "https", "Cookie", "intentus_flash=saved.x");
    assertThat(theme.header("Set-Cookie")).startsWith("intentus_flash=").endsWith("; Secure");
  }

  @Test
  void thereIsNoSuchSignInWhereNoProviderIsConfigured() {
    Api plain = Servers.standard().api().as("");
    assertThat(plain.get("/console/login/provider").status()).isEqualTo(404);
    assertThat(plain.get("/console/login/provider/callback").status()).isEqualTo(404);
    assertThat(plain.get("/console/login").body()).doesNotContain("/login/provider");
  }
}
