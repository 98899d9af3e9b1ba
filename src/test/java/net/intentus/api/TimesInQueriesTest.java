package net.intentus.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Set;
import net.intentus.intent.Caller;
import org.assertj.core.api.ThrowingConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimesInQueriesTest {
  private static final Caller CALLER =
      new Caller("key:k", Caller.ALL_TENANTS, Set.of("viewer"), "k", null);
  private static final Instant NOON = Instant.parse("2026-03-04T12:00:00Z");

  @Test
  void countFromAnyOffset() {
    MultivaluedMap<String, String> query = from("2026-03-04T13:00:00+01:00");
    assertThat(FilterQuery.read(query, CALLER).from()).isEqualTo(NOON);
    assertThat(new DriftQuery(query, CALLER, NOON.plusSeconds(1)).filter().from()).isEqualTo(NOON);
    assertThat(AuditQuery.take(query).from()).isEqualTo(NOON);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"soon", "2026-03-04", "+999999999-01-01T00:00:00Z", "-999999999-01-01T00:00:00Z"})
  void areRefusedWhenNothingCanBeFrom(String text) {
    assertThatThrownBy(() -> FilterQuery.read(from(text), CALLER)).satisfies(refusal());
    assertThatThrownBy(() -> AuditQuery.take(from(text))).satisfies(refusal());
    assertThatThrownBy(() -> new DriftQuery(from(text), CALLER, NOON).filter())
        .satisfies(refusal());
    byte[] key =
        "{\"subject\":\"s\",\"roles\":[\"viewer\"],\"expiresAt\":\"%s\"}"
            .formatted(text)
            .getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> KeyDocuments.read(key)).satisfies(refusal());
  }

  private static ThrowingConsumer<Throwable> refusal() {
    return thrown ->
        assertThat(thrown)
            .isInstanceOfSatisfying(
                ProblemException.class,
                refused -> assertThat(refused.problem().status()).isEqualTo(422));
  }

  private static MultivaluedMap<String, String> from(String text) {
    MultivaluedMap<String, String> query = new MultivaluedHashMap<>();
    query.putSingle("from", text);
    return query;
  }
}
