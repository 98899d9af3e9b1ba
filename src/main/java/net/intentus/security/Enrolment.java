package net.intentus.security;

/**
 * A second factor that is offered to a user and not confirmed yet.
 *
 * @param secret in base 32, to be typed
 * @param uri the same for apps ({@code otpauth:})
 */
public record Enrolment(String secret, String uri) {
  @Override
  public String toString() {
    return "Enrolment[]";
  }
}
