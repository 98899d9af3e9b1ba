package net.intentus.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import net.intentus.harness.Api;
import net.intentus.harness.TokenIssuer;
import net.intentus.intent.Json;
import org.junit.jupiter.api.Test;

/** A second factor, from setting it up to losing it, on a server where administrators need one. */
class SecondFactorIT {
  private static final String PASSWORD = "fence lamp orbit mild";
  private static final Pattern SECRET = Pattern.compile("id=\"secret\" value=\"([A-Z2-7]{32})\"");
  private static final Pattern RECOVERY = Pattern.compile("<li>([A-Z2-7-]{19})</li>");
  private final Api root = TokenIssuer.server().api();

  private String user(String role) {
    String name = role + "-" + Long.toString(System.nanoTime(), 36);
    ObjectNode user = Json.object();
    user.put("name", name).put("tenant", "acme").put("password", PASSWORD);
    user.putArray("roles").add(role);
    assertThat(root.post("/api/v1/users", user).status()).isEqualTo(201);
    return name;
  }

  /** The code of that secret, in so many steps of 30 seconds from now; RFC 6238 by the letter. */
  private static String code(String secret, int steps) throws Exception {
    ByteBuffer key = ByteBuffer.allocate(20);
    long bits = 0;
    int held = 0;
    for (int i = 0; i < secret.length(); i++) {
      bits = bits << 5 | "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(secret.charAt(i));
      held += 5;
      if (held >= 8) {
        held -= 8;
        key.put((byte) (bits >> held));
      }
    }
    Mac mac = Mac.getInstance("HmacSHA1");
    mac.init(new SecretKeySpec(key.array(), "HmacSHA1"));
    long step = Instant.now().getEpochSecond() / 30 + steps;
    byte[] hash = mac.doFinal(ByteBuffer.allocate(8).putLong(step).array());
    int number = ByteBuffer.wrap(hash).getInt(hash[19] & 15) & Integer.MAX_VALUE;
    return String.format("%06d", number % 1_000_000);
  }

  private static String found(Pattern pattern, Api.Reply reply) {
    Matcher matcher = pattern.matcher(reply.body());
    assertThat(matcher.find()).as("%s", reply).isTrue();
    return matcher.group(1);
  }

  private static String cookie(Api.Reply reply, String name) {
    return reply.headers().allValues("Set-Cookie").stream()
        .filter(value -> value.startsWith(name + "="))
        .findFirst()
        .orElse("")
        .split(";", 2)[0];
  }

  private Api.Reply step(String cookie, String code) {
    return root.as("")
        .send(
            "POST",
            "/console/login/code",
            BodyPublishers.ofString("code=" + Api.encode(code) + "&next=%2Fconsole%2Fsessions"),
            "Content-Type",
            "application/x-www-form-urlencoded",
            "Cookie",
            cookie);
  }

  @Test
  void isSetUpUsedAndTakenAway() throws Exception {
    String name = user("viewer");
    Person person = Person.signIn(root, name, PASSWORD);
    String secret =
        found(SECRET, person.post("/console/second-factor/begin", "current=" + encoded()));
    assertThat(person.get("/console/second-factor").body()).doesNotContain(secret);
    Api.Reply codes = person.post("/console/second-factor/confirm", "code=" + code(secret, -1));
    String recovery = found(RECOVERY, codes);

    Api.Reply first = Person.attempt(root, name, PASSWORD);
    assertThat(first.status()).isEqualTo(303);
    assertThat(first.header("Location")).startsWith("/console/login/code");
    assertThat(cookie(first, "intentus")).isEmpty();
    String waiting = cookie(first, "intentus-step");
    assertHalf(waiting);
    assertThat(step(waiting, code(secret, -1)).status()).as("used to set up").isEqualTo(401);
    Api.Reply in = step(waiting, code(secret, 0));
    assertThat(in.status()).as("%s", in).isEqualTo(303);
    assertThat(in.header("Location")).isEqualTo("/console/sessions");
    assertThat(root.as("").get("/console/sessions", "Cookie", cookie(in, "intentus")).status())
        .isEqualTo(200);
    assertThat(step(waiting, code(secret, 1)).header("Location")).startsWith("/console/login");

    String again = cookie(Person.attempt(root, name, PASSWORD), "intentus-step");
    assertThat(step(again, recovery).status()).isEqualTo(303);
    String path = "/api/v1/users/" + name + "/second-factor";
    Api.Reply reset = root.delete(path);
    Described.answer("DELETE", path, reset);
    assertThat(reset.status()).isEqualTo(204);
    Person.signIn(root, name, PASSWORD);
    assertThat(root.get("/api/v1/audit?limit=200&object=user/" + name).body())
        .contains("user.factor.enable", "user.factor.reset")
        .doesNotContain(secret, recovery);
  }

  private static String encoded() {
    return Api.encode(PASSWORD);
  }

  /** Whoever waits for the code may do nothing else, under whatever name the cookie goes. */
  private void assertHalf(String waiting) {
    String token = waiting.split("=", 2)[1];
    for (String path : List.of("/console/executions", "/console/sessions", "/console/password")) {
      for (String cookie : List.of(waiting, "intentus=" + token)) {
        assertThat(root.as("").get(path, "Cookie", cookie).status()).isEqualTo(303);
      }
    }
    assertThat(root.as("").get("/api/v1/version", "Cookie", waiting).status()).isEqualTo(401);
  }

  @Test
  void anAdministratorSetsOneUpBeforeItIsLetIn() throws Exception {
    String name = user("admin");
    Api.Reply first = Person.attempt(root, name, PASSWORD);
    assertThat(cookie(first, "intentus")).isEmpty();
    String waiting = cookie(first, "intentus-step");
    Api.Reply form = root.as("").get("/console/login/code", "Cookie", waiting);
    Api.Reply done = step(waiting, code(found(SECRET, form), 0));
    assertThat(done.status()).isEqualTo(200);
    assertThat(found(RECOVERY, done)).hasSize(19);
    String session = cookie(done, "intentus");
    assertThat(root.as("").get("/console/users", "Cookie", session).status()).isEqualTo(200);
    assertThat(root.as("").get("/console/second-factor", "Cookie", session).body())
        .doesNotContain("Turn it off");
    assertThat(cookie(Person.attempt(root, name, PASSWORD), "intentus-step")).isNotEmpty();
  }

  @Test
  void guessingIsSlowedDownAndTellsNothing() {
    String name = user("admin");
    assertThat(Person.attempt(root, name, "wrong").headers().map()).doesNotContainKey("set-cookie");
    String waiting = cookie(Person.attempt(root, name, PASSWORD), "intentus-step");
    for (int i = 0; i < 4; i++) {
      assertThat(step(waiting, "00000" + i).status()).isEqualTo(401);
    }
    assertThat(step(waiting, "000009").status()).isEqualTo(429);
    assertThat(Person.attempt(root, name, PASSWORD).status()).isEqualTo(429);
  }

  @Test
  void nobodyComesHereWithoutAPassword() {
    Api.Reply reply = root.as("").get("/console/login/code");
    assertThat(reply.status()).isEqualTo(303);
    assertThat(reply.header("Location")).startsWith("/console/login");
    assertThat(step("intentus-step=" + "A".repeat(43), "000000").status()).isEqualTo(303);
  }
}
