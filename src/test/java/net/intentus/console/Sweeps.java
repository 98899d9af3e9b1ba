package net.intentus.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.intentus.harness.Api;
import net.intentus.harness.Eventually;

/** Rounds of checks over all records. */
final class Sweeps {
  private Sweeps() {}

  /** Asks for a round, or joins the one that runs, and waits for its end. */
  static void round(Api api) {
    assertThat(api.post("/api/v1/verification/sweep", "{}").status()).isEqualTo(202);
    Eventually.isTrue(
        "the round ends",
        Duration.ofSeconds(60),
        () -> api.get("/api/v1/verification").json().path("state").asText().equals("idle"));
  }
}
