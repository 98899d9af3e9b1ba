package net.intentus.console;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The message that the page after a form shows once. It travels in a cookie as a key of {@link
 * #WORDS} and a name, so that nobody can make a page say anything else.
 */
public record Flash(String text) {
  static final String COOKIE = "intentus_flash";

  private static final Map<String, String> WORDS =
      Map.ofEntries(
          Map.entry("registered", "Agent %s is registered and takes part in routing at once."),
          Map.entry("saved", "Agent %s is saved."),
          Map.entry("enabled", "Agent %s is enabled."),
          Map.entry("disabled", "Agent %s is disabled: it is no candidate any more."),
          Map.entry("circuit-open", "Agent %s is not called until its circuit is closed."),
          Map.entry("circuit-closed", "Agent %s is called again; its failures are forgotten."),
          Map.entry("replayed", "This is a new execution that repeats %s."),
          Map.entry("deleted", "Agent %s is deleted. Its executions stay."),
          Map.entry("decided", "Execution %s is decided."),
          Map.entry("policy-saved", "Version %s of the policy is in force."),
          Map.entry("policy-back", "The earlier policy is in force again, as version %s."),
          Map.entry("policy-not-back", "Version %s says what cannot be put in force any more."),
          Map.entry(
              "policy-by-plan",
              "Version %s stays in the past: the policy changes by import of a compiled plan only."),
          Map.entry("plan-imported", "The plan %s is in force."),
          Map.entry("config-reloaded", "The configuration is read again: %s."),
          Map.entry("revoked", "The key %s is revoked: it is refused at once."),
          Map.entry("budget-made", "The budget %s is in force."),
          Map.entry("budget-saved", "The budget %s is saved: the next call is held to it."),
          Map.entry("budget-gone", "The budget %s is deleted."),
          Map.entry("peer-made", "The peer %s is added: its sealed frames are accepted."),
          Map.entry("peer-key", "The peer %s has another key."),
          Map.entry("peer-active", "The peer %s gets frames sealed with that key from now on."),
          Map.entry("peer-key-gone", "A key of the peer %s is ended."),
          Map.entry("peer-gone", "The peer %s is deleted."),
          Map.entry("credential-made", "The credential %s is added."),
          Map.entry("credential-saved", "The credential %s is replaced: calls use it at once."),
          Map.entry("credential-gone", "The credential %s is deleted."),
          Map.entry("user-made", "The user %s may sign in."),
          Map.entry("user-saved", "The user %s is saved."),
          Map.entry("user-disabled", "The user %s may not sign in any more."),
          Map.entry("user-enabled", "The user %s may sign in again."),
          Map.entry("user-password", "The user %s has another password and no session."),
          Map.entry("user-factor", "The user %s has no second factor and no session."),
          Map.entry("factor-off", "You sign in without a code from now on.%s"),
          Map.entry("session-ended", "That browser is signed out.%s"),
          Map.entry("held", "Execution %s is held: it does not expire."),
          Map.entry("released", "Execution %s is released: the rules of retention count."),
          Map.entry("retention-begun", "The %s has begun. Its progress is below."),
          Map.entry("retention-busy", "Another run is under way, so this %s did not begin."));

  /** What a cookie value says, or null when it says nothing known. */
  static @Nullable Flash read(@Nullable String cookie) {
    if (cookie == null || cookie.indexOf('.') < 0) {
      return null;
    }
    String words = WORDS.get(cookie.substring(0, cookie.indexOf('.')));
    try {
      String name = cookie.substring(cookie.indexOf('.') + 1);
      return words == null
          ? null
          : new Flash(words.formatted(URLDecoder.decode(name, StandardCharsets.UTF_8)));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** The cookie value for a key and the name it is about. */
  static String value(String key, String name) {
    if (!WORDS.containsKey(key)) {
      throw new IllegalArgumentException(key);
    }
    return key + "." + Url.encode(name);
  }
}
