package net.intentus.console;

import java.util.Map;
import net.intentus.security.Provider;
import net.intentus.security.ReturnPath;
import org.jspecify.annotations.Nullable;

/** What the sign-in page shows. */
final class SignInView {
  private SignInView() {}

  /**
   * The model.
   *
   * @param problem what went wrong before; empty for nothing
   */
  static Map<String, Object> model(Provider provider, @Nullable String next, String problem) {
    String target = ReturnPath.safe(next);
    return Map.of(
        "next",
        target,
        "problem",
        problem,
        "provider",
        provider.buttonLabel().orElse(""),
        "providerUrl",
        Url.of(ProviderResource.PATH, Map.of("next", target)));
  }
}
