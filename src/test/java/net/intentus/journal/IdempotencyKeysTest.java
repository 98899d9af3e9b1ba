package net.intentus.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.intentus.config.Settings;
import net.intentus.config.SettingsReader;
import net.intentus.intent.Hashes;
import org.junit.jupiter.api.Test;

class IdempotencyKeysTest {
  private static final Settings SETTINGS =
      SettingsReader.read(
          key -> Optional.ofNullable(Map.of("intentus.idempotency.ttl-hours", "7").get(key)));

  private final List<Instant> cleared = new ArrayList<>();

  /** A store with that many expired keys. */
  private IdempotencyKeys keys(int expired) {
    IdempotencyStore store =
        new IdempotencyStore() {
          private int left = expired;

          @Override
          public int clear(Instant now, int limit) {
            cleared.add(now);
            int some = Math.min(left, limit);
            left -= some;
            return some;
          }
        };
    return keys(store);
  }

  private static IdempotencyKeys keys(IdempotencyStore store) {
    return new IdempotencyKeys(
        store, Hashes::sha256, Clock.fixed(Fixtures.NOW, ZoneOffset.UTC), SETTINGS, () -> {});
  }

  private static IdempotencyStore broken() {
    return new IdempotencyStore() {
      @Override
      public int clear(Instant now, int limit) {
        throw new IllegalStateException("the database is away");
      }

      @Override
      public KeyState find(IdempotencyClaim claim) {
        throw new IllegalStateException("the database is away");
      }
    };
  }

  @Test
  void aClaimLastsAsLongAsConfigured() {
    IdempotencyClaim claim = keys(0).claim("t", "k", Fixtures.envelope("Intent"));
    assertThat(claim.at()).isEqualTo(Fixtures.NOW);
    assertThat(claim.expiresAt()).isEqualTo(Fixtures.NOW.plus(Duration.ofHours(7)));
  }

  @Test
  void whoSeemsToBeAtWorkMayHaveAnsweredAlready() {
    List<KeyState> states =
        new ArrayList<>(List.of(taken(ExecutionStatus.RUNNING), taken(ExecutionStatus.SUCCEEDED)));
    IdempotencyStore store =
        new IdempotencyStore() {
          @Override
          public KeyState find(IdempotencyClaim claim) {
            return states.get(0);
          }
        };
    IdempotencyKeys keys =
        new IdempotencyKeys(
            store,
            Hashes::sha256,
            Clock.fixed(Fixtures.NOW, ZoneOffset.UTC),
            SETTINGS,
            () -> states.remove(0)); // the database has what was acknowledged
    KeyState state = keys.state(keys.claim("t", "k", Fixtures.envelope("Intent")));
    assertThat(state).isEqualTo(taken(ExecutionStatus.SUCCEEDED));
    assertThat(states).hasSize(1);
  }

  private static KeyState taken(ExecutionStatus status) {
    return new KeyState.Taken("e", true, "key:a", status);
  }

  @Test
  void theDigestIsOfTheWorkAndOfNothingElse() {
    IdempotencyKeys keys = keys(0);
    byte[] digest = keys.claim("t", "k", Fixtures.envelope("Intent", "tag")).digest();
    assertThat(keys.claim("u", "l", Fixtures.envelope("Intent", "tag")).digest()).isEqualTo(digest);
    assertThat(keys.claim("t", "k", Fixtures.envelope("Intent")).digest()).isNotEqualTo(digest);
    assertThat(keys.claim("t", "k", Fixtures.envelope("Other", "tag")).digest())
        .isNotEqualTo(digest);
  }

  @Test
  void clearsUntilNothingIsLeft() {
    keys(IdempotencyKeys.BATCH * 2 + 1).sweep();
    assertThat(cleared).containsExactly(Fixtures.NOW, Fixtures.NOW, Fixtures.NOW);
  }

  @Test
  void clearsSoManyAtATimeAndLeavesTheRest() {
    keys(Integer.MAX_VALUE).sweep();
    assertThat(cleared).hasSize(200);
  }

  @Test
  void aDatabaseThatIsAwayStopsNeitherTheScheduleNorTheRequest() {
    IdempotencyKeys keys = keys(broken());
    keys.sweep();
    assertThat(keys.state(keys.claim("t", "k", Fixtures.envelope("Intent"))))
        .isInstanceOf(KeyState.Unreadable.class);
  }
}
