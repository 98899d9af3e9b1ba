package net.intentus.blackbox;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * Secrets that must not be anywhere, and a search that finds them in whatever form they could be
 * in. They are random, so that nothing can know them by heart.
 */
final class Canaries {
  private static final String LETTERS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

  private final Random random;
  private final Map<String, Set<String>> needles = new LinkedHashMap<>();

  Canaries(long seed) {
    this.random = new Random(seed);
  }

  /** That many random letters and digits, with a digit first. */
  String word(int length) {
    StringBuilder word = new StringBuilder(length).append((char) ('0' + random.nextInt(10)));
    while (word.length() < length) {
      word.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return word.toString();
  }

  /** Sixteen digits that a bank could have given out. */
  String card() {
    StringBuilder digits = new StringBuilder("4");
    while (digits.length() < 15) {
      digits.append(random.nextInt(10));
    }
    int sum = 0;
    for (int i = 0; i < 15; i++) {
      int digit = digits.charAt(14 - i) - '0';
      int weighted = i % 2 == 0 ? 2 * digit : digit;
      sum += weighted > 9 ? weighted - 9 : weighted;
    }
    return digits.append((10 - sum % 10) % 10).toString();
  }

  /** Remembers a secret under a name that failures can show. */
  String plant(String name, String secret) {
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    Set<String> forms = new TreeSet<>();
    forms.add(secret);
    forms.add(URLEncoder.encode(secret, StandardCharsets.UTF_8));
    forms.add(URLEncoder.encode(secret, StandardCharsets.UTF_8).replace("+", "%20"));
    forms.add(secret.replace("\\", "\\\\").replace("\"", "\\\""));
    forms.add(secret.replace("&", "&amp;").replace("\"", "&#34;"));
    forms.add(HexFormat.of().formatHex(bytes));
    forms.add(HexFormat.of().withUpperCase().formatHex(bytes));
    for (int shift = 0; shift < 3; shift++) {
      byte[] shifted = new byte[bytes.length + shift];
      System.arraycopy(bytes, 0, shifted, shift, bytes.length);
      String base64 = Base64.getEncoder().withoutPadding().encodeToString(shifted);
      // What neighbours of the secret have a part in is left out.
      String own = base64.substring(shift == 0 ? 0 : shift + 1, base64.length() - 1);
      forms.add(own);
      forms.add(own.replace('+', '-').replace('/', '_'));
    }
    needles.put(name, forms);
    return secret;
  }

  /** The names of the secrets that are in the text. */
  List<String> in(String text) {
    return needles.entrySet().stream()
        .filter(secret -> secret.getValue().stream().anyMatch(text::contains))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** The names of the secrets that are in the bytes, which may be compressed. */
  List<String> in(byte[] bytes) throws IOException {
    return in(
        latin(
            bytes.length > 2 && bytes[0] == 0x1f && (bytes[1] & 0xff) == 0x8b
                ? unzipped(bytes)
                : bytes));
  }

  private static String latin(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static byte[] unzipped(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      in.transferTo(out);
    }
    return out.toByteArray();
  }

  /** What is in the files below a directory, by file; files with credentials are left out. */
  Map<String, List<String>> below(Path directory) throws IOException {
    Map<String, List<String>> found = new LinkedHashMap<>();
    List<Path> files;
    try (Stream<Path> walk = Files.walk(directory)) {
      files = walk.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      String name = file.getFileName().toString();
      try {
        List<String> here =
            name.equals("bootstrap-credentials") || name.contains("master")
                ? List.of()
                : in(Files.readAllBytes(file));
        if (!here.isEmpty()) {
          found.put(directory.relativize(file).toString(), here);
        }
      } catch (NoSuchFileException e) {
        // a segment of the log that has just been let go
      }
    }
    return found;
  }
}
