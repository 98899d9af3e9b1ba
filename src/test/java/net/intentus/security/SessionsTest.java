package net.intentus.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SessionsTest {
  private final SecurityFixture fixture = new SecurityFixture();
  private final ConsoleUser alice = fixture.user("alice", "a long password");

  @AfterEach
  void close() {
    fixture.close();
  }

  private Sessions.Started start() {
    return fixture.database.in(() -> fixture.sessions.start(alice, "192.0.2.1", "Browser/1.0"));
  }

  private boolean alive(Sessions.Started started) {
    return fixture.database.in(() -> fixture.sessions.find(started.token()).isPresent());
  }

  private void use(Sessions.Started started, Duration during) {
    for (Duration passed = Duration.ZERO;
        passed.compareTo(during) < 0;
        passed = passed.plusMinutes(20)) {
      fixture.clock.move(Duration.ofMinutes(20));
      alive(started);
    }
  }

  @Test
  void knowsItsUser() {
    Sessions.Started started = start();

    ConsoleSession session =
        fixture.database.in(() -> fixture.sessions.find(started.token()).orElseThrow());

    assertThat(session.caller("192.0.2.2").subject()).isEqualTo("user:alice");
    assertThat(session.caller("192.0.2.2").tenant()).isEqualTo("acme");
    assertThat(session.caller("192.0.2.2").keyId()).isNull();
    assertThat(session.csrf()).hasSize(43).isNotEqualTo(started.token());
  }

  @Test
  void keepsNoTokenInTheDatabase() {
    Sessions.Started started = start();

    assertThat(fixture.rows("SELECT * FROM console_session").toString())
        .doesNotContain(started.token());
    assertThat(started.toString()).doesNotContain(started.token());
  }

  @Test
  void givesANewTokenAtEverySignIn() {
    assertThat(start().token()).isNotEqualTo(start().token());
  }

  @Test
  void isNotFoundByItsIdOrByNonsense() {
    Sessions.Started started = start();

    assertThat(fixture.sessions.find(started.session().id())).isEmpty();
    assertThat(fixture.sessions.find("' OR 1=1 --")).isEmpty();
    assertThat(fixture.sessions.find("")).isEmpty();
  }

  @Test
  void endsAfterHalfAnHourWithoutUse() {
    Sessions.Started started = start();
    fixture.clock.move(Duration.ofMinutes(30).minusMillis(1));
    assertThat(alive(started)).isTrue();

    fixture.clock.move(Duration.ofMinutes(30));

    assertThat(alive(started)).isFalse();
  }

  @Test
  void endsAfterTwelveHoursHoweverBusy() {
    Sessions.Started started = start();
    use(started, Duration.ofHours(12).minusMinutes(20));
    assertThat(alive(started)).isTrue();

    fixture.clock.move(Duration.ofMinutes(20));

    assertThat(alive(started)).isFalse();
  }

  @Test
  void endsAsIsConfigured() {
    fixture.clock.move(Duration.ofDays(1));
    Sessions strict = fixture.newSessions("intentus.session.idle-minutes", "5");
    Sessions.Started started =
        fixture.database.in(() -> strict.start(alice, "192.0.2.1", "Browser/1.0"));
    fixture.clock.move(Duration.ofMinutes(5).minusMillis(1));
    assertThat(fixture.database.in(() -> strict.find(started.token()))).isPresent();
    fixture.clock.move(Duration.ofMinutes(5));
    assertThat(fixture.database.in(() -> strict.find(started.token()))).isEmpty();

    Sessions brief = fixture.newSessions("intentus.session.lifetime-hours", "1");
    Sessions.Started busy =
        fixture.database.in(() -> brief.start(alice, "192.0.2.1", "Browser/1.0"));
    assertThat(busy.session().expiresAt()).isEqualTo(fixture.clock.instant().plusSeconds(3_600));
  }

  @Test
  void writesLastSeenAtMostOnceAMinute() {
    Sessions.Started started = start();
    String before = fixture.rows("SELECT last_seen FROM console_session").toString();
    fixture.clock.move(Duration.ofSeconds(59));
    alive(started);
    assertThat(fixture.rows("SELECT last_seen FROM console_session")).hasToString(before);

    fixture.clock.move(Duration.ofSeconds(1));
    alive(started);

    assertThat(fixture.rows("SELECT last_seen FROM console_session").toString())
        .isNotEqualTo(before);
  }

  @Test
  void isGoneHereAtOnceAndElsewhereWithinTwoSecondsOfSigningOut() {
    Sessions.Started started = start();
    Sessions elsewhere = fixture.newSessions();
    fixture.database.in(() -> elsewhere.find(started.token()));

    fixture.database.in(
        () -> {
          fixture.sessions.end(started.session(), "192.0.2.1");
          return null;
        });

    assertThat(alive(started)).isFalse();
    fixture.clock.move(Duration.ofSeconds(2));
    assertThat(fixture.database.in(() -> elsewhere.find(started.token()))).isEmpty();
    assertThat(fixture.trail.recent(2))
        .containsExactly("user:alice session.end alice ok", "user:alice session.start alice ok");
  }

  @Test
  void endsWhenItsUserIsDisabled() {
    Sessions.Started started = start();
    alive(started);
    fixture.sql("UPDATE console_user SET disabled = TRUE");
    fixture.clock.move(Duration.ofSeconds(2));

    assertThat(alive(started)).isFalse();
  }

  @Test
  void leavesNoEndedSessionsBehind() {
    start();
    fixture.clock.move(Duration.ofHours(1));
    start();

    assertThat(fixture.rows("SELECT token_hash FROM console_session")).hasSize(1);
  }
}
