package net.intentus.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IdentityPagesTest {
  private final Map<String, String> pages = Preview.pages("light");

  @Test
  void escapesWhatOthersTyped() {
    for (String page :
        List.of("keys", "key", "revoke", "once", "users", "newuser", "user", "sessions", "audit")) {
      assertThat(pages.get(page)).as(page).doesNotContain("<script>alert").contains("&lt;script");
    }
  }

  @Test
  void showsNoSecretThatIsSharedWithOthers() {
    for (String page :
        List.of("peers", "newpeer", "peer", "credentials", "newcredential", "credential")) {
      assertThat(pages.get(page))
          .as(page)
          .doesNotContain("<script>alert", "canary")
          .contains("&lt;script");
    }
    assertThat(pages.get("peer")).contains("Sends and opens", "Expired", "signature required");
  }

  @Test
  void saysWhatAKeyIsLimitedTo() {
    assertThat(pages.get("keys"))
        .contains("intent Search*", "from 10.1.0.0/16", "in production", "night-shift", "Good");
  }

  @Test
  void saysWhichSafeguardsAreOnAndThatDevelopmentRelaxesOne() {
    assertThat(pages.get("compliance"))
        .contains("Mode: <strong>regulated</strong>", "determinism", "Off", "required")
        .doesNotContain("Development mode");
    Chrome development =
        new Chrome(Fixtures.ADMIN, "t", "light", null, "/console/", true, "c", "j", "i");
    assertThat(Preview.render("problem", Map.of("chrome", development, "view", problem())))
        .contains("Development mode: determinism is relaxed");
  }

  private static ProblemView problem() {
    return new ProblemView(404, "Not found", "There is no page here.", "req-12", null);
  }

  @Test
  void namesThePlaceThatDoesNotHold() {
    assertThat(pages.get("auditcheck"))
        .contains("It does not hold at place 7", "it is not what was written");
  }

  @Test
  void leadsToTheNextPageWithTheFilter() {
    assertThat(pages.get("audit"))
        .contains("after=0195603e-9a10-7c3d-8f00-9b3c51d0a2f4")
        .contains("actor=%22%3E%3Cscript%3E");
  }

  @Test
  void showsAdministratorsPagesToNobodyElse() {
    String html =
        Preview.render(
            "sessions",
            Map.of("chrome", Preview.chrome(Fixtures.VIEWER, "light", null), "rows", List.of()));
    assertThat(html).doesNotContain("/console/keys", "/console/users", "/console/audit");
    assertThat(pages.get("sessions")).contains("/console/keys", "/console/users", "/console/audit");
  }
}
