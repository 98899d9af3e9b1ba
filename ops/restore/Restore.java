import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Brings executions back from archives, wherever they lie, into a running server. Needs a JDK 17
 * and nothing else:
 *
 * <pre>API_KEY=… java ops/restore/Restore.java --server http://127.0.0.1:8080 PATH...</pre>
 *
 * <p>A PATH is an archive (a directory with a {@code manifest.json}), a directory above archives, a
 * {@code .jsonl.gz} file, or a plain file with one exported execution a line. The key must have the
 * role admin and the tenant {@code *}. The server verifies each record before it takes it; what is
 * there already is left as it is, so that a restore may be repeated.
 *
 * <p>Ends with 0 when every execution is there, 1 when some were rejected, 2 when it could not go
 * on.
 */
public final class Restore {
  private static final String MANIFEST = "manifest.json";
  private static final int MAX_LINES = 500;
  private static final int MAX_BYTES = 4 << 20;
  private static final Pattern FILE =
      Pattern.compile("\"name\":\"([A-Za-z0-9_-][A-Za-z0-9._-]*)\"[^}]*\"sha256\":\"sha-256:([0-9a-f]{64})\"");
  private static final Pattern COUNTS =
      Pattern.compile("\"restored\":(\\d+),\"skipped\":(\\d+),\"rejected\":\\[(.*)\\]");

  private final HttpClient client = HttpClient.newHttpClient();
  private final URI address;
  private final String key;
  private final List<String> waiting = new ArrayList<>();
  private int waitingBytes;
  private long restored;
  private long skipped;
  private boolean rejected;

  private Restore(URI server, String key) {
    this.address = server.resolve("/api/v1/executions/import");
    this.key = key;
  }

  public static void main(String[] args) throws InterruptedException {
    int code;
    try {
      code = run(args);
    } catch (IOException | Stop e) {
      System.out.println("STOPPED: " + e.getMessage());
      code = 2;
    }
    System.exit(code);
  }

  private static int run(String[] args) throws IOException, InterruptedException {
    String key = System.getenv("API_KEY");
    if (args.length < 3 || !args[0].equals("--server") || key == null || key.isBlank()) {
      throw new Stop("usage: API_KEY=... java Restore.java --server URL PATH...");
    }
    Restore restore = new Restore(URI.create(args[1]), key.strip());
    for (int i = 2; i < args.length; i++) {
      for (Path file : files(Path.of(args[i]))) {
        restore.file(file);
      }
    }
    restore.send();
    System.out.println(
        restore.restored + " restored, " + restore.skipped + " were there already");
    return restore.rejected ? 1 : 0;
  }

  /** The files below a path; those of an archive only when they are what its manifest says. */
  private static List<Path> files(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    List<Path> files = new ArrayList<>();
    List<Path> manifests;
    try (Stream<Path> all = Files.walk(path)) {
      manifests =
          all.filter(found -> found.endsWith(MANIFEST))
              .filter(found -> !found.getParent().getFileName().toString().endsWith(".partial"))
              .sorted()
              .toList();
    }
    if (manifests.isEmpty()) {
      throw new Stop("no archive in " + path);
    }
    for (Path manifest : manifests) {
      Matcher file = FILE.matcher(Files.readString(manifest));
      while (file.find()) {
        Path named = manifest.resolveSibling(file.group(1));
        if (!sha256(named).equals(file.group(2))) {
          throw new Stop(named + " is not what the manifest says");
        }
        files.add(named);
      }
    }
    return files;
  }

  private static String sha256(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[65_536];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private void file(Path file) throws IOException, InterruptedException {
    System.out.println(file.toString());
    try (InputStream raw = Files.newInputStream(file);
        InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw;
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        int bytes = line.length();
        if (waiting.size() >= MAX_LINES || waitingBytes + bytes > MAX_BYTES) {
          send();
        }
        waiting.add(line);
        waitingBytes += bytes;
      }
    }
  }

  private void send() throws IOException, InterruptedException {
    if (waiting.isEmpty()) {
      return;
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    try (GZIPOutputStream packed = new GZIPOutputStream(body)) {
      packed.write(String.join("\n", waiting).getBytes(StandardCharsets.UTF_8));
    }
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .timeout(Duration.ofMinutes(5))
            .header("Authorization", "Bearer " + key)
            .header("Content-Type", "application/x-ndjson")
            .header("Content-Encoding", "gzip")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray()))
            .build();
    HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() == 413 && waiting.size() > 1) {
      halve();
      return;
    }
    Matcher counts = COUNTS.matcher(answer.body());
    if (answer.statusCode() != 200 || !counts.find()) {
      throw new Stop("the server answered " + answer.statusCode() + " " + answer.body());
    }
    restored += Long.parseLong(counts.group(1));
    skipped += Long.parseLong(counts.group(2));
    if (!counts.group(3).isEmpty()) {
      rejected = true;
      System.out.println("REJECTED: " + counts.group(3));
    }
    waiting.clear();
    waitingBytes = 0;
  }

  /** Large payloads that hardly compress: fewer at a time. */
  private void halve() throws IOException, InterruptedException {
    List<String> all = List.copyOf(waiting);
    int half = all.size() / 2;
    for (List<String> part : List.of(all.subList(0, half), all.subList(half, all.size()))) {
      waiting.clear();
      waiting.addAll(part);
      send();
    }
  }

  /** Nothing more can be done; the message says why. */
  private static final class Stop extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Stop(String why) {
      super(why);
    }
  }
}
