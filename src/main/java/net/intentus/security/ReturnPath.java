package net.intentus.security;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where a browser goes after it has signed in: a page of the console, never another site. */
public final class ReturnPath {
  /** Where it goes when nothing better is known. */
  public static final String HOME = "/console/";

  /** No backslash, control, space or scheme; what follows {@code ?} may hold encoded text. */
  private static final Pattern SAFE =
      Pattern.compile(
          "/console(?:/[A-Za-z0-9._~%!$&'()*+,;=:@/-]*)?(?:\\?[A-Za-z0-9._~%!$&'()*+,;=:@/?-]*)?");

  private static final int MAX_LENGTH = 2_000;

  private ReturnPath() {}

  /** The path itself when it is a page of the console; else {@link #HOME}. */
  public static String safe(@Nullable String path) {
    if (path == null
        || path.length() > MAX_LENGTH
        || !SAFE.matcher(path).matches()
        || path.startsWith("/console/login")
        || path.contains("/../")
        || path.contains("//")) {
      return HOME;
    }
    return path;
  }

  /** The sign-in page that leads back to the path. */
  public static String login(@Nullable String path) {
    String target = safe(path);
    return target.equals(HOME)
        ? "/console/login"
        : "/console/login?next=" + URLEncoder.encode(target, StandardCharsets.UTF_8);
  }
}
