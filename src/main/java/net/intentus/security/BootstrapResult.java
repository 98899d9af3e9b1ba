package net.intentus.security;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the start did about credentials. */
public sealed interface BootstrapResult {
  /**
   * The first administrator and the first key exist now.
   *
   * @param adminPassword the generated password, or null when one was given
   * @param apiKey the generated key, or null when one was given
   * @param file where the generated ones are written
   */
  record Created(@Nullable String adminPassword, @Nullable String apiKey, Path file)
      implements BootstrapResult {
    @Override
    public Optional<String> announcement() {
      return Optional.of(
          block(
              "First start: the administrator is 'admin'.",
              line("admin password", adminPassword),
              line("admin API key ", apiKey),
              "Generated credentials are shown this once and kept in",
              file.toString()));
    }

    @Override
    public String toString() {
      return "Created[]";
    }
  }

  /**
   * The administrator has another password and no session.
   *
   * @param adminPassword the generated password, or null when one was given
   */
  record PasswordReset(@Nullable String adminPassword, Path file) implements BootstrapResult {
    @Override
    public Optional<String> announcement() {
      return Optional.of(
          block(
              "The password of 'admin' was reset. Unset",
              "intentus.bootstrap.reset-admin-password before the next start.",
              line("admin password", adminPassword),
              "Generated credentials are shown this once and kept in",
              file.toString()));
    }

    @Override
    public String toString() {
      return "PasswordReset[]";
    }
  }

  /** There was nothing to do. */
  record AlreadyDone() implements BootstrapResult {
    @Override
    public Optional<String> announcement() {
      return Optional.empty();
    }
  }

  /** What to print, once, on standard output; it may hold generated credentials. */
  Optional<String> announcement();

  private static String line(String name, @Nullable String generated) {
    return name + ": " + (generated == null ? "(as given)" : generated);
  }

  private static String block(String... lines) {
    String rule = "=".repeat(72);
    return rule + "\n  " + String.join("\n  ", List.of(lines)) + "\n" + rule;
  }
}
