package net.intentus.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import net.intentus.intent.Caller;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RefusalsTest {
  private static final Caller EVE = new Caller("key:eve", "evil", Set.of("viewer"), "eve", "::1");
  private final SecurityFixture fixture = new SecurityFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  private void in(Runnable work) {
    fixture.database.in(
        () -> {
          work.run();
          return null;
        });
  }

  private List<List<String>> entries() {
    return fixture.rows("SELECT actor, tenant, object_id, detail FROM audit_entry ORDER BY id");
  }

  @Test
  void tellsWhoTriedWhat() {
    in(() -> fixture.refusals.forbidden(EVE, "DELETE", "/api/v1/keys/x"));
    in(() -> fixture.refusals.badKey(KeyResult.Reason.REVOKED, "192.0.2.9", "GET", "/api/v1/x"));

    assertThat(entries())
        .containsExactly(
            List.of("key:eve", "evil", "DELETE /api/v1/keys/x", "{\"reason\":\"forbidden\"}"),
            List.of("anonymous", "*", "GET /api/v1/x", "{\"reason\":\"revoked\"}"));
  }

  @Test
  void writesTheFirstOfAMinuteAndCountsTheRest() {
    for (int i = 0; i < 1_000; i++) {
      in(() -> fixture.refusals.forbidden(EVE, "GET", "/api/v1/audit"));
    }
    in(fixture.refusals::tick);
    assertThat(entries()).hasSize(1);

    fixture.clock.move(Duration.ofMinutes(1));
    in(fixture.refusals::tick);
    in(fixture.refusals::tick);

    assertThat(entries()).hasSize(2);
    assertThat(entries().get(1).get(3)).isEqualTo("{\"reason\":\"forbidden\",\"times\":\"999\"}");
  }

  @Test
  void isNotFilledByManyStrangers() {
    for (int i = 0; i < 5_000; i++) {
      String address = "198.51." + i / 250 + "." + i % 250;
      in(() -> fixture.refusals.badKey(KeyResult.Reason.UNKNOWN, address, "GET", "/x"));
    }
    fixture.clock.move(Duration.ofMinutes(1));
    in(fixture.refusals::tick);

    assertThat(entries()).hasSize(101);
    assertThat(entries().get(100).get(3)).contains("\"times\":\"4900\"");
  }

  @Test
  void doesNotFailTheRefusalWhenItCannotBeWritten() {
    fixture.sql("DROP TABLE audit_entry");

    fixture.refusals.forbidden(EVE, "GET", "/x");
    fixture.refusals.tick();
  }
}
