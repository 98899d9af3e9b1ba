package net.intentus.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SignInTest {
  private static final String PASSWORD = "a long password";
  private final SecurityFixture fixture = new SecurityFixture();

  SignInTest() {
    fixture.user("alice", PASSWORD);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private SignInResult attempt(String name, String password, String address) {
    return fixture.database.in(() -> fixture.signIn.attempt(name, password, address, null));
  }

  private SignInResult attempt(String name, String password) {
    return attempt(name, password, "192.0.2.1");
  }

  @Test
  void beginsASessionThatIsFoundByItsToken() {
    SignInResult result = attempt("alice", PASSWORD);

    assertThat(result).isInstanceOf(SignInResult.SignedIn.class);
    String token = ((SignInResult.SignedIn) result).token();
    assertThat(fixture.database.in(() -> fixture.sessions.find(token))).isPresent();
    assertThat(result.toString()).doesNotContain(token);
  }

  @Test
  void saysTheSameToAWrongPasswordAnUnknownAndADisabledUser() {
    fixture.user("gone", PASSWORD);
    fixture.sql("UPDATE console_user SET disabled = TRUE WHERE name = 'gone'");

    assertThat(attempt("alice", "another password")).isEqualTo(new SignInResult.Refused());
    assertThat(attempt("nobody", PASSWORD)).isEqualTo(new SignInResult.Refused());
    assertThat(attempt("gone", PASSWORD)).isEqualTo(new SignInResult.Refused());
    assertThat(attempt("Alice", PASSWORD)).isEqualTo(new SignInResult.Refused());
    assertThat(attempt("", "")).isEqualTo(new SignInResult.Refused());
    assertThat(attempt("alice", "x".repeat(100_000))).isEqualTo(new SignInResult.Refused());
  }

  @Test
  void recordsRefusalsWithoutWhatWasTypedIntoTheNameField() {
    attempt("alice", "another password");
    attempt("my secret password", "");

    assertThat(fixture.trail.recent(2))
        .containsExactly(
            "anonymous session.start null refused", "user:alice session.start alice refused");
    assertThat(fixture.rows("SELECT * FROM audit_entry").toString())
        .doesNotContain("secret")
        .doesNotContain("another");
  }

  @Test
  void slowsGuessingDownMoreAndMore() {
    for (int i = 0; i < 5; i++) {
      assertThat(attempt("alice", "guess number " + i)).isEqualTo(new SignInResult.Refused());
    }
    assertThat(attempt("alice", PASSWORD)).isEqualTo(new SignInResult.TooMany(1));

    fixture.clock.move(Duration.ofSeconds(1));
    assertThat(attempt("alice", "one more guess")).isEqualTo(new SignInResult.Refused());
    assertThat(attempt("alice", PASSWORD)).isEqualTo(new SignInResult.TooMany(2));

    fixture.clock.move(Duration.ofSeconds(2));
    assertThat(attempt("alice", PASSWORD)).isInstanceOf(SignInResult.SignedIn.class);
    assertThat(attempt("alice", "a slip")).isEqualTo(new SignInResult.Refused());
  }

  @Test
  void doesNotLockOthersOutForOneGuesser() {
    for (int i = 0; i < 5; i++) {
      attempt("alice", "guess number " + i, "198.51.100.66");
    }

    assertThat(attempt("alice", PASSWORD, "198.51.100.66"))
        .isInstanceOf(SignInResult.TooMany.class);
    assertThat(attempt("alice", PASSWORD, "192.0.2.1")).isInstanceOf(SignInResult.SignedIn.class);
  }

  @Test
  void slowsGuessingFromManyAddressesDownWithoutLockingTheUserOutForLong() {
    for (int i = 0; i < 50; i++) {
      assertThat(attempt("alice", "guess number " + i, "198.51.100." + i))
          .isEqualTo(new SignInResult.Refused());
    }
    assertThat(attempt("alice", PASSWORD, "192.0.2.1")).isInstanceOf(SignInResult.TooMany.class);

    fixture.clock.move(Duration.ofSeconds(30));
    assertThat(attempt("alice", PASSWORD, "192.0.2.1")).isInstanceOf(SignInResult.SignedIn.class);
  }

  @Test
  void hashesAgainWhatWasHashedWithOldParameters() {
    fixture.sql(
        "UPDATE console_user SET password_hash = '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ"
            + "$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc'");

    assertThat(attempt("alice", "password")).isInstanceOf(SignInResult.SignedIn.class);

    assertThat(fixture.rows("SELECT password_hash FROM console_user").toString())
        .contains("m=19456");
    assertThat(attempt("alice", "password")).isInstanceOf(SignInResult.SignedIn.class);
  }

  @Test
  void keepsTheRecordOfFailuresBounded() {
    BackOff backOff = new BackOff(fixture.clock, 5, 300_000);
    for (int i = 0; i < 30_000; i++) {
      backOff.failed("address|" + i);
    }

    assertThat(backOff.size()).isEqualTo(10_000);
  }
}
