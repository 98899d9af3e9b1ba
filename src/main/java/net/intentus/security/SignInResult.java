package net.intentus.security;

/** What became of a sign-in. */
public sealed interface SignInResult {
  /** The user is who it says. The token goes into the cookie ({@link SessionCookie}). */
  record SignedIn(ConsoleSession session, String token) implements SignInResult {
    @Override
    public String toString() {
      return "SignedIn[" + session + "]";
    }
  }

  /** Name or password is wrong, or the user is disabled; which one is nobody's business. */
  record Refused() implements SignInResult {}

  /**
   * Nothing was checked: too many failures, or too many sign-ins at once. Answer 429.
   *
   * @param retryAfterSeconds at least 1
   */
  record TooMany(int retryAfterSeconds) implements SignInResult {}
}
