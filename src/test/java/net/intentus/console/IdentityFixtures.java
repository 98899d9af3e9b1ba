package net.intentus.console;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.intentus.audit.AuditChain;
import net.intentus.audit.AuditReport;
import net.intentus.audit.AuditView;
import net.intentus.config.Compliance;
import net.intentus.config.ComplianceMode;
import net.intentus.intent.Violation;
import net.intentus.security.ApiKey;
import net.intentus.security.ConsoleUser;
import net.intentus.security.KeyLimits;

/** The pages about keys, users, sessions and the trail, filled in. */
final class IdentityFixtures {
  static final String HOSTILE = "\"><script>alert(1)</script>";

  private IdentityFixtures() {}

  static ApiKey key(String subject) {
    return new ApiKey(
        "a1b2c3d4e5f6g7h8i9j0",
        subject,
        "acme",
        Set.of("submitter", "night-shift"),
        Fixtures.NOW.minusSeconds(86_400),
        Fixtures.NOW.plusSeconds(86_400),
        null,
        Fixtures.NOW.minusSeconds(90),
        new KeyLimits(List.of("Search*"), List.of("10.1.0.0/16"), "production"));
  }

  static AuditView entry(String actor, String detail) {
    return new AuditView(
        "0195603e-9a10-7c3d-8f00-9b3c51d0a2f4",
        Fixtures.NOW.toEpochMilli(),
        actor,
        "acme",
        "key.create",
        "key",
        "a1b2c3",
        "192.0.2.7",
        "refused",
        detail,
        7L,
        "sha-256:aa",
        "sha-256:bb");
  }

  static void pages(Map<String, String> pages, Chrome chrome) {
    PlainForm wrong =
        PlainForm.empty()
            .with("role", "viewer")
            .with("others", HOSTILE)
            .with("subject", HOSTILE)
            .wrong(List.of(new Violation("/roles", HOSTILE), new Violation("", HOSTILE)));
    List<KeyRow> keys =
        List.of(KeyRow.of(key("nightly"), Fixtures.NOW), KeyRow.of(key(HOSTILE), Fixtures.NOW));
    put(pages, "keys", Map.of("chrome", chrome, "rows", keys, "first", "", "next", "/n"));
    put(pages, "key", Map.of("chrome", chrome, "form", wrong));
    put(pages, "revoke", Map.of("chrome", chrome, "key", keys.get(1)));
    put(
        pages,
        "once",
        Map.of(
            "chrome",
            chrome,
            "title",
            "The key is made",
            "section",
            "keys",
            "what",
            HOSTILE,
            "secret",
            "shown-once",
            "back",
            "/console/keys"));
    ConsoleUser bob = new ConsoleUser("bob", HOSTILE, Set.of("viewer"), true);
    UserView user = UserView.of(bob);
    put(pages, "users", Map.of("chrome", chrome, "rows", List.of(user), "first", "/f", "next", ""));
    put(pages, "newuser", Map.of("chrome", chrome, "form", wrong));
    put(pages, "password", Map.of("chrome", chrome, "form", wrong));
    put(pages, "user", Map.of("chrome", chrome, "user", user, "form", user.form()));
    sessions(pages, chrome);
    audit(pages, chrome);
    compliance(pages, chrome);
  }

  private static void sessions(Map<String, String> pages, Chrome chrome) {
    Moment moment = Moment.of(Fixtures.NOW, Fixtures.NOW);
    SessionsResource.Row row =
        new SessionsResource.Row(
            "/console/sessions/x/end", "bob", "*", true, "::1", HOSTILE, moment, moment, moment);
    put(pages, "sessions", Map.of("chrome", chrome, "rows", List.of(row)));
  }

  private static void compliance(Map<String, String> pages, Chrome chrome) {
    Compliance regulated =
        new Compliance(
            ComplianceMode.REGULATED,
            List.of(
                new Compliance.Item("determinism", true, true, "PARALLEL is refused."),
                new Compliance.Item("encryption", true, false, "Payloads are encrypted.")));
    Map<String, Object> model = new HashMap<>(ComplianceResource.model(regulated));
    model.put("chrome", chrome);
    put(pages, "compliance", model);
  }

  private static void audit(Map<String, String> pages, Chrome chrome) {
    AuditPage page =
        AuditPage.of(
            List.of(entry("user:ann", "{\"reason\":\"forbidden\"}"), entry(HOSTILE, "{}")),
            1,
            Map.of("actor", HOSTILE),
            true,
            Fixtures.NOW);
    put(pages, "audit", Map.of("chrome", chrome, "view", page));
    AuditChain chain = new AuditChain("0195603e", 7, "sha-256:bb");
    AuditReport report =
        new AuditReport(
            chain, 6, 0, null, new AuditReport.Broken(7, "id", "it is not what was written"));
    put(pages, "auditcheck", Map.of("chrome", chrome, "report", report, "from", 1L));
  }

  private static void put(Map<String, String> pages, String name, Map<String, Object> model) {
    pages.put(name, Preview.render(name, model));
  }
}
