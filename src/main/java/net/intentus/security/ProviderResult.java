package net.intentus.security;

/** What became of a sign-in at the provider. */
public sealed interface ProviderResult {
  /** The user is who the provider says. */
  record SignedIn(String token, String next) implements ProviderResult {
    @Override
    public String toString() {
      return "SignedIn[]";
    }
  }

  /** It ends here; the reason is fit for the person who tried. */
  record Refused(String reason) implements ProviderResult {}

  /** The provider does not answer as it should. */
  record Unavailable() implements ProviderResult {}
}
