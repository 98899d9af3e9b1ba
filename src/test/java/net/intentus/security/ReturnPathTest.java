package net.intentus.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReturnPathTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "//evil.example/",
        "https://evil.example/console/",
        "/\\evil.example",
        "/console/\\evil",
        "/console//evil.example",
        "/console/../intent",
        "/console/x/../../api",
        "/console/%0d%0aSet-Cookie:x\r\n",
        "/consolex",
        "/console@evil.example",
        "javascript:alert(1)",
        "/api/v1/version",
        "/console/login?next=/console/login",
        ""
      })
  void leadsHomeWhenThePathIsNoPageOfOurs(String path) {
    assertThat(ReturnPath.safe(path)).isEqualTo("/console/");
    assertThat(ReturnPath.login(path)).isEqualTo("/console/login");
  }

  @Test
  void leadsBackToThePageWithItsQuery() {
    String page = "/console/executions?status=failed&q=agent%3Asearch-*";

    assertThat(ReturnPath.safe(page)).isEqualTo(page);
    assertThat(ReturnPath.login(page))
        .isEqualTo(
            "/console/login?next=%2Fconsole%2Fexecutions%3Fstatus%3Dfailed%26q%3Dagent%253Asearch-*");
    assertThat(ReturnPath.safe(null)).isEqualTo("/console/");
    assertThat(ReturnPath.safe("/console")).isEqualTo("/console");
  }
}
