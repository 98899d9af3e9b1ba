package net.intentus.security;

import java.util.List;

/** What became of a sign-in. */
public sealed interface SignInResult {
  /** The user is who it says. The token goes into the cookie ({@link SessionCookie}). */
  record SignedIn(ConsoleSession session, String token) implements SignInResult {
    @Override
    public String toString() {
      return "SignedIn[" + session + "]";
    }
  }

  /**
   * The password is right, and a code is asked for. The token goes into {@link ShortCookie#STEP},
   * the code to {@link SecondStep}.
   */
  record NeedsCode(String token) implements SignInResult {
    @Override
    public String toString() {
      return "NeedsCode[]";
    }
  }

  /** Signed in with a factor that is new; its recovery codes are never shown again. */
  record Enrolled(SignedIn signedIn, List<String> recoveryCodes) implements SignInResult {
    public Enrolled {
      recoveryCodes = List.copyOf(recoveryCodes);
    }

    @Override
    public String toString() {
      return "Enrolled[" + signedIn + "]";
    }
  }

  /** Nobody waits with that token any more: the password is to be given again. */
  record Expired() implements SignInResult {}

  /** Name, password or code is wrong, or the user is disabled; which one is nobody's business. */
  record Refused() implements SignInResult {}

  /**
   * Nothing was checked: too many failures, or too many sign-ins at once. Answer 429.
   *
   * @param retryAfterSeconds at least 1
   */
  record TooMany(int retryAfterSeconds) implements SignInResult {}
}
