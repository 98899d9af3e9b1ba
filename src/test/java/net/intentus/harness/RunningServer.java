package net.intentus.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * The executable jar as a child process: what an operator starts, and nothing else. Every server
 * that is still alive when the test JVM ends is killed.
 */
public final class RunningServer implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
  private static final Set<Process> ALIVE = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> ALIVE.forEach(Process::destroyForcibly), "servers-stop"));
  }

  private final Options options;
  private final ServerHome home;
  private final Path dataDir;
  private final int port;
  private Process process;

  private RunningServer(Options options) {
    this.options = options;
    this.home = ServerHome.create();
    this.dataDir = options.dataDir() == null ? home.path().resolve("data") : options.dataDir();
    this.port = Ports.free();
    this.process = launch();
  }

  /**
   * How to start a server. {@code INTENTUS_*} variables of the test's own environment are not
   * inherited.
   *
   * @param environment further variables, which win over those the harness sets
   * @param dataDir the data directory, or null for a fresh one
   * @param apiKey the bootstrap key
   * @param adminPassword the bootstrap password of the console user {@code admin}
   */
  public record Options(
      Map<String, String> environment, Path dataDir, String apiKey, String adminPassword) {
    public Options {
      environment = Map.copyOf(environment);
    }

    /** A server with a fresh data directory, fresh credentials and agents allowed on loopback. */
    public static Options fresh() {
      return new Options(
          Map.of("INTENTUS_AGENTS_ALLOWED_ADDRESSES", "127.0.0.0/8,::1/128,localhost"),
          null,
          "ink_" + random(8) + "_" + random(32),
          random(16));
    }

    /** The same with one more variable. */
    public Options with(String name, String value) {
      Map<String, String> more = new HashMap<>(environment);
      more.put(name, value);
      return new Options(more, dataDir, apiKey, adminPassword);
    }

    /** The same on that database. */
    public Options on(PostgresServer.Database database) {
      return with("INTENTUS_DB_URL", database.url())
          .with("INTENTUS_DB_USER", database.user())
          .with("INTENTUS_DB_PASSWORD", database.password());
    }

    /** The same with that data directory. */
    public Options in(Path directory) {
      return new Options(environment, directory, apiKey, adminPassword);
    }

    private static String random(int bytes) {
      byte[] random = new byte[bytes];
      ThreadLocalRandom.current().nextBytes(random);
      return HexFormat.of().formatHex(random);
    }
  }

  /** How a server that would not start ended. */
  public record Refusal(int exitCode, String stdout, String stderr, boolean listening) {}

  /** One server with the samples, for every test that needs nothing special. */
  public static RunningServer shared() {
    return Shared.SERVER;
  }

  /** Starts a server and waits until it is ready. */
  public static RunningServer start(Options options) {
    RunningServer server = new RunningServer(options);
    server.awaitReady();
    return server;
  }

  /** Starts a server that is expected to refuse, and waits for its end. */
  public static Refusal refuse(Options options) {
    try (RunningServer server = new RunningServer(options)) {
      boolean ended = server.process.waitFor(START_LIMIT.toSeconds(), TimeUnit.SECONDS);
      if (!ended) {
        throw new AssertionError("the server started although it must not\n" + server.home.tail());
      }
      return new Refusal(
          server.process.exitValue(),
          ServerHome.read(server.home.stdout()),
          ServerHome.read(server.home.stderr()),
          !Ports.isFree(server.port));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** Where it answers. */
  public URI base() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** A client with the bootstrap key. */
  public Api api() {
    return new Api(base(), apiKey());
  }

  /** The bootstrap key: role admin, tenant {@code *}. */
  public String apiKey() {
    return options.apiKey();
  }

  /** The password of the console user {@code admin}. */
  public String adminPassword() {
    return options.adminPassword();
  }

  /** The data directory. */
  public Path dataDir() {
    return dataDir;
  }

  /** The process id. */
  public long pid() {
    return process.pid();
  }

  /** Everything it has printed so far, standard output first. */
  public String log() {
    return home.log();
  }

  /** Ends it as a power cut would: no shutdown code runs. */
  public void kill9() {
    process.destroyForcibly();
    awaitExit();
  }

  /** Asks it to end (SIGTERM) and waits; an assertion error when it does not. */
  public void stop() {
    process.destroy();
    awaitExit();
  }

  /** Stops it if it runs and starts it again, same port, data and credentials. */
  public void restart() {
    if (process.isAlive()) {
      stop();
    }
    process = launch();
    awaitReady();
  }

  /** Stops it and deletes what it left, except a data directory that was given. */
  @Override
  public void close() {
    if (process.isAlive()) {
      process.destroyForcibly();
      awaitExit();
    }
    ALIVE.remove(process);
    home.delete();
  }

  private Process launch() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.add("-Djava.io.tmpdir=" + home.tmp());
    command.addAll(List.of("-jar", jar(), "--port", Integer.toString(port)));
    ProcessBuilder builder = new ProcessBuilder(command).directory(home.path().toFile());
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("INTENTUS_"));
    environment.put("INTENTUS_DATA_DIR", dataDir.toString());
    environment.put("INTENTUS_BOOTSTRAP_API_KEY", options.apiKey());
    environment.put("INTENTUS_BOOTSTRAP_ADMIN_PASSWORD", options.adminPassword());
    environment.putAll(options.environment());
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(home.stdout().toFile()));
    builder.redirectError(ProcessBuilder.Redirect.appendTo(home.stderr().toFile()));
    try {
      Process started = builder.start();
      ALIVE.add(started);
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException("the server's process did not start", e);
    }
  }

  /** A port that nobody listens on, for a server that the test starts by other means. */
  public static int freePort() {
    return Ports.free();
  }

  /** The executable jar. */
  public static String jar() {
    String jar = System.getProperty("intentus.jar", "target/intentusnet.jar");
    Path path = Path.of(jar).toAbsolutePath();
    if (!Files.isRegularFile(path)) {
      throw new AssertionError("no " + path + ": run mvn -DskipTests package first");
    }
    return path.toString();
  }

  private void awaitReady() {
    HttpRequest ready =
        HttpRequest.newBuilder(base().resolve("/health/ready"))
            .timeout(Duration.ofSeconds(5))
            .build();
    HttpClient client = HttpClient.newHttpClient();
    try {
      Eventually.isTrue(
          "a ready server",
          START_LIMIT,
          () ->
              !process.isAlive()
                  || client.send(ready, HttpResponse.BodyHandlers.discarding()).statusCode()
                      == 200);
    } catch (AssertionError e) {
      String tail = home.tail();
      close();
      throw new AssertionError(e.getMessage() + "\n" + tail, e);
    }
    if (!process.isAlive()) {
      throw new AssertionError("the server ended with " + process.exitValue() + "\n" + home.tail());
    }
  }

  private void awaitExit() {
    try {
      if (!process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError(
            "the server did not end within " + STOP_LIMIT + "\n" + home.tail());
      }
      ALIVE.remove(process);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private static final class Shared {
    static final RunningServer SERVER =
        start(
            Options.fresh()
                .with("INTENTUS_DEMO_ENABLED", "true")
                .with("INTENTUS_ENVIRONMENT", "test")
                .with("INTENTUS_VERIFICATION_SWEEP_PER_SECOND", "2000"));

    static {
      Runtime.getRuntime().addShutdownHook(new Thread(SERVER::close, "shared-server-close"));
    }
  }
}
