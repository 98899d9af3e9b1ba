package net.intentus.config;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads {@link PlanSettings}; without a setting none is required. */
final class PlanSettingsReader {
  private static final String KEYS = "intentus.routing.compiled-keys";
  private static final String FILE = "intentus.routing.compiled-file";

  private final Function<String, Optional<String>> text;

  PlanSettingsReader(Function<String, Optional<String>> text) {
    this.text = text;
  }

  PlanSettings read(boolean required) {
    Optional<Path> file = text.apply(FILE).map(Path::of);
    if (required && file.isEmpty()) {
      throw new ConfigurationProblem(
          FILE,
          "is missing although intentus.routing.require-compiled is true.",
          "Name the file that holds the compiled plan.");
    }
    List<PublicKey> keys =
        Arrays.stream(text.apply(KEYS).orElse("").split(",", -1))
            .map(String::strip)
            .filter(word -> !word.isEmpty())
            .map(PlanSettingsReader::key)
            .toList();
    return new PlanSettings(required, file, keys);
  }

  private static PublicKey key(String base64) {
    try {
      return KeyFactory.getInstance("Ed25519")
          .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(base64)));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new ConfigurationProblem(
          KEYS,
          "has an entry that is no Ed25519 public key.",
          "Write the Base64 of SubjectPublicKeyInfo, several separated by commas.");
    }
  }
}
