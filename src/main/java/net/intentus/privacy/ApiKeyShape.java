package net.intentus.privacy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keys that are known by how they begin: our own, and those of code hosts, clouds, chats and
 * payment and model providers. Of our own the id stays, because it says which one to revoke.
 */
final class ApiKeyShape implements Detector {
  private static final String OWN = "ink_";
  private static final int OWN_ID = 64;
  private static final int OWN_SECRET = 16;

  /** A beginning, and the least number of characters behind it. */
  private record Known(String prefix, int least) {}

  private static final List<Known> KNOWN =
      List.of(
          new Known("sk-", 16),
          new Known("sk_live_", 10),
          new Known("sk_test_", 10),
          new Known("rk_live_", 10),
          new Known("ghp_", 16),
          new Known("gho_", 16),
          new Known("ghu_", 16),
          new Known("ghs_", 16),
          new Known("ghr_", 16),
          new Known("github_pat_", 16),
          new Known("glpat-", 16),
          new Known("AKIA", 16),
          new Known("ASIA", 16),
          new Known("AIza", 30),
          new Known("xoxa-", 10),
          new Known("xoxb-", 10),
          new Known("xoxp-", 10),
          new Known("xoxr-", 10),
          new Known("xoxs-", 10),
          new Known("npm_", 30),
          new Known("hf_", 30));

  @Override
  public String name() {
    return "api-key";
  }

  @Override
  public String starts() {
    return "isrgAxnh";
  }

  @Override
  public int shortest() {
    return 15;
  }

  @Override
  public @Nullable Hit at(String text, int place) {
    if (text.startsWith(OWN, place)) {
      return own(text, place);
    }
    for (Known known : KNOWN) {
      if (text.startsWith(known.prefix(), place)) {
        int from = place + known.prefix().length();
        int end = Shape.token(text, from);
        return end - from >= known.least() ? new Hit(place, end, name()) : null;
      }
    }
    return null;
  }

  private @Nullable Hit own(String text, int place) {
    int id = place + OWN.length();
    int at = id;
    int furthest = Math.min(text.length(), id + OWN_ID);
    while (at < furthest && (Shape.wordCharacter(text.charAt(at)) || text.charAt(at) == '-')) {
      at++;
    }
    if (at == id || at >= text.length() || text.charAt(at) != '_') {
      return null;
    }
    int end = Shape.token(text, at + 1);
    return end - at - 1 >= OWN_SECRET ? new Hit(at + 1, end, name()) : null;
  }
}
