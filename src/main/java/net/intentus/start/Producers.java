package net.intentus.start;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import net.intentus.budget.PriceTable;
import net.intentus.config.ConfigurationProblem;
import net.intentus.config.Settings;
import net.intentus.config.Settings.MasterKeySource;
import net.intentus.config.SettingsChanged;
import net.intentus.privacy.KeyRing;
import net.intentus.privacy.MasterKey;
import net.intentus.privacy.MasterKeyFile;
import net.intentus.privacy.Redactor;

/** Makes of settings what the rooms need of them. */
@ApplicationScoped
class Producers {

  @Produces
  @Singleton
  MasterKey masterKey(Settings settings) {
    MasterKey current = current(settings);
    return settings
        .masterKey()
        .previousKey()
        .map(text -> usable("intentus.encryption.previous-key", MasterKey.parse(text)))
        .map(current::after)
        .orElse(current);
  }

  @Produces
  @Singleton
  PriceTable prices(Settings settings) {
    return PriceTable.of(settings.prices());
  }

  private static MasterKey current(Settings settings) {
    MasterKeySource source = settings.masterKey();
    try {
      if (source.key().isPresent()) {
        return usable("intentus.encryption.key", MasterKey.parse(source.key().get()));
      }
      if (source.keyFile().isPresent()) {
        Path file = source.keyFile().get();
        return usable("intentus.encryption.key-file", MasterKeyFile.read(file));
      }
      return usable(
          "intentus.data.dir", MasterKeyFile.readOrCreate(settings.dataDir(), new SecureRandom()));
    } catch (IOException e) {
      throw new ConfigurationProblem(
          source.keyFile().isPresent() ? "intentus.encryption.key-file" : "intentus.data.dir",
          "the file with the master key cannot be read or written.",
          "Check that it exists and that this user may read it.");
    }
  }

  private static MasterKey usable(String key, Optional<MasterKey> parsed) {
    return parsed.orElseThrow(
        () ->
            new ConfigurationProblem(
                key, "holds no master key.", "Use 32 bytes in base64 or hexadecimal."));
  }

  @Produces
  @Singleton
  Redactor redactor(Settings settings, KeyRing keys) {
    return new Redactor(settings.redaction(), keys);
  }

  void changed(@Observes SettingsChanged change, Redactor redactor) {
    redactor.replace(change.settings().redaction());
  }
}
