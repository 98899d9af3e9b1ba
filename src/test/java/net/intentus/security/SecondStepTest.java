package net.intentus.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import net.intentus.intent.Caller;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SecondStepTest {
  private static final String PASSWORD = "a long password";
  private static final String HERE = "192.0.2.1";
  private static final Caller ALICE =
      new Caller("user:alice", "acme", Set.of("viewer"), null, HERE);
  private final SecurityFixture fixture = new SecurityFixture();

  SecondStepTest() {
    fixture.user("alice", PASSWORD);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private <T> T in(Supplier<T> work) {
    return fixture.database.in(work);
  }

  private static byte[] decoded(String base32) {
    byte[] bytes = new byte[base32.length() * 5 / 8];
    for (int bit = 0; bit < bytes.length * 8; bit++) {
      int digit = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(base32.charAt(bit / 5));
      if ((digit >> (4 - bit % 5) & 1) == 1) {
        bytes[bit / 8] |= (byte) (1 << (7 - bit % 8));
      }
    }
    return bytes;
  }

  private String code(Enrolment enrolment) {
    return Totp.code(decoded(enrolment.secret()), Totp.step(fixture.clock.instant()));
  }

  private List<String> recoveryCodes;

  private Enrolment enrolled() {
    Enrolment enrolment = in(() -> fixture.factors.offer("alice")).orElseThrow();
    recoveryCodes =
        in(() -> fixture.factors.confirm(ALICE, "alice", code(enrolment))).orElseThrow();
    fixture.clock.move(Duration.ofSeconds(30));
    return enrolment;
  }

  private SignInResult password(String password) {
    return in(() -> fixture.signIn.attempt("alice", password, HERE, null));
  }

  private String waiting() {
    return ((SignInResult.NeedsCode) password(PASSWORD)).token();
  }

  private SignInResult prove(String token, String code) {
    return in(() -> fixture.secondStep.prove(token, code, HERE, null));
  }

  @Test
  void signsInWithAPasswordAndACode() {
    Enrolment enrolment = enrolled();
    String token = waiting();

    assertThat(in(() -> fixture.sessions.find(token))).as("no session yet").isEmpty();
    SignInResult result = prove(token, code(enrolment));
    assertThat(result).isInstanceOf(SignInResult.SignedIn.class);
    String session = ((SignInResult.SignedIn) result).token();
    assertThat(session).isNotEqualTo(token);
    assertThat(in(() -> fixture.sessions.find(session))).isPresent();
    assertThat(fixture.trail.recent(2))
        .containsExactly(
            "user:alice session.start alice ok", "user:alice user.factor.enable alice ok");
    assertThat(prove(token, code(enrolment))).isInstanceOf(SignInResult.Expired.class);
  }

  @Test
  void tellsOfAFactorOnlyWhenThePasswordIsRight() {
    enrolled();
    assertThat(password("another password")).isEqualTo(new SignInResult.Refused());
  }

  @Test
  void takesACodeOnce() {
    Enrolment enrolment = enrolled();
    String code = code(enrolment);
    assertThat(prove(waiting(), code)).isInstanceOf(SignInResult.SignedIn.class);
    assertThat(prove(waiting(), code)).isEqualTo(new SignInResult.Refused());
    fixture.clock.move(Duration.ofSeconds(30));
    assertThat(prove(waiting(), code(enrolment))).isInstanceOf(SignInResult.SignedIn.class);
  }

  @Test
  void takesTheCodeThatConfirmedTheFactorNotAgain() {
    Enrolment enrolment = in(() -> fixture.factors.offer("alice")).orElseThrow();
    String code = code(enrolment);
    assertThat(in(() -> fixture.factors.confirm(ALICE, "alice", code))).isPresent();
    assertThat(prove(waiting(), code)).isEqualTo(new SignInResult.Refused());
  }

  @Test
  void takesARecoveryCodeOnceHoweverItIsTyped() {
    enrolled();
    assertThat(recoveryCodes).hasSize(10).doesNotHaveDuplicates();
    String typed = recoveryCodes.get(3).toLowerCase(java.util.Locale.ROOT).replace('-', ' ');
    assertThat(prove(waiting(), typed)).isInstanceOf(SignInResult.SignedIn.class);
    assertThat(prove(waiting(), typed)).isEqualTo(new SignInResult.Refused());
    assertThat(in(() -> fixture.factors.state("alice")).recoveryCodes()).isEqualTo(9);

    List<String> fresh = in(() -> fixture.factors.renewCodes(ALICE, "alice")).orElseThrow();
    assertThat(prove(waiting(), recoveryCodes.get(4))).isEqualTo(new SignInResult.Refused());
    assertThat(prove(waiting(), fresh.get(0))).isInstanceOf(SignInResult.SignedIn.class);
  }

  @Test
  void storesNothingThatCouldBeUsed() {
    Enrolment enrolment = enrolled();
    String stored =
        fixture.rows("SELECT * FROM second_factor").toString()
            + fixture.rows("SELECT * FROM recovery_code")
            + fixture.rows("SELECT * FROM audit_entry");
    String plain = recoveryCodes.get(0).replace("-", "");
    String base64 =
        new String(
            java.util.Base64.getEncoder().encode(decoded(enrolment.secret())),
            StandardCharsets.US_ASCII);
    assertThat(stored).doesNotContain(enrolment.secret(), base64, plain, recoveryCodes.get(0));
  }

  @Test
  void slowsGuessingCodesDownLikePasswordsAndNotAnewWithEachPassword() {
    Enrolment enrolment = enrolled();
    for (int i = 0; i < 5; i++) {
      assertThat(prove(waiting(), "00000" + i)).isEqualTo(new SignInResult.Refused());
    }
    assertThat(password(PASSWORD)).isEqualTo(new SignInResult.TooMany(1));
    fixture.clock.move(Duration.ofSeconds(1));
    String token = waiting();
    assertThat(prove(token, "wrong")).isEqualTo(new SignInResult.Refused());
    assertThat(prove(token, code(enrolment))).isEqualTo(new SignInResult.TooMany(2));
    fixture.clock.move(Duration.ofSeconds(2));
    assertThat(prove(token, code(enrolment))).isInstanceOf(SignInResult.SignedIn.class);
    assertThat(fixture.trail.recent(50)).contains("user:alice session.start alice refused");
  }

  @Test
  void waitsForFiveMinutes() {
    Enrolment enrolment = enrolled();
    String token = waiting();
    fixture.clock.move(Duration.ofMinutes(5).minusMillis(1));
    assertThat(in(() -> fixture.secondStep.find(token))).isPresent();
    fixture.clock.move(Duration.ofMillis(1));
    assertThat(in(() -> fixture.secondStep.find(token))).isEmpty();
    assertThat(prove(token, code(enrolment))).isInstanceOf(SignInResult.Expired.class);
  }

  @Test
  void waitsNoMoreForWhoIsDisabledOrHasAnotherPassword() {
    Enrolment enrolment = enrolled();
    String token = waiting();
    fixture.sql("UPDATE console_user SET disabled = TRUE WHERE name = 'alice'");
    assertThat(prove(token, code(enrolment))).isInstanceOf(SignInResult.Expired.class);
    fixture.sql("UPDATE console_user SET disabled = FALSE");
    String other = waiting();
    in(() -> fixture.people.resetPassword(SecurityFixture.ROOT, "alice", "fence lamp orbit mild"));
    assertThat(prove(other, code(enrolment))).isInstanceOf(SignInResult.Expired.class);
  }

  @Test
  void makesWhoMustHaveAFactorEnrolBeforeItHasASession() {
    SecondFactors all = fixture.factors("all");
    SecondStep step = fixture.secondStep(all);
    SignIn signIn =
        new SignIn(
            fixture.users,
            fixture.sessions,
            fixture.hasher,
            fixture.refusals,
            fixture.bounds,
            step);
    SignInResult first = in(() -> signIn.attempt("alice", PASSWORD, HERE, null));
    String token = ((SignInResult.NeedsCode) first).token();
    Enrolment enrolment = in(() -> step.find(token)).orElseThrow().enrolment();
    assertThat(enrolment.uri())
        .isEqualTo(
            "otpauth://totp/IntentusNet:alice?secret=%s&issuer=IntentusNet&algorithm=SHA1&digits=6&period=30"
                .formatted(enrolment.secret()));
    assertThat(enrolment.secret()).hasSize(32);
    assertThat(in(() -> step.prove(token, "000000", HERE, null)))
        .isEqualTo(new SignInResult.Refused());
    SignInResult done = in(() -> step.prove(token, code(enrolment), HERE, null));
    assertThat(done).isInstanceOf(SignInResult.Enrolled.class);
    assertThat(((SignInResult.Enrolled) done).recoveryCodes()).hasSize(10);
    assertThat(done.toString())
        .doesNotContain(((SignInResult.Enrolled) done).recoveryCodes().get(0));
    assertThat(in(() -> all.offered("alice"))).as("never shown again").isEmpty();
  }

  @Test
  void asksOnlyAdministratorsWhereOnlyTheyMustHaveOne() {
    SecondFactors admins = fixture.factors("admin");
    assertThat(admins.requiredOf(new ConsoleUser("a", "t", Set.of("admin"), false))).isTrue();
    assertThat(admins.requiredOf(new ConsoleUser("b", "t", Set.of("operator"), false))).isFalse();
  }

  @Test
  void givesASessionWithoutACodeAfterAnAdministratorTookTheFactorAway() {
    enrolled();
    String token = waiting();
    in(() -> fixture.people.resetFactor(SecurityFixture.ROOT, "alice"));
    assertThat(prove(token, recoveryCodes.get(0))).isInstanceOf(SignInResult.Expired.class);
    assertThat(password(PASSWORD)).isInstanceOf(SignInResult.SignedIn.class);
    Caller other = new Caller("user:x", "other", Set.of("admin"), null, HERE);
    assertThat(in(() -> fixture.people.resetFactor(other, "alice")))
        .isEqualTo(new UserChange.NotFound());
  }

  @Test
  void asksForThePasswordBeforeAFactorIsOfferedOrTakenAway() {
    ConsoleSession session = ((SignInResult.SignedIn) password(PASSWORD)).session();
    OwnFactor own = new OwnFactor(fixture.own, fixture.factors);
    assertThat(in(() -> own.begin(session, "wrong"))).isInstanceOf(OwnFactor.Result.Invalid.class);
    Enrolment enrolment =
        ((OwnFactor.Result.Offered) in(() -> own.begin(session, PASSWORD))).enrolment();
    assertThat(in(() -> own.confirm(session, "000000", HERE)))
        .isInstanceOf(OwnFactor.Result.Invalid.class);
    assertThat(in(() -> own.confirm(session, code(enrolment), HERE)))
        .isInstanceOf(OwnFactor.Result.Done.class);
    assertThat(in(() -> own.begin(session, PASSWORD))).isInstanceOf(OwnFactor.Result.Invalid.class);
    assertThat(in(() -> own.disable(session, "wrong", HERE)))
        .isInstanceOf(OwnFactor.Result.Invalid.class);
    OwnFactor bound = new OwnFactor(fixture.own, fixture.factors("all"));
    assertThat(in(() -> bound.disable(session, PASSWORD, HERE)))
        .isInstanceOf(OwnFactor.Result.Invalid.class);
    assertThat(in(() -> own.disable(session, PASSWORD, HERE)))
        .isInstanceOf(OwnFactor.Result.Done.class);
    assertThat(password(PASSWORD)).isInstanceOf(SignInResult.SignedIn.class);
  }
}
