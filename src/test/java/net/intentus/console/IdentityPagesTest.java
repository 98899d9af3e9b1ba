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
  void saysWhatAKeyIsLimitedTo() {
    assertThat(pages.get("keys"))
        .contains("intent Search*", "from 10.1.0.0/16", "in production", "night-shift", "Good");
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
