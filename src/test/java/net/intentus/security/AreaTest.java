package net.intentus.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AreaTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/health",
        "/health/ready",
        "/metrics",
        "/metrics/base",
        "/openapi",
        "/console/login",
        "/console/assets/app.css"
      })
  void leavesOpenWhatTheContractOpens(String path) {
    assertThat(Area.of(path)).isEqualTo(Area.OPEN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/console",
        "/console/",
        "/console/agents",
        "/console/login/",
        "/console/login2",
        "/console/assets",
        "/console/assetsx",
        "/console/logout"
      })
  void asksForASessionOnPages(String path) {
    assertThat(Area.of(path)).isEqualTo(Area.CONSOLE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/version",
        "/intent",
        "/mcp",
        "/ws/v1/intents",
        "/healthy",
        "/metricsx",
        "/error",
        "/anything",
        "/openapi/application.wadl",
        "/consolex",
        "//health"
      })
  void asksForAKeyEverywhereElse(String path) {
    assertThat(Area.of(path)).isEqualTo(Area.API);
  }
}
