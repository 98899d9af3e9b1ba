package net.intentus.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "fence lamp orbit mild",
        "x7#kQ!2vLp0Zr",
        "Der Kaffee um 6 ist kalt",
        "пароль который длинный",
        "a3f9c07be41d55e2a3f9c07be41d55e2"
      })
  void takesLongOnesThatNobodyGuesses(String password) {
    assertThat(Passwords.problem(password, "alice")).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "short", "elevenchars", "😀😀😀😀😀😀"})
  void refusesShortOnes(String password) {
    assertThat(Passwords.problem(password, "alice")).contains("12");
  }

  @Test
  void refusesEndlessOnes() {
    assertThat(Passwords.problem("ab cd ef gh".repeat(100), "alice")).contains("1024");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "password1234",
        "Password2026!",
        "P@ssw0rd1234",
        "passwordpassword",
        "letmein-letmein",
        "qwertyuiop123",
        "1qaz2wsx3edc4rfv",
        "1234567890123",
        "abcdefghijklm",
        "zyxwvutsrqponm",
        "Welcome2Company!",
        "summer-2026-winter",
        "correcthorsebatterystaple",
        "administrator1"
      })
  void refusesThoseThatAreGuessedFirst(String password) {
    assertThat(Passwords.problem(password, "alice"))
        .isEqualTo("is among the first that are guessed");
  }

  @Test
  void refusesTheUserNameWithSomethingCommon() {
    assertThat(Passwords.problem("alice.miller-2026", "alice.miller")).contains("user name");
    assertThat(Passwords.problem("Password-wilhelmine", "wilhelmine")).contains("user name");
  }

  @Test
  void refusesRepetition() {
    assertThat(Passwords.problem("xkxkxkxkxkxkxk", "alice")).contains("different");
  }

  @Test
  void decidesQuicklyAboutAnythingThatFits() {
    assertThat(Passwords.problem("abcabdabeab".repeat(93), "alice")).isNull();
  }
}
