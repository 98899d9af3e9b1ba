package net.intentus.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads settings that are secrets: from the setting itself, or from the file that {@code
 * <key>.file} names, whose last line break does not count. Orchestrators mount secrets as files;
 * environments are inherited and listed.
 */
final class SecretSettings {
  private static final String FILE = ".file";
  private static final int MAX_BYTES = 16_384;

  private final Function<String, Optional<String>> source;

  SecretSettings(Function<String, Optional<String>> source) {
    this.source = source;
  }

  /**
   * The secret, empty when it is not set.
   *
   * @throws ConfigurationProblem when it is given twice, or its file cannot be used
   */
  Optional<String> read(String key) {
    Optional<String> direct = text(key);
    Optional<String> file = text(key + FILE);
    if (direct.isPresent() && file.isPresent()) {
      throw new ConfigurationProblem(
          key + FILE, "is given together with " + key + ".", "Set only one of the two.");
    }
    return file.isPresent() ? Optional.of(content(key + FILE, file.get())) : direct;
  }

  private Optional<String> text(String key) {
    return source.apply(key).map(String::strip).filter(value -> !value.isEmpty());
  }

  private static String content(String key, String path) {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(Path.of(path))) {
      bytes = in.readNBytes(MAX_BYTES + 1);
    } catch (IOException | InvalidPathException e) {
      throw new ConfigurationProblem(
          key, "names a file that cannot be read.", "Check that it exists and may be read.");
    }
    if (bytes.length > MAX_BYTES) {
      throw new ConfigurationProblem(
          key, "names a file of more than " + MAX_BYTES + " bytes.", "Is it the right file?");
    }
    String content = withoutLineBreak(decode(key, bytes));
    if (content.isBlank()) {
      throw new ConfigurationProblem(key, "names a file that is empty.", "Write the secret to it.");
    }
    return content;
  }

  private static String decode(String key, byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new ConfigurationProblem(
          key, "names a file that is not text in UTF-8.", "Write the secret as text.");
    }
  }

  private static String withoutLineBreak(String text) {
    if (text.endsWith("\r\n")) {
      return text.substring(0, text.length() - 2);
    }
    return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
  }
}
